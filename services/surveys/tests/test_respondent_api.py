import asyncio
from uuid import uuid4

import msgspec
import pytest

from surveys.events import ResponseStarted, ResponseSubmitted
from surveys.inviting.invitation import seed_of
from surveys.published import announce

from .conftest import ANSWERS, Running, of_type, staff_headers


def submission(**changes: object) -> dict[str, object]:
    return {"submission_id": str(uuid4()), "answers": ANSWERS, "language": "nb", **changes}


async def ready(running: Running) -> str:
    await running.with_members(1)
    (token,) = await running.dispatched(await running.published())
    return f"/api/surveys/answer/{token}"


async def test_answers_are_registered_in_one_commit_with_their_announcement(running: Running) -> None:
    path = await ready(running)
    answer = await running.client.post(path, json=submission())
    assert (answer.status_code, answer.json()) == (201, {"status": "registered"})
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    assert isinstance(recorded.event, ResponseSubmitted)
    assert recorded.event.answers == {"cycles": "yes", "days": 3, "worry": 8}
    assert recorded.event.seed == seed_of(running.parts.invitation_secret, recorded.stream_id)


async def test_what_people_write_is_sealed_and_never_announced(running: Running) -> None:
    await running.client.post(await ready(running), json=submission())
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    message = announce(recorded.stream_id, recorded.event)
    assert message is not None
    public = msgspec.json.decode(msgspec.json.encode(message.data))
    assert public["texts"] == ["why", "word"]
    assert "vinteren" not in msgspec.json.encode(recorded.event).decode()
    assert not {"why", "word"} & public["answers"].keys()
    assert public["response_id"] != str(recorded.stream_id)


async def test_the_same_submission_again_is_told_so_and_counted_once(running: Running) -> None:
    path, sent = await ready(running), submission()
    first, second = await running.client.post(path, json=sent), await running.client.post(path, json=sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_another_submission_on_the_same_link_is_refused(running: Running) -> None:
    path = await ready(running)
    await running.client.post(path, json=submission())
    refused = await running.client.post(path, json=submission())
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:samrad:problem:already_answered"


async def test_of_twenty_at_once_exactly_one_is_counted(running: Running) -> None:
    path = await ready(running)
    answers = await asyncio.gather(*(running.client.post(path, json=submission()) for _ in range(20)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 19
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1
    assert len(of_type(await running.events(), ResponseStarted)) == 1


async def test_of_one_submission_sent_twenty_times_at_once_all_are_told_it_is_registered(running: Running) -> None:
    path, sent = await ready(running), submission()
    answers = await asyncio.gather(*(running.client.post(path, json=sent) for _ in range(20)))
    assert sorted(a.status_code for a in answers) == [200] * 19 + [201]
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_every_faulty_question_is_named(running: Running) -> None:
    refused = await running.client.post(await ready(running), json=submission(answers={"days": 9, "worry": "much", "x": 1}))
    assert refused.status_code == 422
    errors = {(error["question"], error["code"]) for error in refused.json()["errors"]}
    assert errors == {("cycles", "required"), ("worry", "wrong_kind"), ("x", "unknown_question")}


async def test_nothing_but_a_submission_is_read(running: Running) -> None:
    path = await ready(running)
    bodies = [b"", b"[]", b"{", b"\xff", b"[" * 20_000, b'{"submission_id": "x", "answers": {}}', b'{"answers": {}}']
    answers = [await running.client.post(path, content=body) for body in bodies]
    assert [a.status_code for a in answers] == [422] * len(bodies)
    assert (await running.client.post(path, content=b" " * 70_000)).status_code == 413


async def test_a_link_nobody_made_is_unknown(running: Running) -> None:
    path = await ready(running)
    wrong = path[:-1] + ("A" if path[-1] != "A" else "B")
    for unknown in (wrong, path + "A", "/api/surveys/answer/x"):
        assert (await running.client.get(unknown)).status_code == 404
        assert (await running.client.post(unknown, json=submission())).status_code == 404


async def test_a_closed_survey_takes_no_answers_but_knows_those_it_has(running: Running) -> None:
    await running.with_members(2)
    survey_id = await running.published()
    first, second = [f"/api/surveys/answer/{t}" for t in await running.dispatched(survey_id)]
    sent = submission()
    await running.client.post(first, json=sent)
    await running.client.post(f"/api/surveys/staff/surveys/{survey_id}/close", headers=staff_headers())
    await asyncio.sleep(1.1)
    late = await running.client.post(second, json=submission())
    again = await running.client.post(first, json=sent)
    assert (late.status_code, again.status_code) == (410, 200)
    assert late.json()["type"] == "urn:samrad:problem:survey_closed"


async def test_the_questionnaire_can_be_read_and_reading_changes_nothing(running: Running) -> None:
    path = await ready(running)
    before = len(await running.events())
    sheet = (await running.client.get(path)).json()
    assert sheet["state"] == "open"
    assert sheet["questionnaire"]["title"]["nb"] == "Om klima"
    assert len(await running.events()) == before


async def test_a_program_is_given_all_it_needs_to_ask(running: Running) -> None:
    path = await ready(running)
    sheet = (await running.client.get(path)).json()
    assert sheet.keys() == {"survey_id", "state", "minutes", "seed", "languages", "questionnaire", "rules", "answers"}
    days = sheet["rules"]["sections"][0]["questions"][1]
    assert (days["id"], days["show"]) == ("days", ["=", ["answer", "cycles"], "yes"])
    assert sheet["languages"] == ["nb", "en"]
    assert 0 <= sheet["seed"] < 2**32
    assert (await running.client.get(path)).json()["seed"] == sheet["seed"]


async def test_answers_are_saved_to_go_on_with_on_any_device(running: Running) -> None:
    path = await ready(running)
    half = {"worry": 3, "why": "Fordi\nja", "days": "mange"}
    assert (await running.client.put(path, json={"answers": half})).status_code == 204
    assert (await running.client.get(path)).json()["answers"] == half
    page = await running.client.get(path.replace("/api/surveys/answer/", "/s/") + "/views")
    assert "Fordi\nja" in page.text
    assert len(of_type(await running.events(), ResponseStarted)) == 1


@pytest.mark.parametrize("junk", [{"x": 1}, {"worry": {}}, {"cycles": ["yes"]}, {"days": 3, "why": 1}, {"why.other": "x"}])
async def test_what_is_no_answer_to_its_question_is_not_saved(running: Running, junk: dict[str, object]) -> None:
    path = await ready(running)
    refused = await running.client.put(path, json={"answers": junk})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["question"] in junk
    assert (await running.client.get(path)).json()["answers"] == {}


async def test_nothing_is_saved_on_a_link_that_is_used(running: Running) -> None:
    path = await ready(running)
    await running.client.post(path, json=submission())
    refused = await running.client.put(path, json={"answers": {"worry": 3}})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("language", "title", "message"),
    [("nb", "Noe mangler eller er feil i svarene", "Velg ett svar"), ("en", "Something is missing", "Choose one answer")],
)
async def test_what_is_wrong_is_said_in_the_language_asked_for(
    running: Running, language: str, title: str, message: str
) -> None:
    path = await ready(running)
    refused = (await running.client.post(path, json=submission(answers={}, language=language))).json()
    asked = (await running.client.post(f"{path}?lang={language}", json=submission(answers={}) | {"language": None})).json()
    assert refused == asked
    assert refused["title"].startswith(title)
    assert refused["errors"] == [{"question": "cycles", "code": "required", "params": {}, "message": message}]


async def test_the_api_says_of_itself_what_it_takes_and_answers(running: Running) -> None:
    paths = (await running.client.get("/api/surveys/openapi.json")).json()["paths"]["/api/surveys/answer/{token}"]
    assert {method: set(way["responses"]) for method, way in paths.items()} == {
        "get": {"200", "404", "410", "422"},
        "put": {"204", "404", "409", "410", "422"},
        "post": {"200", "201", "404", "409", "410", "422"},
    }
    assert all("requestBody" in paths[method] for method in ("put", "post"))

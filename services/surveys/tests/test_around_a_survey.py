"""What stands around a survey's questions: the register, new versions, comments, the bank, history, corrections."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from surveys import desk, register
from surveys.drafting import editing
from surveys.events import CommentResolved, CommentWritten, ItemKept, Plan, SurveyReworded
from surveys.questionnaire import read
from surveys.starting_points import starting_points

from .conftest import NOW, STAFF, Running, definition, of_type, staff_headers

FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def staff() -> dict[str, str]:
    return staff_headers() | FORM


async def drafted(running: Running, title: str = "Om klima") -> UUID:
    return await desk.draft_survey(running.parts, definition(title), (), STAFF, NOW)


async def page(running: Running, path: str) -> str:
    answer = await running.client.get(path, headers=staff())
    assert answer.status_code == 200, answer.text
    return answer.text


async def post(running: Running, path: str, **data: Any) -> tuple[int, str]:
    answer = await running.client.post(path, data=data, headers=staff())
    return answer.status_code, answer.headers.get("location", answer.text)


def test_every_starting_point_can_be_published_as_it_is() -> None:
    for document in starting_points().values():
        questionnaire = read(document)
        assert questionnaire.languages == ("nb", "nn", "en")
        assert len(questionnaire.questions) >= 5


async def test_a_survey_begins_from_a_starting_point(running: Running) -> None:
    assert "Hvor fornøyd er du med tjenesten?" in await page(running, "/staff/surveys/new")
    status, where = await post(running, "/staff/surveys/new/from", name="service")
    assert status == 303
    survey = await desk.survey_of(running.parts, UUID(where.split("/")[3]))
    assert survey.definition == starting_points()["service"]
    assert (await post(running, "/staff/surveys/new/from", name="../service"))[0] == 404


async def test_a_new_version_begins_as_the_earlier_stands_and_both_show_it(running: Running) -> None:
    first = await running.published()
    status, where = await post(running, f"/staff/surveys/{first}/version")
    second = UUID(where.split("/")[3])
    assert status == 303
    assert (await desk.survey_of(running.parts, second)).definition == definition()
    assert f'href="/staff/surveys/{first}"' in await page(running, f"/staff/surveys/{second}")
    assert f'href="/staff/surveys/{second}"' in await page(running, f"/staff/surveys/{first}")


async def test_who_wrote_a_draft_has_written_on_its_copy_too(running: Running) -> None:
    another = UUID(int=99)
    published, draft = await running.published(), await desk.draft_survey(running.parts, definition(), (), STAFF, NOW)
    for first, authors in ((published, {another}), (draft, {another, STAFF})):
        copy = await desk.survey_of(running.parts, await desk.begin_version(running.parts, first, another, NOW))
        assert copy.approval.authors == authors


async def test_what_changed_since_the_earlier_survey_is_told(running: Running) -> None:
    first = await running.published()
    second = await desk.begin_version(running.parts, first, STAFF, NOW)
    assert "Ingenting er endret" in await page(running, f"/staff/surveys/{second}/history/since")
    reword = editing.Reword("question/cycles", "text", "nb", "Sykler du?", "Sykler du ofte?")
    await editing.edit(running.parts, second, editing.Several((reword, editing.Remove("question/word"))), STAFF, NOW)
    since = await page(running, f"/staff/surveys/{second}/history/since")
    assert "Sykler du?</span>" in since
    assert "Sykler du ofte?</span>" in since
    assert "Fjernet: Ett ord?" in since
    own = await page(running, f"/staff/surveys/{second}/history")
    assert "Sykler du ofte?" in own
    assert "Undersøkelsen ble opprettet." in own
    assert "Fjernet: Ett ord?" in await page(running, f"/staff/surveys/{second}/history/since?version=1")


async def test_the_register_is_searched_by_words_state_and_year(running: Running) -> None:
    open_one = await running.published(definition("Om klima"))
    draft = await drafted(running, "Om 100 % av bussene")
    await desk.plan(running.parts, draft, Plan(purpose="Ny rutetabell", department="Samferdsel"), STAFF, NOW)
    found = {
        "": {open_one, draft},
        "q=KLIMA": {open_one},
        "q=rutetabell+samferdsel": {draft},
        "q=100+%25": {draft},
        "q=_": set(),
        "state=published": {open_one},
        "state=draft&q=klima": set(),
        "year=1999": set(),
        "year=2019": {draft},
    }
    for query, expected in found.items():
        html = await page(running, f"/staff/surveys?{query}")
        shown = {UUID(name) for name in re.findall(r'<th scope="row"><a href="/staff/surveys/([0-9a-f-]{36})"', html)}
        assert shown == expected, query
    for query in ("state=everything", "year=20", f"q={'x' * 201}"):
        assert (await running.client.get(f"/staff/surveys?{query}", headers=staff())).status_code == 422


async def test_what_a_survey_is_for_is_written_into_the_register(running: Running) -> None:
    survey_id = await drafted(running)
    path = f"/staff/surveys/{survey_id}/plan"
    form = {"purpose": "Ny plan", "department": "Plan", "opens_on": "2026-03-01", "closes_on": "2026-03-20"}
    assert (await post(running, path, **form))[0] == 303
    html = await page(running, f"/staff/surveys/{survey_id}")
    assert "Ny plan" in html
    assert "20. mars 2026" in html.replace("\xa0", " ")
    async with running.parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
    assert listed is not None
    assert listed.department == "Plan"
    before = len(await running.events())
    assert (await post(running, path, **form))[0] == 303
    assert len(await running.events()) == before, "the same again is quiet"
    wrong = [{"opens_on": "i morgen"}, {"opens_on": "2026-03-02", "closes_on": "2026-03-01"}, {"purpose": "x" * 1001}]
    for form in wrong:
        status, html = await post(running, path, **form)
        assert (status, "ds-error-summary" in html) == (422, True), form


async def test_a_comment_is_written_once_settled_and_opened_again(running: Running) -> None:
    survey_id = await drafted(running)
    path = f"/staff/surveys/{survey_id}/comments"
    comment_id = uuid4()
    said = {"comment_id": str(comment_id), "on": "question/cycles", "words": "Hva med <b>sparkesykkel</b>?"}
    for _ in range(2):
        assert (await post(running, path, **said))[0] == 303
    html = await page(running, path)
    assert html.count("Hva med &lt;b&gt;sparkesykkel&lt;/b&gt;?") == 1
    assert f"/staff/surveys/{survey_id}/questions?open=cycles" in html
    assert "1 åpen" in await page(running, f"/staff/surveys/{survey_id}")
    for _ in range(2):
        assert (await post(running, f"{path}/{comment_id}", resolved="1"))[0] == 303
    assert "Ingen åpne kommentarer" in await page(running, path)
    assert (await post(running, f"{path}/{comment_id}", resolved="0"))[0] == 303
    assert "Ingen åpne kommentarer" not in await page(running, path)
    events = await running.events()
    assert [len(of_type(events, kind)) for kind in (CommentWritten, CommentResolved)] == [1, 1]


async def test_a_comment_needs_words_and_something_to_be_about(running: Running) -> None:
    survey_id, other = await drafted(running), await drafted(running)
    path = f"/staff/surveys/{survey_id}/comments"
    for words in (" ", "x" * 2_001):
        assert (await post(running, path, comment_id=str(uuid4()), on="survey", words=words))[0] == 422
    for piece in ("question/gone", "question/days/options"):  # a list is nothing to say anything about
        assert (await post(running, path, comment_id=str(uuid4()), on=piece, words="Hva?"))[0] == 404
    comment_id = uuid4()
    await post(running, path, comment_id=str(comment_id), on="survey", words="Hva?")
    assert (await post(running, f"/staff/surveys/{other}/comments/{comment_id}", resolved="1"))[0] == 404
    assert (await post(running, f"{path}/{uuid4()}", resolved="1"))[0] == 404


async def test_a_question_goes_into_the_bank_and_out_into_another_survey(running: Running) -> None:
    first, second = await drafted(running), await drafted(running, "Neste år")
    assert (await post(running, f"/staff/surveys/{first}/bank", question="days", item="cycling-days"))[0] == 303
    status, where = await post(running, f"/staff/surveys/{second}/bank/use", item="cycling-days", section="views")
    assert (status, where) == (303, f"/staff/surveys/{second}/questions")
    asked = (await desk.survey_of(running.parts, second)).definition["sections"][1]["questions"][-1]
    assert (asked["item"], asked["text"]["nb"]) == ("cycling-days", "Hvor mange dager i uka?")
    assert "show_if" not in asked, "a rule belongs to the survey it was written in"
    assert (await desk.survey_of(running.parts, first)).definition["sections"][0]["questions"][1]["item"] == "cycling-days"
    await running.approved(first)
    await desk.publish(running.parts, first, STAFF, NOW)
    html = await page(running, "/staff/surveys/bank?q=dager")
    assert "cycling-days" in html
    assert "2019-001" in html, "where it has been asked"
    assert "cycling-days" not in await page(running, "/staff/surveys/bank?q=buss")


async def test_another_wording_is_another_item(running: Running) -> None:
    survey_id = await drafted(running)
    path = f"/staff/surveys/{survey_id}/bank"
    for _ in range(2):
        assert (await post(running, path, question="days", item="cycling"))[0] == 303
    assert len(of_type(await running.events(), ItemKept)) == 1
    status, html = await post(running, path, question="cycles", item="cycling")
    assert (status, "En annen ordlyd er et nytt spørsmål" in html) == (409, True)
    assert (await post(running, path, question="cycles", item="Sykling!"))[0] == 422
    assert (await post(running, path, question="gone", item="gone"))[0] == 404


async def test_a_question_is_taken_out_of_the_bank(running: Running) -> None:
    survey_id = await drafted(running)
    await post(running, f"/staff/surveys/{survey_id}/bank", question="days", item="cycling")
    for _ in range(2):
        assert (await post(running, "/staff/surveys/bank/cycling/retire"))[0] == 303
    assert "Banken er tom" in await page(running, "/staff/surveys/bank")
    assert (await post(running, f"/staff/surveys/{survey_id}/bank/use", item="cycling", section="views"))[0] == 404
    assert (await post(running, "/staff/surveys/bank/unknown/retire"))[0] == 404


async def test_a_slip_is_put_right_after_publishing_with_a_record(running: Running) -> None:
    survey_id = await running.published()
    await running.with_members(1)
    (token,) = await running.dispatched(survey_id)
    assert "Sykler du?" in (await running.client.get(f"/s/{token}/travel")).text
    path = f"/staff/surveys/{survey_id}/wording"
    where = {"piece": "question/cycles", "field": "text", "language": "nb"}
    assert "Sykler du?" in await page(running, f"{path}?piece=question/cycles&field=text&show=nb")
    form = where | {"seen": "Sykler du?", "text": "Sykler du til jobben?", "reason": "Utydelig"}
    assert (await post(running, path, **form))[0] == 303
    html = await page(running, path)
    assert "Utydelig" in html
    assert "En ansatt" in html
    known = running.parts.publications._known
    known[survey_id] = replace(known[survey_id], read_at=0.0)  # a second later
    assert "Sykler du til jobben?" in (await running.client.get(f"/s/{token}/travel")).text
    (corrected,) = of_type(await running.events(), SurveyReworded)
    event = corrected.event
    assert isinstance(event, SurveyReworded)
    assert (event.before, event.after, event.reason) == ("Sykler du?", "Sykler du til jobben?", "Utydelig")
    assert event.definition["sections"][0]["questions"][0]["text"]["nb"] == "Sykler du til jobben?"


async def test_only_words_are_put_right_and_never_without_a_reason(running: Running) -> None:
    survey_id = await running.published()
    path = f"/staff/surveys/{survey_id}/wording"
    good = {"piece": "question/cycles", "field": "text", "language": "nb", "seen": "Sykler du?", "text": "Ny", "reason": "Feil"}
    changes: list[tuple[dict[str, str], int]] = [
        ({"reason": " "}, 422),
        ({"text": ""}, 422),
        ({"seen": "Noe annet"}, 409),
        ({"field": "kind"}, 422),
        ({"field": "help", "seen": ""}, 422),
        ({"language": "fi"}, 422),
        ({"piece": "question/gone"}, 404),
        ({"text": "x" * 9_000}, 422),
    ]
    for change, status in changes:
        assert (await post(running, path, **(good | change)))[0] == status, change
    assert of_type(await running.events(), SurveyReworded) == []
    draft = await drafted(running)
    assert (await post(running, f"/staff/surveys/{draft}/wording", **good))[0] == 409


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_pages_around_a_survey_can_be_seen_in_every_language(running: Running, language: str) -> None:
    survey_id = await running.published()
    for path in ("new", "bank", *(f"{survey_id}/{step}" for step in ("plan", "comments", "history", "bank", "wording"))):
        seen = await running.client.get(f"/staff/surveys/{path}?lang={language}", headers=staff())
        assert (seen.status_code, f'<html lang="{language}"' in seen.text) == (200, True), path
    for step in ("plan", "comments", "history", "history/since", "bank", "wording"):
        missing = await running.client.get(f"/staff/surveys/{uuid4()}/{step}", headers=staff())
        assert missing.status_code == 404, step

import re
from uuid import UUID, uuid4

import pytest

from surveys.events import DispatchOrdered, InvitationIssued, SurveyPublished
from surveys.inviting import panel

from .conftest import ANSWERS, Running, definition, of_type, staff_headers

STEPS = ("", "/questions", "/audience", "/check", "/dispatch", "/close", "/texts")
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def drafted(running: Running) -> UUID:
    answer = await running.client.post("/api/surveys/staff/surveys", json=definition(), headers=staff_headers())
    return UUID(answer.json()["survey_id"])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_every_step_of_a_draft_can_be_seen(running: Running, language: str) -> None:
    survey_id = await drafted(running)
    for step in STEPS:
        seen = await running.client.get(f"/staff/surveys/{survey_id}{step}?lang={language}", headers=staff_headers())
        assert seen.status_code == 200, step
        assert f'<html lang="{language}"' in seen.text
        assert {"nb": "Om klima", "nn": "Om klima", "en": "On climate"}[language] in seen.text


async def test_no_step_is_for_everyone(running: Running) -> None:
    survey_id = await drafted(running)
    for step in STEPS:
        path = f"/staff/surveys/{survey_id}{step}"
        assert (await running.client.get(path)).status_code == 401
        assert (await running.client.get(path, headers=staff_headers("panel:read"))).status_code == 403


async def test_a_survey_that_is_not_there_is_not_found(running: Running) -> None:
    for step in STEPS:
        missing = await running.client.get(f"/staff/surveys/{uuid4()}{step}", headers=staff_headers())
        assert missing.status_code == 404


async def test_the_audience_form_counts_without_saving_and_saves_when_asked(running: Running) -> None:
    survey_id = await drafted(running)
    await running.with_members(3, age_band="15-19")
    await running.with_members(2, age_band="80+")
    path = f"/staff/surveys/{survey_id}/audience"
    counted = await running.client.get(f"{path}?age_bands=15-19&count=1", headers=staff_headers())
    assert "3 medlemmer er i målgruppen" in counted.text
    assert "5 medlemmer er i målgruppen" in (await running.client.get(path, headers=staff_headers())).text
    saved = await running.client.post(path, data={"age_bands": "80+"}, headers=staff_headers() | FORM)
    assert saved.status_code == 303
    assert "2 medlemmer er i målgruppen" in (await running.client.get(path, headers=staff_headers())).text


@pytest.mark.parametrize("ticked", [{"age_bands": "0-99"}, {"areas": "atlantis"}, {"interests": "x" * 500}])
async def test_groups_nobody_offered_are_refused(running: Running, ticked: dict[str, str]) -> None:
    path = f"/staff/surveys/{await drafted(running)}/audience"
    assert (await running.client.post(path, data=ticked, headers=staff_headers() | FORM)).status_code == 422


async def test_from_draft_to_invitations_by_forms_alone(running: Running) -> None:
    await running.with_members(4)
    survey_id = await drafted(running)
    staff = staff_headers() | FORM
    await running.approved(survey_id)
    published = await running.client.post(f"/staff/surveys/{survey_id}/publish", headers=staff)
    assert (published.status_code, published.headers["location"]) == (303, f"/staff/surveys/{survey_id}/dispatch")
    page = (await running.client.get(f"/staff/surveys/{survey_id}/dispatch", headers=staff)).text
    assert "Send til 4 medlemmer" in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
    for _ in range(2):  # a form sent twice is one dispatch
        sent = await running.client.post(f"/staff/surveys/{survey_id}/dispatch", data=fields, headers=staff)
        assert sent.status_code == 303, sent.text
    await running.dispatch_done(survey_id)
    events = await running.events()
    assert [len(of_type(events, kind)) for kind in (SurveyPublished, DispatchOrdered, InvitationIssued)] == [1, 1, 4]
    page = (await running.client.get(f"/staff/surveys/{survey_id}/dispatch", headers=staff)).text
    assert "Alle i målgruppen er invitert" in page


async def test_a_dispatch_is_refused_when_the_audience_has_changed_since_it_was_seen(running: Running) -> None:
    await running.with_members(4)
    survey_id = await running.published()
    fields = {"dispatch_id": str(uuid4()), "expected": "3"}
    refused = await running.client.post(f"/staff/surveys/{survey_id}/dispatch", data=fields, headers=staff_headers() | FORM)
    assert refused.status_code == 409
    assert "Målgruppen har endret seg" in refused.text


async def test_what_people_wrote_is_shown_when_ten_have_answered(running: Running) -> None:
    await running.with_members(10)
    survey_id = await running.published()
    tokens = await running.dispatched(survey_id)
    path = f"/staff/surveys/{survey_id}/texts?question=why"
    for n, token in enumerate(tokens):
        await running.everything_projected()
        assert "vises når minst 10 har svart" in (await running.client.get(path, headers=staff_headers())).text
        answers = ANSWERS | {"why": f"<b>grunn</b> {n}"}
        sent = {"submission_id": str(uuid4()), "answers": answers}
        assert (await running.client.post(f"/api/surveys/answer/{token}", json=sent)).status_code == 201
    await running.everything_projected()
    shown = (await running.client.get(path, headers=staff_headers())).text
    assert all(f"&lt;b&gt;grunn&lt;/b&gt; {n}" in shown for n in range(10))


async def test_the_register_shows_every_survey_with_its_denominators(running: Running) -> None:
    await running.with_members(4)
    survey_id = await running.published()
    tokens = await running.dispatched(survey_id)
    sent = {"submission_id": str(uuid4()), "answers": ANSWERS}
    await running.client.post(f"/api/surveys/answer/{tokens[0]}", json=sent)
    await running.everything_projected()
    row = words((await running.client.get("/staff/surveys", headers=staff_headers())).text)
    assert re.search(r"20\d\d-001 Om klima Åpen – .* 4 1 1 25\s%", row), row


async def test_an_audience_says_who_is_left_out_and_why(running: Running) -> None:
    members = await running.with_members(6)
    async with running.parts.engine.begin() as connection:
        await panel.pause(connection, dict.fromkeys(members[:2], (True, None)))
        await panel.limit(connection, {members[2]: 0})
    survey_id = await running.published()
    for step in ("audience", "dispatch"):
        page = await running.client.get(f"/staff/surveys/{survey_id}/{step}", headers=staff_headers())
        assert "2 har pause, 1 har nådd sin grense, 3 får invitasjon." in page.text, step

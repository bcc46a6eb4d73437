"""Four eyes by forms and by programs."""

import re
from uuid import UUID, uuid4

import pytest

from surveys import desk
from surveys.drafting import editing
from surveys.events import SurveyApproved, SurveyPublished

from .checking.faulty import HEALTH, survey
from .conftest import COLLEAGUE, NOW, STAFF, Running, definition, of_type, staff_headers

API = "/api/surveys/staff/surveys"
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def author() -> dict[str, str]:
    return staff_headers() | FORM


def reader() -> dict[str, str]:
    return staff_headers(who=COLLEAGUE) | FORM


async def drafted(running: Running) -> UUID:
    return await desk.draft_survey(running.parts, definition(), (), STAFF, NOW)


async def test_from_asking_to_publishing_by_forms_alone(running: Running) -> None:
    survey_id = await drafted(running)
    path = f"/staff/surveys/{survey_id}"
    refused = await running.client.post(f"{path}/publish", headers=author())
    assert (refused.status_code, "må godkjennes av en kollega" in refused.text) == (409, True)
    check = (await running.client.get(f"{path}/check", headers=author())).text
    assert f'action="{path}/review"' in check
    assert f'action="{path}/publish"' not in check, "nobody is offered what would be refused"
    assert (await running.client.post(f"{path}/review", headers=author())).status_code == 303
    assert "Ingenting venter på deg" in (await running.client.get("/staff/surveys/waiting", headers=author())).text
    waiting = (await running.client.get("/staff/surveys/waiting", headers=reader())).text
    assert f'href="{path}/review"' in waiting
    assert "En ansatt" in waiting, "who asks is said by name"
    page = (await running.client.get(f"{path}/review", headers=reader())).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert (await running.client.post(f"{path}/approve", data=fields, headers=reader())).status_code == 303
    assert "Ingenting venter på deg" in (await running.client.get("/staff/surveys/waiting", headers=reader())).text
    assert f'action="{path}/publish"' in (await running.client.get(f"{path}/check", headers=author())).text
    assert (await running.client.post(f"{path}/publish", headers=author())).status_code == 303
    assert "Den ble godkjent av En kollega" in (await running.client.get(f"{path}/review", headers=author())).text


async def test_it_is_sent_back_with_a_note_the_author_reads(running: Running) -> None:
    survey_id = await drafted(running)
    path = f"/staff/surveys/{survey_id}"
    await running.client.post(f"{path}/review", headers=author())
    for note, status in (("  ", 422), ("x" * 2_001, 422), ("Spør om <b>gange</b> også", 303)):
        sent = await running.client.post(f"{path}/send-back", data={"note": note}, headers=reader())
        assert sent.status_code == status, sent.text
    for step in ("check", "review"):
        page = (await running.client.get(f"{path}/{step}", headers=author())).text
        assert "Spør om &lt;b&gt;gange&lt;/b&gt; også" in page


async def test_what_an_author_changed_meanwhile_has_to_be_read_anew(running: Running) -> None:
    survey_id = await drafted(running)
    await running.client.post(f"{API}/{survey_id}/review", headers=staff_headers())
    read = (await running.client.get(f"{API}/{survey_id}/review", headers=staff_headers(who=COLLEAGUE))).json()
    assert (read["review"], read["may_approve"]) == ("asked", True)
    reword = editing.Reword("survey", "title", "nb", "Om klima", "Om været")
    await editing.edit(running.parts, survey_id, reword, STAFF, NOW)
    approval = {"version": read["version"]}
    refused = await running.client.post(f"{API}/{survey_id}/approve", json=approval, headers=staff_headers(who=COLLEAGUE))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:samrad:problem:changed_since")
    assert of_type(await running.events(), SurveyApproved) == []


async def test_an_author_is_told_that_a_colleague_must_approve(running: Running) -> None:
    survey_id = await drafted(running)
    await running.client.post(f"{API}/{survey_id}/review", headers=staff_headers())
    said = (await running.client.get(f"{API}/{survey_id}/review", headers=staff_headers())).json()
    assert said["may_approve"] is False
    refused = await running.client.post(f"{API}/{survey_id}/approve", json={"version": 1}, headers=staff_headers())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:samrad:problem:own_work")
    refused = await running.client.post(f"{API}/{survey_id}/publish", headers=staff_headers())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:samrad:problem:not_approved")
    assert of_type(await running.events(), SurveyPublished) == []


async def test_nobody_is_asked_to_read_what_the_check_stops(running: Running) -> None:
    survey_id = await desk.draft_survey(running.parts, survey(HEALTH), (), STAFF, NOW)
    asked = await running.client.post(f"{API}/{survey_id}/review", headers=staff_headers())
    assert (asked.status_code, asked.json()["type"]) == (409, "urn:samrad:problem:stopped_by_check")
    page = await running.client.post(f"/staff/surveys/{survey_id}/review", headers=author())
    assert page.status_code == 409
    assert "må rettes før publisering" in page.text


async def test_programs_see_what_waits_for_them(running: Running) -> None:
    survey_id = await drafted(running)
    await running.client.post(f"{API}/{survey_id}/review", headers=staff_headers())
    path = "/api/surveys/staff/reviews"
    assert (await running.client.get(path, headers=staff_headers())).json() == []
    (waiting,) = (await running.client.get(path, headers=staff_headers(who=COLLEAGUE))).json()
    assert waiting["survey_id"] == str(survey_id)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_pages_of_a_review_can_be_seen_in_every_language(running: Running, language: str) -> None:
    survey_id = await drafted(running)
    for _ in range(2):
        for path in ("/staff/surveys/waiting", f"/staff/surveys/{survey_id}/review"):
            seen = await running.client.get(f"{path}?lang={language}", headers=reader())
            assert (seen.status_code, f'<html lang="{language}"' in seen.text) == (200, True)
        await running.client.post(f"{API}/{survey_id}/review", headers=staff_headers())


async def test_a_review_of_no_survey_is_not_found(running: Running) -> None:
    for method, path in (("GET", "review"), ("POST", "review")):
        missing = await running.client.request(method, f"/staff/surveys/{uuid4()}/{path}", headers=author())
        assert missing.status_code == 404

"""The step Kontroll, its JSON, and what publishing and sending refuse because of it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from surveys.events import DispatchOrdered, SurveyPublished

from .checking.faulty import CONSENT, HEALTH, ask, survey
from .conftest import Running, definition, of_type, staff_headers

API = "/api/surveys/staff/surveys"
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
GROWN_UP = {"age_bands": ["30-39"]}
SENSITIVE = survey(CONSENT, HEALTH)


async def drafted(running: Running, document: dict[str, Any]) -> UUID:
    answer = await running.client.post(API, json=document, headers=staff_headers())
    return UUID(answer.json()["survey_id"])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_check_lists_what_stops_and_what_is_worth_a_look(running: Running, language: str) -> None:
    survey_id = await drafted(running, survey(HEALTH, ask("yes_no", "Tar du alltid bussen?", "bus")))
    page = await running.client.get(f"/staff/surveys/{survey_id}/check?lang={language}", headers=staff_headers())
    assert f'href="/staff/surveys/{survey_id}/questions?open=q1"' in page.text
    assert f'href="/staff/surveys/{survey_id}/questions?open=bus"' in page.text
    assert "/publish" not in page.text, "nobody is offered what would be refused"


async def test_the_check_is_read_by_programs(running: Running) -> None:
    survey_id = await drafted(running, SENSITIVE)
    said = (await running.client.get(f"{API}/{survey_id}/check?lang=en", headers=staff_headers())).json()
    assert said["can_be_published"] is False
    assert [(found["rule"], found["piece"]) for found in said["findings"] if found["level"] == "stops"] == [
        ("sensitive_minors", "q1")
    ]


async def test_a_survey_with_nothing_to_put_right_is_published(running: Running) -> None:
    survey_id = await drafted(running, definition())
    said = (await running.client.get(f"{API}/{survey_id}/check", headers=staff_headers())).json()
    assert said["can_be_published"] is True
    await running.approved(survey_id)
    assert (await running.client.post(f"{API}/{survey_id}/publish", headers=staff_headers())).status_code == 204


async def test_publishing_is_refused_with_the_list_of_what_stops_it(running: Running) -> None:
    survey_id = await drafted(running, SENSITIVE)
    refused = await running.client.post(f"{API}/{survey_id}/publish", headers=staff_headers())
    assert refused.status_code == 409
    assert [error["rule"] for error in refused.json()["errors"]] == ["sensitive_minors"]
    page = await running.client.post(f"/staff/surveys/{survey_id}/publish", headers=staff_headers() | FORM)
    assert page.status_code == 409
    assert "Én ting må rettes før publisering" in page.text
    assert of_type(await running.events(), SurveyPublished) == []


async def test_the_same_survey_is_published_to_those_who_may_be_asked(running: Running) -> None:
    survey_id = await drafted(running, SENSITIVE)
    await running.client.put(f"{API}/{survey_id}/audience", json=GROWN_UP, headers=staff_headers())
    await running.approved(survey_id)
    for _ in range(2):
        assert (await running.client.post(f"{API}/{survey_id}/publish", headers=staff_headers())).status_code == 204
    assert len(of_type(await running.events(), SurveyPublished)) == 1


async def test_it_is_not_sent_to_minors_when_the_audience_has_grown_since(running: Running) -> None:
    await running.with_members(3, age_band="15-19")
    survey_id = await drafted(running, SENSITIVE)
    await running.client.put(f"{API}/{survey_id}/audience", json=GROWN_UP, headers=staff_headers())
    await running.approved(survey_id)
    await running.client.post(f"{API}/{survey_id}/publish", headers=staff_headers())
    await running.client.put(f"{API}/{survey_id}/audience", json={}, headers=staff_headers())
    order = {"dispatch_id": str(uuid4())}
    refused = await running.client.post(f"{API}/{survey_id}/dispatches", json=order, headers=staff_headers())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:samrad:problem:not_for_minors")
    assert of_type(await running.events(), DispatchOrdered) == []


async def test_what_is_published_is_not_checked_again(running: Running) -> None:
    survey_id = await running.published()
    page = await running.client.get(f"/staff/surveys/{survey_id}/check", headers=staff_headers())
    assert 'class="findings' not in page.text
    assert f"/staff/surveys/{survey_id}/dispatch" in page.text

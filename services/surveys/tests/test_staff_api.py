import asyncio
from uuid import uuid4

import pytest

from .conftest import Running, definition, staff_headers

PATH = "/api/surveys/staff/surveys"


async def test_surveys_get_the_next_number_of_the_year_even_when_drafted_at_once(running: Running) -> None:
    drafts = [running.client.post(PATH, json=definition(), headers=staff_headers()) for _ in range(5)]
    assert {answer.status_code for answer in await asyncio.gather(*drafts)} == {201}
    await running.everything_projected()
    listed = (await running.client.get(PATH, headers=staff_headers())).json()
    assert sorted(survey["number"][-3:] for survey in listed) == ["001", "002", "003", "004", "005"]


async def test_two_surveys_of_one_title_get_addresses_of_their_own(running: Running) -> None:
    ids = [await running.published(), await running.published()]
    slugs = [(await running.client.get(f"{PATH}/{i}", headers=staff_headers())).json()["slug"] for i in ids]
    assert slugs == ["om-klima", "om-klima-2"]


async def test_a_faulty_definition_is_refused_with_every_fault(running: Running) -> None:
    faulty = definition() | {"languages": ["nb", "nn"]}
    refused = await running.client.post(PATH, json=faulty, headers=staff_headers())
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"] == "urn:samrad:problem:invalid_questionnaire"
    assert ("title", "language_missing") in {(error["place"], error["code"]) for error in problem["errors"]}


async def test_a_published_survey_keeps_its_questions(running: Running) -> None:
    survey_id = await running.published()
    refused = await running.client.put(f"{PATH}/{survey_id}/definition", json=definition("Nytt"), headers=staff_headers())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:samrad:problem:not_a_draft")


async def test_an_audience_is_chosen_and_counted(running: Running) -> None:
    await running.with_members(3, gender="man")
    await running.with_members(2)
    survey_id = await running.published()
    reach = await running.client.put(f"{PATH}/{survey_id}/audience", json={"genders": ["man"]}, headers=staff_headers())
    assert reach.json() == {"matching": 3, "waiting": 3, "paused": 0, "at_limit": 0}


async def test_a_dispatch_ordered_again_with_its_id_is_the_same_dispatch(running: Running) -> None:
    await running.with_members(3)
    survey_id = await running.published()
    order = {"dispatch_id": str(uuid4()), "expected": 3}
    for _ in range(2):
        ordered = await running.client.post(f"{PATH}/{survey_id}/dispatches", json=order, headers=staff_headers())
        assert ordered.status_code == 202
    await running.dispatch_done(survey_id)
    sent = (await running.client.get(f"{PATH}/{survey_id}/dispatches", headers=staff_headers())).json()
    assert [(s["dispatch_id"], s["issued"]) for s in sent] == [(order["dispatch_id"], 3)]


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "", "surveys:read"),
        ("POST", "", "surveys:write"),
        ("PUT", "/{id}/definition", "surveys:write"),
        ("PUT", "/{id}/audience", "surveys:write"),
        ("POST", "/{id}/publish", "surveys:publish"),
        ("POST", "/{id}/dispatches", "dispatch:send"),
        ("POST", "/{id}/close", "surveys:publish"),
    ],
)
async def test_each_act_asks_for_its_right(running: Running, method: str, path: str, right: str) -> None:
    address = PATH + path.format(id=uuid4())
    every = {"surveys:read", "surveys:write", "surveys:publish", "dispatch:send"}
    refused = await running.client.request(method, address, json={}, headers=staff_headers(*(every - {right})))
    allowed = await running.client.request(method, address, json={}, headers=staff_headers(right))
    assert refused.status_code == 403
    assert allowed.status_code not in {401, 403, 500}


async def test_every_act_is_documented(running: Running) -> None:
    document = (await running.client.get("/api/surveys/openapi.json")).json()
    assert set(document["paths"]) >= {PATH, "/api/surveys/answer/{token}", f"{PATH}/{{survey_id}}/dispatches"}

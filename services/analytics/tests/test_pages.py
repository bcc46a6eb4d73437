import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.heard import SurveysHeard

from .house import analytics, staff
from .panel import SURVEY, heard, story

PAGE = {"accept": "text/html"}
READER = staff("results:read") | PAGE
PUBLISHER = staff("results:read", "results:publish") | PAGE
RESULT = f"/staff/results/{SURVEY}"


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    async with analytics(database) as client:
        yield client


async def answer(engine: AsyncEngine, people: int, first: int = 1) -> None:
    async with engine.begin() as connection:
        await SurveysHeard().hear(connection, heard(story(people, seed=first), first))


async def test_staff_pages_are_for_staff_alone(client: httpx.AsyncClient) -> None:
    assert (await client.get(RESULT, headers=PAGE)).status_code == 401
    assert (await client.get(RESULT, headers=staff("panel:read") | PAGE)).status_code == 403
    assert (await client.post(f"{RESULT}/publish", headers=READER)).status_code == 403


async def test_the_list_teaches_the_next_step_when_it_is_empty(client: httpx.AsyncClient) -> None:
    assert "Ingen undersøkelser er publisert ennå" in (await client.get("/staff/results", headers=READER)).text
    assert "Ingen resultater er publisert ennå" in (await client.get("/resultater", headers=PAGE)).text


async def test_the_list_shows_each_survey_with_its_rate(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 40)
    page = (await client.get("/staff/results", headers=READER)).text
    assert "About the climate (nb)" in page
    assert "100\N{NO-BREAK SPACE}%" in page


async def test_an_unknown_survey_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get(RESULT, headers=READER)).status_code == 404
    assert (await client.get("/resultater/finnes-ikke", headers=PAGE)).status_code == 404


async def test_staff_see_only_the_funnel_of_nine(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 9)
    page = (await client.get(RESULT, headers=READER)).text
    assert "Svarene vises når minst ti har svart" in page
    assert "How important?" not in page


async def test_staff_see_a_picture_per_question_from_ten(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 60)
    page = (await client.get(RESULT, headers=READER | {"accept-language": "en"})).text
    assert page.count("<svg") >= 5
    assert "How much trust? (en)" in page
    assert f"/staff/surveys/{SURVEY}/texts" in page


@pytest.mark.parametrize(("by", "group"), [("age_band", "40–49 år"), ("gender", "Kvinner"), ("area", "Sandvika")])
async def test_staff_see_the_answers_by_group(client: httpx.AsyncClient, engine: AsyncEngine, by: str, group: str) -> None:
    await answer(engine, 150)
    page = (await client.get(f"{RESULT}?by={by}", headers=READER)).text
    assert group in page
    assert by == "area" or "skjult" in page.lower()


async def test_the_live_part_comes_again_only_when_something_is_new(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 30)
    first = await client.get(f"{RESULT}/live", headers=READER)
    tag = first.headers["etag"]
    assert (await client.get(f"{RESULT}/live", headers=READER | {"if-none-match": tag})).status_code == 304
    await answer(engine, 1, first=1000)
    again = await client.get(f"{RESULT}/live", headers=READER | {"if-none-match": tag})
    assert (again.status_code, again.headers["etag"] != tag) == (200, True)
    assert "<html" not in again.text


async def test_a_result_is_published_and_everyone_sees_it(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 150)
    assert "Publiser svarene fra 150" in (await client.get(f"{RESULT}/publish", headers=PUBLISHER)).text
    form = {"finding-1-nb": "Folk vil ha <b>flere</b> busser", "finding-1-en": "People want more buses", "finding-3-nb": "  "}
    said = await client.post(f"{RESULT}/publish", data=form, headers=PUBLISHER)
    assert (said.status_code, said.headers["location"]) == (303, RESULT)
    page = (await client.get("/resultater/om-klima", headers=PAGE)).text
    assert "Folk vil ha &lt;b&gt;flere&lt;/b&gt; busser" in page
    assert "meldt seg på selv" in page
    assert "av 150 inviterte svarte" in page
    assert "People want more buses" in (await client.get("/resultater/om-klima?by=age_band&lang=en", headers=PAGE)).text
    assert "About the climate (nb)" in (await client.get("/resultater?lang=nb", headers=PAGE)).text


async def test_what_is_published_stands_until_ten_more_have_answered(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 40)
    await client.post(f"{RESULT}/publish", headers=PUBLISHER)
    await answer(engine, 9, first=1000)
    assert "minst ti nye" in (await client.get(f"{RESULT}/publish", headers=PUBLISHER)).text
    await client.post(f"{RESULT}/publish", headers=PUBLISHER)
    assert (await client.get("/api/analytics/results/om-klima")).json()["completed"] == 40
    await answer(engine, 1, first=2000)
    await client.post(f"{RESULT}/publish", headers=PUBLISHER)
    assert (await client.get("/api/analytics/results/om-klima")).json()["completed"] == 50


async def test_too_few_answers_and_too_long_findings_are_said_on_the_page(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    await answer(engine, 9)
    refused = await client.post(f"{RESULT}/publish", headers=PUBLISHER)
    assert (refused.status_code, "minst ti har svart" in refused.text) == (409, True)
    await answer(engine, 20, first=1000)
    long = await client.post(f"{RESULT}/publish", data={"finding-1-nb": "a" * 301}, headers=PUBLISHER)
    assert (long.status_code, "høyst 300 tegn" in long.text, "a" * 301 in long.text) == (422, True, True)


async def test_live_counts_are_told_as_json_with_their_position(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 40)
    told = (await client.get(f"/api/analytics/staff/surveys/{SURVEY}", headers=staff("results:read"))).json()
    assert (told["invited"], told["completed"], told["status"], told["position"]) == (40, 40, "open", 121)
    assert told["rates"][0] == {"percent": 100, "of": "invited", "base": 40, "aapor": "participation rate"}


async def test_a_publication_by_json_says_what_is_wrong_with_it(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 40)
    where, who = f"/api/analytics/staff/surveys/{SURVEY}/publication", staff("results:publish")
    refused: list[dict[str, object]] = [
        {"findings": [{"xx": "a"}]},
        {"findings": [{"nb": ""}]},
        {"findings": [{}] * 4},
        {"more": 1},
    ]
    for wrong in refused:
        assert (await client.post(where, json=wrong, headers=who)).status_code == 422
    said = await client.post(where, json={"findings": [{"nb": "Ja."}]}, headers=who)
    assert said.json() == {"slug": "om-klima", "changed": True}
    assert (await client.get("/api/analytics/results")).json()[0]["findings"] == [{"nb": "Ja."}]


async def test_a_public_page_stays_small(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 300)
    await client.post(f"{RESULT}/publish", headers=PUBLISHER)
    page = await client.get("/resultater/om-klima?by=area", headers=PAGE)
    assert len(gzip.compress(page.content, 6)) < 15_000

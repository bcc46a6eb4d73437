import asyncio
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from membership.campaigns import recruitment
from membership.campaigns.visits import MOST_AT_ONCE, MOST_WAITING, Visits

from .conftest import Running
from .test_campaign_pages import look, make

TODAY = date(2026, 6, 6)


async def visits_of(running: Running, slug: str) -> int:
    async with running.parts.engine.connect() as connection:
        campaign = await recruitment.one(connection, slug, TODAY)
    return campaign.visits if campaign else 0


async def test_a_visit_is_counted_when_the_page_says_so_and_not_when_it_is_fetched(running: Running) -> None:
    await make(running)
    for _ in range(3):
        page = await running.client.get("/k/byfesten", headers={"accept": "text/html"})
        await running.client.head("/k/byfesten")
    assert "/static/visit.js" in page.text
    for _ in range(2):
        answer = await running.client.post("/k/byfesten/visits")
        assert (answer.status_code, answer.content, "set-cookie" in answer.headers) == (204, b"", False)
    await running.parts.visits.write()
    assert await visits_of(running, "byfesten") == 2
    assert "Åpnet siden 2" in await look(running)


async def test_visits_to_what_is_no_campaign_are_not_kept(running: Running) -> None:
    for slug in ("finnes-ikke", "%00", "A", "x" * 60):
        assert (await running.client.post(f"/k/{slug}/visits")).status_code == 204
    assert (await running.client.post(f"/k/{'x' * 61}/visits")).status_code == 422
    await running.parts.visits.write()
    async with running.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from campaign_visits")).scalar() == 0


async def test_another_site_cannot_count_visits(running: Running) -> None:
    answer = await running.client.post("/k/nabo/visits", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_a_flood_of_visits_is_bounded_in_memory_and_in_figures(running: Running) -> None:
    visits = Visits(running.parts.engine)
    await asyncio.gather(*(visits.count("nabo", TODAY) for _ in range(2_000)))
    await visits.close()
    assert await visits_of(running, "nabo") == MOST_AT_ONCE
    for n in range(MOST_WAITING + 100):
        visits._waiting["nabo", date.fromordinal(700_000 + n)] += 1
    await visits.count("nabo", TODAY)
    assert ("nabo", TODAY) not in visits._waiting


async def test_visits_counted_by_two_processes_add_up(running: Running) -> None:
    first, second = Visits(running.parts.engine), Visits(running.parts.engine)
    for visits in (first, second, second):
        await visits.count("nabo", TODAY)
    await asyncio.gather(first.close(), second.close())
    assert await visits_of(running, "nabo") == 3


async def test_visits_wait_while_the_database_is_away(running: Running) -> None:
    visits = Visits(running.parts.engine)
    await visits.count("nabo", TODAY)
    away, visits._engine = visits._engine, create_async_engine("postgresql+asyncpg://127.0.0.1:9/nowhere")
    with pytest.raises(OSError, match="9"):
        await visits.write()
    visits._engine = away
    await visits.close()
    assert await visits_of(running, "nabo") == 1

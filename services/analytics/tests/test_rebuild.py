"""The whole worker on a real broker: hearing, publishing, and counting everything anew."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol
from uuid import uuid4

import httpx
import msgspec
import nats
import pytest
from nats.aio.client import Client
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.main import service
from analytics.rebuild import NotAlone, rebuild
from eventlog.streams import provide, state_of
from runtime.serve import create_app

from .house import PUBLIC_URL, settings, staff
from .panel import SURVEY, story

TABLES = ("surveys", "participation", "counts", "results")
COUNTS = f"/api/analytics/staff/surveys/{SURVEY}"


class Server(Protocol):
    url: str


@pytest.fixture
async def nc(own_nats: Server) -> AsyncIterator[Client]:
    nc = await nats.connect(own_nats.url)
    yield nc
    await nc.close()


async def announce(nc: Client, said: Iterator[tuple[str, dict[str, Any]]]) -> None:
    jetstream = nc.jetstream()
    for kind, data in said:
        await jetstream.publish(kind, msgspec.json.encode(data), headers={"ce-id": str(uuid4())})


async def rows_of(engine: AsyncEngine) -> dict[str, list[tuple[object, ...]]]:
    async with engine.connect() as connection:
        return {table: sorted(map(tuple, await connection.execute(text(f"select t::text from {table} t")))) for table in TABLES}


async def until_counted(client: httpx.AsyncClient, completed: int, delivered: int) -> None:
    async with asyncio.timeout(15):
        while True:
            told = (await client.get(COUNTS, headers=staff("results:read"))).json()
            if (told.get("completed"), told.get("delivered")) == (completed, delivered):
                return
            await asyncio.sleep(0.02)


async def test_counting_everything_anew_gives_the_same_tables(
    own_nats: Server, nc: Client, database: str, engine: AsyncEngine
) -> None:
    for stream in ("surveys", "notifications"):
        await provide(nc, stream, 1)
    told = settings(database, own_nats.url, "api,worker")
    app = create_app(service(told))
    async with app.router.lifespan_context(app):
        await announce(nc, story(60))
        mail = {"notification_id": str(uuid4()), "kind": "invitation", "survey_id": SURVEY}
        await announce(nc, iter([("notifications.v1.notification_sent", mail)] * 57))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
            await until_counted(client, 60, 57)
            where = f"{COUNTS}/publication"
            assert (await client.post(where, json={}, headers=staff("results:publish"))).json()["changed"]
        with pytest.raises(NotAlone):
            await rebuild(told)
        async with asyncio.timeout(10):
            while (await state_of(nc, "ANALYTICS")).last < 1:
                await asyncio.sleep(0.02)
    counted = await rows_of(engine)
    assert len(counted["results"]) == 1
    assert await rebuild(told) == "SURVEYS 181, NOTIFICATIONS 57"
    assert await rows_of(engine) == counted

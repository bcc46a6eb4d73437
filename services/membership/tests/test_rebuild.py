"""Read models are dropped and filled anew: from a whole panel's life, and by the command for people."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

import msgspec
import nats
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from eventlog.streams import provide
from membership.main import HEARINGS, PROJECTIONS, service
from membership.rebuild import TABLES, NotAlone, drop, rebuild
from membership.settings import Settings
from runtime.serve import create_app
from tests.load.replay import hashes, replay

from .conftest import Running

LOG = {"log_head", "events", "announcements", "claims", "checkpoints", "dead_letters", "alembic_version"}
RESULT = {
    "survey_id": UUID(int=5),
    "slug": "hoyt",
    "title": {"nb": "Hørt"},
    "invited": 10,
    "completed": 7,
    "published_at": datetime(2026, 11, 1, tzinfo=UTC),
}
SURVEY = {"survey_id": UUID(int=5), "title": {"nb": "Hørt"}, "published_at": datetime(2026, 10, 1, tzinfo=UTC)}
INVITATION = {"invitation_id": UUID(int=6), "survey_id": UUID(int=5), "member_id": UUID(int=7)}
READERS = (*PROJECTIONS, *HEARINGS)
KEPT = {
    "activity",  # when members answered last, as surveys told
    "campaign_visits",  # counted by pages that were opened, no facts
    "mail_limits",  # what was sent to an address of late
    "sign_in_limits",  # likewise, to sign in
    "member_sessions",  # who is signed in
    "retention_runs",  # when the rules were kept
    "import_rows",  # files on their way in, sealed, erased when they are in
    "import_progress",
    "birthdays",  # how far the new year has come
}
"""Tables that are no read models: what stands in them is in no fact."""


class Server(Protocol):
    url: str


async def test_every_table_is_the_logs_or_filled_anew_or_said_to_be_kept(settings: Settings) -> None:
    assert {reader.name for reader in READERS} == TABLES.keys()
    engine = create_async_engine(settings.async_database_url())
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql("select tablename from pg_tables where schemaname = 'public'")
        found = {row[0] for row in rows}
    await engine.dispose()
    filled = {table for tables in TABLES.values() for table in tables}
    assert found - LOG - KEPT == filled, "a new table belongs in membership.rebuild.TABLES, or in KEPT here"


async def test_read_models_filled_anew_are_the_same_with_erased_members_among_them(
    postgres: Callable[..., Awaitable[str]],
) -> None:
    found = await replay(await postgres("membership"), await postgres(), people=300, rounds=1)
    assert found.same
    assert found.panel.erased > 10
    assert found.rows > 200


async def test_while_the_service_runs_nothing_is_dropped(running: Running, settings: Settings) -> None:
    await running.join()
    await running.everything_projected()
    with pytest.raises(NotAlone):
        await rebuild(settings)
    engine = running.parts.engine
    assert (await hashes(engine, PROJECTIONS))["panel"][0] == 1


async def test_the_command_reads_the_log_and_the_streams_anew(settings: Settings, own_nats: Server) -> None:
    told = settings.model_copy(update={"nats_url": own_nats.url})
    nc = await nats.connect(own_nats.url)
    await provide(nc, "analytics", 1)
    await nc.jetstream().publish("analytics.v1.result_published", msgspec.json.encode(RESULT))
    await provide(nc, "surveys", 1)
    for name, told_of in (("survey_published", SURVEY), ("invitation_issued", INVITATION)):
        await nc.jetstream().publish(f"surveys.v1.{name}", msgspec.json.encode(told_of))
    await nc.close()
    app = create_app(service(told))
    async with app.router.lifespan_context(app):
        engine = app.state.house.engine
        await until_heard(engine)
        before = await hashes(engine, READERS)
    said = await rebuild(told)
    engine = create_async_engine(told.async_database_url())
    assert said == "0 facts, ANALYTICS 1, SURVEYS 2"
    assert await hashes(engine, READERS) == before
    await engine.dispose()


async def until_heard(engine: AsyncEngine) -> None:
    async with asyncio.timeout(10):
        while not all([(await hashes(engine, HEARINGS))[table][0] for table in ("published_results", "invitations")]):
            await asyncio.sleep(0.02)


async def test_each_reader_can_be_dropped_alone_also_one_with_no_table_of_its_own(running: Running) -> None:
    for reader in READERS:
        await drop(running.parts.engine, (reader,))

"""Reading everything anew: read models are dropped and filled again from the log and from the streams that are heard.

Only with the worker stopped: a running one would go on from where it was, in tables that begin at nothing.
"""

import zlib
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog import EventLog, Hearing, Projection
from eventlog.hearings import hear_to_the_end
from eventlog.projections import project_next
from membership.events import EVENTS
from membership.main import HEARINGS, PROJECTIONS
from membership.published import announce
from runtime import broker
from runtime.house import make_engine
from runtime.settings import Settings

TABLES: Mapping[str, tuple[str, ...]] = {
    "panel": ("panel", "panel_movements"),
    "populations": ("populations",),
    "waiting": ("waiting",),
    "campaigns": ("campaigns", "campaign_groups", "campaign_days"),
    "staff_views": ("staff_views",),
    "imports": ("imports",),
    "was_asked": (),  # it takes out of the next one's those who left
    "membership-asked": ("known_surveys", "invitations"),
    "membership-results": ("published_results",),
}
"""The tables of each projection and each hearing; nothing else may write them."""
LOCK = text("select pg_try_advisory_lock(:key)")
FORGET_PLACE = text("delete from checkpoints where projection = any(:names)")


class NotAlone(Exception):
    """The worker is running."""


async def rebuild(settings: Settings) -> str:
    """Returns what was read. Raises NotAlone while a worker leads."""
    engine = make_engine(settings)
    log = EventLog(settings.database_url, engine, EVENTS, announce, name="membership")
    try:
        async with engine.connect() as alone:
            await _take_the_lead(alone)
            await drop(engine, PROJECTIONS, HEARINGS)
            heard = await _hear_streams(settings, engine)
            facts = await project_all(log, engine, PROJECTIONS)
    finally:
        await engine.dispose()
    return ", ".join([f"{facts} facts", *heard])


async def drop(engine: AsyncEngine, *readers: tuple[Projection | Hearing, ...]) -> None:
    """All or nothing: a table without rows never stands beside a place far into the log."""
    names = [reader.name for some in readers for reader in some]
    tables = [table for name in names for table in TABLES[name]]
    async with engine.begin() as connection:
        if tables:
            await connection.execute(text(f"truncate {', '.join(tables)}"))
        await connection.execute(FORGET_PLACE, {"names": names})


async def project_all(log: EventLog, engine: AsyncEngine, projections: tuple[Projection, ...]) -> int:
    facts = 0
    while batch := await project_next(log, engine, projections):
        facts += batch
    return facts


async def _take_the_lead(connection: AsyncConnection) -> None:
    """The lock by which one worker at a time leads, as `runtime.worker` takes it."""
    if not await connection.scalar(LOCK, {"key": zlib.crc32(b"worker membership")}):
        raise NotAlone("membership is running: stop it, rebuild, start it again")


async def _hear_streams(settings: Settings, engine: AsyncEngine) -> list[str]:
    nats = await broker.connect(settings.nats_url, "membership")
    try:
        return [f"{hearing.stream} {await hear_to_the_end(hearing, engine, nats)}" for hearing in HEARINGS]
    finally:
        await nats.close()

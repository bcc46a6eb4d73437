"""Counting everything anew: read models are dropped and filled again from the streams and the log.

Only with the worker stopped: a running one would go on from where it was, in tables that begin at nothing.
"""

import zlib

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.heard import hearings
from analytics.main import EVENTS
from analytics.published import announce
from analytics.results import published_results
from eventlog import EventLog
from eventlog.hearings import hear_to_the_end
from eventlog.projections import project_next
from runtime import broker
from runtime.house import make_engine
from runtime.settings import Settings

LOCK = text("select pg_try_advisory_lock(:key)")
CLEAR = (text("truncate surveys, participation, counts, results"), text("delete from checkpoints"))


class NotAlone(Exception):
    """The worker is running."""


async def rebuild(settings: Settings) -> str:
    """Returns what was read. Raises NotAlone while a worker leads."""
    engine = make_engine(settings)
    nats = await broker.connect(settings.nats_url, "analytics")
    log = EventLog(settings.database_url, engine, EVENTS, announce, name="analytics")
    try:
        async with engine.connect() as alone:
            await _take_the_lead(alone)
            async with engine.begin() as connection:
                for statement in CLEAR:
                    await connection.execute(statement)
            read = [f"{hearing.stream} {await hear_to_the_end(hearing, engine, nats)}" for hearing in hearings()]
            while await project_next(log, engine, [published_results]):
                pass
    finally:
        await nats.close()
        await engine.dispose()
    return ", ".join(read)


async def _take_the_lead(connection: AsyncConnection) -> None:
    """The lock by which one worker at a time leads, as `runtime.worker` takes it."""
    if not await connection.scalar(LOCK, {"key": zlib.crc32(b"worker analytics")}):
        raise NotAlone("analytics is running: stop it, rebuild, start it again")

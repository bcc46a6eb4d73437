"""Own read models: events in the order of their commits, each counted once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from opentelemetry.trace import SpanKind
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog.events import Recorded
from eventlog.log import EventLog
from eventlog.tracing import mark

POLL = 0.5
BATCH = 500
CHECKPOINT = text("select position from checkpoints where projection = :name and source = :source for update")
MOVE = text("""
insert into checkpoints (projection, source, position) values (:name, :source, :position)
on conflict (projection, source) do update set position = excluded.position
""")


@dataclass(frozen=True)
class Projection:
    """A read model over the own log. `project` interprets and never rejects; the checkpoint moves in its transaction."""

    name: str
    project: Callable[[AsyncConnection, Sequence[Recorded]], Awaitable[None]]


async def checkpoint(connection: AsyncConnection, name: str, source: str) -> int:
    """Where the reader has come, held against others until the transaction ends."""
    return await connection.scalar(CHECKPOINT, {"name": name, "source": source}) or 0


async def move_checkpoint(connection: AsyncConnection, name: str, source: str, position: int) -> None:
    await connection.execute(MOVE, {"name": name, "source": source, "position": position})


async def run_projection(log: EventLog, engine: AsyncEngine, projection: Projection) -> None:
    """Project for ever; what fails is tried again, never skipped: an own event that cannot be read is a fault in the code."""
    logger = structlog.get_logger("eventlog.projection").bind(projection=projection.name)
    while True:
        growth = log.growth()
        try:
            caught_up = await project_next(log, engine, projection) < BATCH
        except (SQLAlchemyError, OSError) as error:
            logger.warning("projection_waits", reason=type(error).__name__)
            await asyncio.sleep(0.5)
            continue
        if caught_up:
            try:
                async with asyncio.timeout(POLL):
                    await growth.wait()
            except TimeoutError:
                continue


async def project_next(log: EventLog, engine: AsyncEngine, projection: Projection) -> int:
    """One batch in one transaction; returns its size."""
    async with engine.begin() as connection:
        after = await checkpoint(connection, projection.name, "log")
        events = await log.read(connection, after, BATCH)
        if not events:
            return 0
        if events[0].position != after + 1 or events[-1].position != after + len(events):
            raise RuntimeError(f"the log has a hole after {after}")
        await projection.project(connection, events)
        await move_checkpoint(connection, projection.name, "log", events[-1].position)
    for recorded in events:
        mark(f"project {projection.name}", recorded.traceparent, SpanKind.INTERNAL)
    return len(events)

"""Own read models: events in the order of their commits, each counted once."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from opentelemetry.trace import SpanKind
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog.events import Recorded
from eventlog.log import EventLog
from eventlog.tracing import mark

POLL = 0.5  # seconds; what this process appends wakes at once, other processes' appends wait for this
REST = 0.1  # seconds to gather a larger batch: under load, one transaction then serves many commands
BATCH = 500
CHECKPOINT = text("select position from checkpoints where projection = :name and source = :source for update")
CHECKPOINTS = text("""
select projection, position from checkpoints where source = 'log' and projection = any(:names) order by projection for update
""")
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


async def run_projections(log: EventLog, engine: AsyncEngine, projections: Sequence[Projection]) -> None:
    """Project for ever, all in one transaction per batch; what fails is tried again, never skipped."""
    logger = structlog.get_logger("eventlog.projections")
    while True:
        growth = log.growth()
        try:
            caught_up = await _project(log, engine, projections, logger) < BATCH
        except (SQLAlchemyError, OSError) as error:
            logger.warning("projections_wait", reason=type(error).__name__)
            await asyncio.sleep(0.5)
            continue
        if caught_up:
            await asyncio.sleep(REST)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await growth.wait()


async def _project(log: EventLog, engine: AsyncEngine, projections: Sequence[Projection], logger: Any) -> int:
    """One that fails for a fault of its own holds up only itself: then each goes in a transaction of its own."""
    try:
        return await project_next(log, engine, projections)
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception as error:
        if len(projections) == 1:
            logger.exception("projection_failed", projection=projections[0].name, error=type(error).__name__)
            await asyncio.sleep(1)
            return 0
    return max([await _project(log, engine, [projection], logger) for projection in projections])


async def project_next(log: EventLog, engine: AsyncEngine, projections: Sequence[Projection]) -> int:
    """The next batch for all that have not had it, in one transaction; returns its size."""
    async with engine.begin() as connection:
        rows = await connection.execute(CHECKPOINTS, {"names": [p.name for p in projections]})
        reached = dict.fromkeys([p.name for p in projections], 0) | {row.projection: row.position for row in rows}
        after = min(reached.values())
        events = await log.read(connection, after, BATCH)
        if not events:
            return 0
        if events[0].position != after + 1 or events[-1].position != after + len(events):
            raise RuntimeError(f"the log has a hole after {after}")
        for projection in projections:
            fresh = events[reached[projection.name] - after :]
            if fresh:
                await projection.project(connection, fresh)
        moved = [{"name": p.name, "source": "log", "position": max(reached[p.name], events[-1].position)} for p in projections]
        await connection.execute(MOVE, moved)
    for recorded in events:
        mark("project", recorded.traceparent, SpanKind.INTERNAL)
    return len(events)

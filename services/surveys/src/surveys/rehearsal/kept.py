"""What has been rehearsed of which survey? One row for each: the last one ordered, how far it has come, what it found.

No events: nobody's answers are in it, and the row can be made again from what stands in it (docs/decisions/0136).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.events import Audience
from surveys.rehearsal.outcome import Outcome
from surveys.rehearsal.program import Cell, Task

LOST = timedelta(minutes=2)
"""How long nobody has heard of one under way, before another process takes it up."""

ORDER = text("""
insert into rehearsals (survey_id, ordered_at, made_of, task, rate, rate_surveys)
values (:survey_id, :now, :made_of, cast(:task as json), :rate, :rate_surveys)
on conflict (survey_id) do update set ordered_at = excluded.ordered_at, made_of = excluded.made_of, task = excluded.task,
    rate = excluded.rate, rate_surveys = excluded.rate_surveys, heard_at = null, walked = 0, failed = false, outcome = null
where rehearsals.outcome is not null or rehearsals.failed or rehearsals.made_of <> excluded.made_of
""")
TAKE = text("""
update rehearsals set heard_at = :now where survey_id = (
    select survey_id from rehearsals where outcome is null and not failed and (heard_at is null or heard_at < :lost)
    order by ordered_at limit 1 for update skip locked
) returning survey_id, ordered_at, task
""")
WALKED = text("""
update rehearsals set walked = :walked, heard_at = :now where survey_id = :survey_id and ordered_at = :ordered_at
""")
DONE = text("""
update rehearsals set outcome = cast(:outcome as json), failed = :failed
where survey_id = :survey_id and ordered_at = :ordered_at
""")
ONE = text("""
select ordered_at, made_of, rate, rate_surveys, walked, failed, outcome, cast(task->>'seed' as bigint) as seed,
    cast(task->>'people' as int) as people, task->'cells' as cells
from rehearsals where survey_id = :survey_id
""")


class Rehearsal(msgspec.Struct, frozen=True):
    """`outcome` is None while it is under way. `made_of` tells whether the survey has changed since."""

    ordered_at: datetime
    made_of: str
    rate: float
    rate_surveys: int
    walked: int
    failed: bool
    seed: int
    people: int
    cells: tuple[Cell, ...]
    outcome: Outcome | None


class Taken(msgspec.Struct, frozen=True):
    survey_id: UUID
    ordered_at: datetime
    task: Task


def made_of(definition: dict[str, Any], audience: Audience) -> str:
    return hashlib.sha256(msgspec.json.encode([definition, audience], order="sorted")).hexdigest()


async def order(
    connection: AsyncConnection, survey_id: UUID, task: Task, made: str, rate: float, rate_surveys: int, now: datetime
) -> None:
    """Takes the place of the one before. While one of the same survey is under way nothing happens."""
    written = msgspec.json.encode(task).decode()
    row = {"survey_id": survey_id, "now": now, "made_of": made, "task": written, "rate": rate, "rate_surveys": rate_surveys}
    await connection.execute(ORDER, row)


async def take(connection: AsyncConnection, now: datetime) -> Taken | None:
    """The one that has waited longest and that nobody works on."""
    row = (await connection.execute(TAKE, {"now": now, "lost": now - LOST})).one_or_none()
    return None if row is None else Taken(row.survey_id, row.ordered_at, msgspec.convert(row.task, Task))


async def walked(connection: AsyncConnection, taken: Taken, people: int, now: datetime) -> None:
    await connection.execute(
        WALKED, {"survey_id": taken.survey_id, "ordered_at": taken.ordered_at, "walked": people, "now": now}
    )


async def done(connection: AsyncConnection, taken: Taken, outcome: Outcome | None) -> None:
    """Without an outcome it has failed, and can be ordered anew."""
    written = None if outcome is None else msgspec.json.encode(outcome).decode()
    row = {"survey_id": taken.survey_id, "ordered_at": taken.ordered_at, "outcome": written, "failed": outcome is None}
    await connection.execute(DONE, row)


async def one(connection: AsyncConnection, survey_id: UUID) -> Rehearsal | None:
    row = (await connection.execute(ONE, {"survey_id": survey_id})).mappings().one_or_none()
    return None if row is None else msgspec.convert(row, Rehearsal)

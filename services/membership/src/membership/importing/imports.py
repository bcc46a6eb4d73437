"""Which files have been brought in, and how did it go?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import ImportCancelled, ImportCompleted, ImportOrdered, ImportUploaded
from membership.importing.panel_import import Stage

MOST_SHOWN = 20
ADD = text("""
insert into imports (import_id, stage, rows, uploaded_at, invited, known, rejected)
values (:import_id, 'uploaded', :rows, :at, 0, 0, 0) on conflict do nothing
""")
MOVE = text("update imports set stage = :stage where import_id = :import_id")
COMPLETE = text("""
update imports set stage = 'completed', invited = :invited, known = :known, rejected = :rejected where import_id = :import_id
""")
RECENT = text(f"""
select import_id, stage, rows, uploaded_at, invited, known, rejected from imports order by uploaded_at desc limit {MOST_SHOWN}
""")  # noqa: S608 – our own names; values are bound
ORDERED = text("select import_id from imports where stage = 'ordered' order by uploaded_at")


@dataclass(frozen=True)
class Import:
    import_id: UUID
    stage: Stage
    rows: int
    uploaded_at: datetime
    invited: int
    known: int
    rejected: int


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        about = {"import_id": recorded.stream_id}
        match recorded.event:
            case ImportUploaded(rows=rows, uploaded_at=at):
                await connection.execute(ADD, {**about, "rows": rows, "at": at})
            case ImportOrdered():
                await connection.execute(MOVE, {**about, "stage": Stage.ordered})
            case ImportCancelled():
                await connection.execute(MOVE, {**about, "stage": Stage.cancelled})
            case ImportCompleted(invited=invited, known=known, rejected=rejected):
                counts = {"invited": invited, "known": known, "rejected": _all(rejected)}
                await connection.execute(COMPLETE, {**about, **counts})
            case _:
                continue


def _all(rejected: Mapping[str, int]) -> int:
    return sum(rejected.values())


async def recent(connection: AsyncConnection) -> list[Import]:
    rows = (await connection.execute(RECENT)).mappings()
    return [Import(**{**row, "stage": Stage(row["stage"])}) for row in rows]


async def ordered(connection: AsyncConnection) -> list[UUID]:
    return list(await connection.scalars(ORDERED))


projection = Projection("imports", project)

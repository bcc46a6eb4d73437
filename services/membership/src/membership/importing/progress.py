"""How far an import has come, and which rows it rejected: numbers alone. Written by the one who does the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from membership.importing.people import Reason, Rejected

KEPT = timedelta(days=30)
BEGIN = text("""
insert into import_progress (import_id, people, row, invited, known, rejected, begun_at)
values (:import_id, :people, 0, 0, 0, :rejected, :now) on conflict do nothing
""")
READ = text("select people, row, invited, known from import_progress where import_id = :import_id")
REJECTED = text("select rejected from import_progress where import_id = :import_id")
ADVANCE = text("""
update import_progress set row = :row, invited = invited + :invited, known = known + :known
where import_id = :import_id and row < :row
""")
FORGET = text("delete from import_progress where begun_at < :before")


@dataclass(frozen=True)
class Progress:
    """`people`: the rows that can be used; `row`: the last of them that is done."""

    people: int
    row: int
    invited: int
    known: int

    @property
    def done(self) -> int:
        return self.invited + self.known


async def begin(connection: AsyncConnection, import_id: UUID, people: int, rejected: Sequence[Rejected], now: datetime) -> None:
    written = msgspec.json.encode([(r.row, r.reason, r.other) for r in rejected]).decode()
    await connection.execute(BEGIN, {"import_id": import_id, "people": people, "rejected": written, "now": now})


async def of(connection: AsyncConnection, import_id: UUID) -> Progress | None:
    row = (await connection.execute(READ, {"import_id": import_id})).one_or_none()
    return None if row is None else Progress(row.people, row.row, row.invited, row.known)


async def rejected(connection: AsyncConnection, import_id: UUID) -> list[Rejected]:
    written = await connection.scalar(REJECTED, {"import_id": import_id})
    return [Rejected(*row) for row in msgspec.json.decode(written or "[]", type=list[tuple[int, Reason, int]])]


async def advance(connection: AsyncConnection, import_id: UUID, row: int, invited: int, known: int) -> None:
    """Heard twice, it counts once."""
    await connection.execute(ADVANCE, {"import_id": import_id, "row": row, "invited": invited, "known": known})


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(FORGET, {"before": now - KEPT})

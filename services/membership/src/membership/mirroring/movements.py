"""How has the panel changed, month by month and group by group? Who is in it now is the sum of it.

Kept by `panel`, which alone knows which group a member was in (docs/decisions/0081).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ui.formats import HERE

KINDS = ("joined", "departed", "moved_in", "moved_out")
CELL = ("age_band", "gender", "area")
ADD = text("""
insert into panel_movements (month, age_band, gender, area, joined, departed, moved_in, moved_out)
select * from unnest(
    cast(:month as date[]), cast(:age_band as text[]), cast(:gender as text[]), cast(:area as text[]),
    cast(:joined as int[]), cast(:departed as int[]), cast(:moved_in as int[]), cast(:moved_out as int[])
)
on conflict (month, age_band, gender, area) do update set
    joined = panel_movements.joined + excluded.joined, departed = panel_movements.departed + excluded.departed,
    moved_in = panel_movements.moved_in + excluded.moved_in, moved_out = panel_movements.moved_out + excluded.moved_out
""")
NET = "sum(joined + moved_in - departed - moved_out)"
NOW = text(f"select age_band, gender, area, {NET} as members from panel_movements group by age_band, gender, area")  # noqa: S608 – our own names; values are bound
MONTHS = text(f"""
select month, age_band, gender, {NET} as net, sum(joined) as joined, sum(departed) as departed
from panel_movements group by month, age_band, gender order by month
""")  # noqa: S608 – our own names; values are bound


@dataclass(frozen=True)
class Cell:
    age_band: str
    gender: str
    area: str


@dataclass(frozen=True)
class Month:
    """`members`: how many were in each group of age and gender when it ended."""

    first_day: date
    joined: int
    departed: int
    total: int
    members: Mapping[tuple[str, str], int]


@dataclass
class Moves:
    """What one batch of events changes; written as one statement."""

    counted: Counter[tuple[date, Cell, str]] = field(default_factory=Counter)

    def joined(self, row: Mapping[str, Any]) -> None:
        self.counted[_month(row["joined_at"]), _cell(row), "joined"] += 1

    def departed(self, row: Mapping[str, Any], at: datetime) -> None:
        self.counted[_month(at), _cell(row), "departed"] += 1

    def changed(self, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime) -> None:
        if _cell(before) != _cell(after):
            self.counted[_month(at), _cell(before), "moved_out"] += 1
            self.counted[_month(at), _cell(after), "moved_in"] += 1


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(row["age_band"], row["gender"], row["area"])


def _month(at: datetime) -> date:
    return at.astimezone(HERE).date().replace(day=1)


async def add(connection: AsyncConnection, moves: Moves) -> None:
    places = sorted({(month, cell) for month, cell, _ in moves.counted}, key=str)
    if not places:
        return
    columns: dict[str, list[Any]] = {name: [getattr(cell, name) for _, cell in places] for name in CELL}
    columns |= {kind: [moves.counted[month, cell, kind] for month, cell in places] for kind in KINDS}
    await connection.execute(ADD, {"month": [month for month, _ in places], **columns})


async def cells(connection: AsyncConnection) -> dict[Cell, int]:
    """How many are in each group now."""
    rows = await connection.execute(NOW)
    return {Cell(row.age_band, row.gender, row.area): int(row.members) for row in rows}


async def months(connection: AsyncConnection, until: date) -> list[Month]:
    """From the first member's month to `until`'s, those without a change as well."""
    by_month: dict[date, list[Any]] = {}
    for row in await connection.execute(MONTHS):
        by_month.setdefault(row.month, []).append(row)
    return _run(by_month, until.replace(day=1)) if by_month else []


def _run(by_month: Mapping[date, Sequence[Any]], last: date) -> list[Month]:
    members: Counter[tuple[str, str]] = Counter()
    month, found = min(by_month), []
    while month <= max(last, *by_month):
        rows = by_month.get(month, ())
        members.update({(row.age_band, row.gender): int(row.net) for row in rows})
        joined, departed = (sum(int(getattr(row, kind)) for row in rows) for kind in ("joined", "departed"))
        found.append(Month(month, joined, departed, members.total(), dict(members)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found

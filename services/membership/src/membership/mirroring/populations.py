"""What population is the panel compared with, and with which before? The bundled figures until others are taken into use."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import get_args

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import AgeBand, PopulationCell, PopulationReplaced

ADD = text("""
insert into populations (position, dated, source, cells, replaced_at)
values (:position, :dated, :source, cast(:cells as json), :replaced_at) on conflict do nothing
""")
ALL = text(
    "select position, dated, source, cells::text as cells, replaced_at from populations order by position desc limit :most"
)
KEPT = 50
Cells = tuple[PopulationCell, ...]


@dataclass(frozen=True)
class Snapshot:
    """`position`: of the record; None for one that is bundled."""

    dated: date
    source: str
    cells: Cells
    position: int | None = None
    replaced_at: datetime | None = None

    @property
    def name(self) -> str:
        """What it is asked for by."""
        return f"{self.dated}" if self.position is None else f"{self.position}"

    @property
    def persons(self) -> int:
        return sum(cell.persons for cell in self.cells)

    @property
    def has_people(self) -> bool:
        return any(cell.age_band or cell.gender for cell in self.cells)

    @property
    def has_areas(self) -> bool:
        return any(cell.area for cell in self.cells)

    def people(self) -> dict[tuple[str | None, str | None], int]:
        """Persons by age and gender; a dimension the table lacks is None."""
        found: Counter[tuple[str | None, str | None]] = Counter()
        for cell in self.cells:
            found[cell.age_band, cell.gender] += cell.persons
        return dict(found)

    def areas(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for cell in self.cells:
            if cell.area is not None:
                found[cell.area] += cell.persons
        return dict(found)


@dataclass(frozen=True)
class InUse:
    """Who lives here, and where: of one table or of two. None where there are no figures."""

    people: Snapshot | None
    areas: Snapshot | None

    @property
    def by_people(self) -> dict[tuple[str | None, str | None], int] | None:
        return self.people.people() if self.people else None

    @property
    def by_area(self) -> dict[str, int] | None:
        return self.areas.areas() if self.areas else None


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        if isinstance(recorded.event, PopulationReplaced):
            await connection.execute(ADD, _row(recorded.event, recorded.position))


def _row(replaced: PopulationReplaced, position: int) -> Mapping[str, object]:
    return {
        "position": position,
        "dated": replaced.dated,
        "source": replaced.source,
        "cells": msgspec.json.encode(replaced.cells).decode(),
        "replaced_at": replaced.replaced_at,
    }


async def history(connection: AsyncConnection) -> list[Snapshot]:
    """What has been taken into use, the latest first."""
    rows = (await connection.execute(ALL, {"most": KEPT})).mappings()
    return [Snapshot(**{**row, "cells": msgspec.json.decode(row["cells"], type=Cells)}) for row in rows]


def chosen(known: Sequence[Snapshot]) -> InUse:
    """The first that tells it; what was taken into use stands before what is bundled."""
    return InUse(
        next((snapshot for snapshot in known if snapshot.has_people), None),
        next((snapshot for snapshot in known if snapshot.has_areas), None),
    )


@lru_cache(maxsize=8)
def bundled(municipality: Path) -> tuple[Snapshot, ...]:
    """The official figures beside the municipality's file, the newest first; none when it has none."""
    path = municipality.with_name(f"{municipality.stem}-population.toml")
    if not path.exists():
        return ()
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [Snapshot(of["dated"], said["source"], _cells(of)) for of in said["snapshot"]]
    return tuple(sorted(found, key=lambda snapshot: snapshot.dated, reverse=True))


def _cells(said: Mapping[str, Sequence[int]]) -> Cells:
    bands: tuple[AgeBand, ...] = get_args(AgeBand)
    of_women = [PopulationCell(n, band, "woman") for band, n in zip(bands, said["women"], strict=True)]
    return (*of_women, *(PopulationCell(n, band, "man") for band, n in zip(bands, said["men"], strict=True)))


projection = Projection("populations", project)

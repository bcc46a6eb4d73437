"""How are age and gender spread in each area? Three broad ages, so that there is something to show at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from membership.events import PopulationCell
from membership.mirroring.by_lot import Expected, expected
from membership.mirroring.movements import Cell
from membership.mirroring.populations import Snapshot
from membership.mirroring.small_groups import guard

BROAD: Mapping[str, tuple[str, ...]] = {
    "15-39": ("15-19", "20-29", "30-39"),
    "40-59": ("40-49", "50-59"),
    "60+": ("60-69", "70-79", "80+"),
}
GENDERS = ("woman", "man")
BROAD_OF = {band: broad for broad, bands in BROAD.items() for band in bands}
Kind = tuple[str, str] | None
"""Broad age and gender; None for the members of other genders, or who did not state it."""
KINDS: tuple[tuple[str, str], ...] = tuple((broad, gender) for gender in GENDERS for broad in BROAD)


@dataclass(frozen=True)
class Part:
    """`members` is None when hidden; `few` when they are 1–9; `by_lot` None without figures for so small a part."""

    members: int | None
    few: bool
    by_lot: Expected | None


@dataclass(frozen=True)
class Place:
    area: str
    parts: Mapping[tuple[str, str], Part]


def by_place(cells: Mapping[Cell, int], areas: Sequence[str], population: Snapshot | None) -> list[Place]:
    """The areas where at least one part may be told. The totals of each area and of each kind are known to the reader."""
    counts = _counts(cells, areas)
    rows = [[(area, kind) for kind in (*KINDS, None)] for area in (*areas, None)]
    guarded = guard(counts, [*rows, *map(list, zip(*rows, strict=True))])
    persons = _persons(population)
    size, total = sum(counts.values()), sum(persons.values())
    places = []
    for area in areas:
        parts = {
            kind: Part(
                guarded.shown((area, kind)),
                (area, kind) in guarded.few,
                expected(size, persons[area, kind] / total) if total else None,
            )
            for kind in KINDS
        }
        if any(part.members for part in parts.values()):
            places.append(Place(area, parts))
    return places


def _counts(cells: Mapping[Cell, int], areas: Sequence[str]) -> dict[tuple[str | None, Kind], int]:
    found: dict[tuple[str | None, Kind], int] = {(area, kind): 0 for area in (*areas, None) for kind in (*KINDS, None)}
    for cell, members in cells.items():
        kind = (BROAD_OF[cell.age_band], cell.gender) if cell.gender in GENDERS else None
        found[cell.area if (cell.area, None) in found else None, kind] += members
    return found


def _persons(population: Snapshot | None) -> Counter[tuple[str, tuple[str, str]]]:
    """Empty unless the table knows area, age and gender together."""
    found: Counter[tuple[str, tuple[str, str]]] = Counter()
    for cell in population.cells if population else ():
        if _whole(cell):
            found[cell.area or "", (BROAD_OF[cell.age_band or ""], cell.gender or "")] += cell.persons
    return found


def _whole(cell: PopulationCell) -> bool:
    return cell.area is not None and cell.age_band is not None and cell.gender is not None

"""Does the panel look like the population? Now and month by month, and who would help most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from membership.mirroring import small_groups
from membership.mirroring.by_lot import Expected, expected
from membership.mirroring.movements import Cell, Month
from membership.mirroring.populations import InUse
from membership.mirroring.representativity import Gain, Mirror, gains, mirror, shares_of
from membership.mirroring.small_groups import SMALLEST, Guarded

K = TypeVar("K")
Person = tuple[str | None, str | None]
"""Age group and gender; None where the population's table does not tell them apart."""


class Verdict(StrEnum):
    fewer = "fewer"
    as_by_lot = "as_by_lot"
    more = "more"


@dataclass(frozen=True)
class Compared(Generic[K]):
    """`members` is None when hidden; `few` when it may be told that they are 1–9. Without a population, its fields are None."""

    key: K
    members: int | None
    few: bool
    share: float | None
    persons: int | None
    population_share: float | None
    by_lot: Expected | None

    @property
    def gap(self) -> float | None:
        return None if self.share is None or self.population_share is None else self.share - self.population_share

    @property
    def verdict(self) -> Verdict | None:
        """Beside 95 of 100 panels drawn by lot. Of a few it can be told when even nine are too few."""
        if self.by_lot is None or (self.members is None and not (self.few and self.by_lot.low >= SMALLEST)):
            return None
        members = self.members or 0
        if members < self.by_lot.low:
            return Verdict.fewer
        return Verdict.more if members > self.by_lot.high else Verdict.as_by_lot


@dataclass(frozen=True)
class Comparison(Generic[K]):
    """`beside`: members in no group of the population's table; None when hidden. `reckoned`: what is calculated with."""

    groups: Sequence[Compared[K]]
    beside: int | None
    reckoned: Mapping[K, float]
    shares: Mapping[K, float] | None

    @property
    def mirror(self) -> Mirror | None:
        return None if self.shares is None or not sum(self.reckoned.values()) else mirror(self.reckoned, self.shares)

    @property
    def gains(self) -> list[Gain[K]]:
        return [] if self.mirror is None or self.shares is None else gains(self.reckoned, self.shares)

    def too_few(self) -> list[Compared[K]]:
        """The groups that chance does not explain, the one furthest from its due first."""
        fewer = [group for group in self.groups if group.verdict is Verdict.fewer and group.by_lot is not None]
        return sorted(fewer, key=lambda group: (group.members or 0) - (group.by_lot.mean if group.by_lot else 0))


@dataclass(frozen=True)
class Composition:
    """`by_people` and `by_area` are None while the panel is too small to say anything of its parts."""

    members: int
    by_people: Comparison[Person] | None
    by_area: Comparison[str] | None
    population: InUse


@dataclass(frozen=True)
class Then:
    """The panel at the end of a month; `mirror` is None while there was too little to say."""

    first_day: date
    joined: int
    departed: int
    total: int
    mirror: Mirror | None


def compose(cells: Mapping[Cell, int], population: InUse, areas: Sequence[str], bands: Sequence[str]) -> Composition:
    members = sum(cells.values())
    if members < SMALLEST:
        return Composition(members, None, None, population)
    people, places = population.by_people, population.by_area
    pairs: list[Person] = [(band, gender) for band in bands for gender in ("woman", "man")]
    by_people = compare(_grouped(_people(cells), list(people or pairs)), people)
    places = places and {area: persons for area, persons in places.items() if area in areas}
    return Composition(members, by_people, compare(_by_area(cells, list(places or areas)), places), population)


def compare(counts: Mapping[K | None, int], persons: Mapping[K, int] | None) -> Comparison[K]:
    """Every group beside its share of the population. Under None are those in no group."""
    guarded = small_groups.guard(counts)
    reckoned = {key: count for key, count in guarded.reckoned().items() if key is not None}
    size = round(sum(reckoned.values()))
    shares = shares_of(persons) if persons else None
    groups = [_compared(key, guarded, size, persons, shares) for key in reckoned]
    return Comparison(groups, guarded.shown(None) if None in counts else 0, reckoned, shares)


def _compared(
    key: K, guarded: Guarded[K | None], size: int, persons: Mapping[K, int] | None, shares: Mapping[K, float] | None
) -> Compared[K]:
    members = guarded.shown(key)
    return Compared(
        key,
        members,
        key in guarded.few,
        None if members is None or not size else members / size,
        persons[key] if persons else None,
        shares[key] if shares else None,
        expected(size, shares[key]) if shares else None,
    )


def _people(cells: Mapping[Cell, int]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for cell, members in cells.items():
        found[cell.age_band, cell.gender] += members
    return found


def _grouped(people: Mapping[tuple[str, str], int], groups: Sequence[Person]) -> dict[Person | None, int]:
    """Members in each group of the table; under None those it has no group for, such as other genders than two."""
    ages, genders = (any(group[n] is not None for group in groups) for n in (0, 1))
    found: dict[Person | None, int] = dict.fromkeys([*groups, None], 0)
    for (band, gender), members in people.items():
        group = (band if ages else None, gender if genders else None)
        found[group if group in found else None] += members
    return found


def _by_area(cells: Mapping[Cell, int], areas: Sequence[str]) -> dict[str | None, int]:
    found: dict[str | None, int] = dict.fromkeys([*areas, None], 0)
    for cell, members in cells.items():
        found[cell.area if cell.area in found else None] += members
    return found


def over_time(months: Sequence[Month], population: InUse) -> list[Then]:
    """Each month beside the population in use now, with the same guard as today's figures."""
    persons = population.by_people
    return [_then(month, persons) for month in months]


def _then(month: Month, persons: Mapping[Person, int] | None) -> Then:
    seen = None
    if persons and month.total >= SMALLEST:
        seen = compare(_grouped(month.members, list(persons)), persons).mirror
    return Then(month.first_day, month.joined, month.departed, month.total, seen)

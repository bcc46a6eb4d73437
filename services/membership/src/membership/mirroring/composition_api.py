"""The composition as JSON for the staff's own programs: the same figures as the page, hidden where the page hides."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel

from membership.mirroring import movements
from membership.mirroring.composition import Compared, Then, over_time
from membership.mirroring.populations import Snapshot
from membership.mirroring.representativity import Gain, Mirror
from membership.pages.composition import composition_now
from runtime.house import Db, Now
from runtime.rights import needs
from ui.formats import HERE

router = APIRouter(prefix="/api/membership/staff", tags=["membership"])
K = TypeVar("K")


class PopulationShown(BaseModel):
    source: str
    dated: date
    persons: int


class GroupShown(BaseModel):
    """`members` is null when hidden, `few` when it may be told that they are 1–9. The rest is null without a population."""

    age_band: str | None = None
    gender: str | None = None
    area: str | None = None
    members: int | None
    few: bool
    share: float | None
    persons: int | None
    population_share: float | None
    by_lot_mean: float | None
    by_lot_low: int | None
    by_lot_high: int | None
    verdict: str | None


class MirrorShown(BaseModel):
    """`effective_size`: the random sample that is as precise. `overlap`: the share of the panel that is where it should be."""

    effective_size: int
    overlap: float
    overlap_by_lot: float


class GainShown(BaseModel):
    """With so many `more` in the group the effective size is `effective_size_after`, as with `by_lot` drawn by lot."""

    age_band: str | None
    gender: str | None
    more: int
    effective_size_after: int
    by_lot: int


class MonthShown(BaseModel):
    month: date
    joined: int
    left: int
    total: int
    mirror: MirrorShown | None


class CompositionShown(BaseModel):
    """`groups` and `areas` are empty while the panel has fewer than ten members."""

    members: int
    population: PopulationShown | None
    population_of_areas: PopulationShown | None
    mirror: MirrorShown | None
    groups: list[GroupShown]
    areas: list[GroupShown]
    recruit_next: list[GainShown]
    months: list[MonthShown]


@router.get("/composition", dependencies=[needs("panel:read")])
async def composition(request: Request, db: Db, now: Now) -> CompositionShown:
    async with db.connect() as connection:
        seen = await composition_now(request, connection)
        months = over_time(await movements.months(connection, now.astimezone(HERE).date()), seen.population)
    people, areas = seen.by_people, seen.by_area
    return CompositionShown(
        members=seen.members,
        population=_population(seen.population.people),
        population_of_areas=_population(seen.population.areas),
        mirror=_mirror(people.mirror if people else None),
        groups=[_group(of, age_band=of.key[0], gender=of.key[1]) for of in people.groups] if people else [],
        areas=[_group(of, area=of.key) for of in areas.groups] if areas else [],
        recruit_next=_gains(people.gains if people else ()),
        months=[_month(month) for month in months],
    )


def _population(snapshot: Snapshot | None) -> PopulationShown | None:
    return PopulationShown(source=snapshot.source, dated=snapshot.dated, persons=snapshot.persons) if snapshot else None


def _mirror(seen: Mirror | None) -> MirrorShown | None:
    if seen is None:
        return None
    overlap, by_lot = round(seen.overlap, 4), round(seen.overlap_by_lot, 4)
    return MirrorShown(effective_size=round(seen.effective), overlap=overlap, overlap_by_lot=by_lot)


def _group(of: Compared[K], **key: str | None) -> GroupShown:
    return GroupShown(
        **key,
        members=of.members,
        few=of.few,
        share=of.share,
        persons=of.persons,
        population_share=of.population_share,
        by_lot_mean=of.by_lot.mean if of.by_lot else None,
        by_lot_low=of.by_lot.low if of.by_lot else None,
        by_lot_high=of.by_lot.high if of.by_lot else None,
        verdict=of.verdict,
    )


def _gains(gains: Sequence[Gain[tuple[str | None, str | None]]]) -> list[GainShown]:
    return [
        GainShown(
            age_band=gain.group[0],
            gender=gain.group[1],
            more=gain.more,
            effective_size_after=round(gain.after),
            by_lot=round(gain.by_lot),
        )
        for gain in gains
    ]


def _month(then: Then) -> MonthShown:
    return MonthShown(
        month=then.first_day, joined=then.joined, left=then.departed, total=then.total, mirror=_mirror(then.mirror)
    )

"""The panel beside its population: as a picture, in numbers and in words, and whom to recruit next."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.responses import Response

from membership.campaigns import recruitment
from membership.campaigns.recruitment import CampaignYield
from membership.events import AgeBand
from membership.mirroring import movements, populations
from membership.mirroring.by_place import KINDS, Part, Place, by_place
from membership.mirroring.cheapest_way import Effort, Way, cheapest
from membership.mirroring.composition import Compared, Comparison, Composition, Person, Then, Verdict, compose, over_time
from membership.mirroring.movements import Cell
from membership.mirroring.representativity import Gain
from membership.pages.group_names import name_of, said
from membership.signing_up import waiting
from runtime.house import Db, Now
from runtime.rights import needs
from ui import language_of, mark, municipality, page, site_of, translate
from ui.formats import HERE, MONTHS, Formats

router = APIRouter(prefix="/staff", include_in_schema=False)
K = TypeVar("K")
AREA = mark("Område")
WAYS = {
    Effort.hours: mark(
        "%(campaign)s har gitt slike medlemmer med minst innsats: "
        "omtrent %(each)s timer for hvert (mellom %(low)s og %(high)s)."
    ),
    Effort.visits: mark(
        "%(campaign)s har gitt slike medlemmer med færrest besøk: omtrent %(each)s for hvert (mellom %(low)s og %(high)s). "
        "Ingen har ført timer."
    ),
    Effort.sign_ups: mark(
        "%(campaign)s har gitt slike medlemmer med færrest påmeldinger: "
        "omtrent %(each)s for hvert (mellom %(low)s og %(high)s). "
        "Ingen har ført timer."
    ),
}
NO_WAY = mark("Ingen kampanje har gitt nok slike medlemmer til å si hvilken som virker best.")
RECRUITED_NEXT = 5
MONTHS_SHOWN = 36
BANDS: tuple[AgeBand, ...] = get_args(AgeBand)


@router.get("/panel", dependencies=[needs("panel:read")])
async def the_panel(request: Request, db: Db, now: Now) -> Response:
    async with db.connect() as connection:
        counted = await movements.cells(connection)
        seen = await composition_now(request, connection, counted)
        unconfirmed = await waiting.count(connection)
        campaigns = await recruitment.yields(connection)
        months = await movements.months(connection, now.astimezone(HERE).date())
    then = over_time(months[-MONTHS_SHOWN:], seen.population)
    language = language_of(request)
    return page(
        request,
        "staff_panel.html",
        composition=seen,
        unconfirmed=unconfirmed,
        people=_people(language, seen.by_people) if seen.by_people else [],
        pyramid=_pyramid(language, seen.by_people) if seen.by_people else [],
        areas=_areas(language, seen.by_area) if seen.by_area else [],
        mirror=seen.by_people.mirror if seen.by_people else None,
        next_ones=next_ones(language, seen.by_people, campaigns) if seen.by_people else [],
        places=_places(language, by_place(counted, list(municipality().areas), seen.population.areas) if seen.by_area else []),
        kind_columns=[translate(language)(AREA), *((name_of(language, kind), "number") for kind in KINDS)],
        sizes=[_size(language, month) for month in then],
        likeness=[_likeness(language, month) for month in then],
    )


async def composition_now(
    request: Request, connection: AsyncConnection, counted: Mapping[Cell, int] | None = None
) -> Composition:
    bundled = populations.bundled(request.app.state.house.settings.municipality)
    in_use = populations.chosen([*await populations.history(connection), *bundled])
    counted = await movements.cells(connection) if counted is None else counted
    return compose(counted, in_use, list(site_of(request).municipality.areas), BANDS)


def _row(language: str, name: str, group: Compared[K]) -> dict[str, Any]:
    """A group as the tables show it."""
    write = Formats(language)
    return {
        "name": name,
        "members": said(language, group.members, few=group.few),
        "share": group.share,
        "population_share": group.population_share,
        "gap": None if group.gap is None else write.number(round(group.gap * 100, 1), 1),
        "by_lot": group.by_lot and f"{group.by_lot.low}–{group.by_lot.high}",
        "mean": group.by_lot and round(group.by_lot.mean),
        "verdict": group.verdict,
    }


def _people(language: str, compared: Comparison[Person]) -> list[dict[str, Any]]:
    return [_row(language, name_of(language, group.key), group) for group in compared.groups]


def _areas(language: str, compared: Comparison[str]) -> list[dict[str, Any]]:
    names = municipality().areas
    return [_row(language, names[group.key], group) for group in compared.groups]


def _places(language: str, places: Sequence[Place]) -> list[dict[str, Any]]:
    """The cells of the table of areas by age and gender, as they are said."""
    names = municipality().areas
    return [{"name": names[place.area], "parts": [_part(language, part) for part in place.parts.values()]} for place in places]


def _part(language: str, part: Part) -> str:
    by_lot = f" ({part.by_lot.low}–{part.by_lot.high})" if part.by_lot else ""
    return said(language, part.members, few=part.few) + by_lot


def _pyramid(language: str, compared: Comparison[Person]) -> list[dict[str, Any]]:
    """One row for each age, women to the left and men to the right; nothing when the table has not both."""
    sides = {group.key: group for group in compared.groups}
    if not all((band, gender) in sides for band in BANDS for gender in ("woman", "man")):
        return []
    size = sum(compared.reckoned.values())
    rows = []
    for band in reversed(BANDS):
        both = [_side(language, sides[band, gender], compared.reckoned[band, gender], size) for gender in ("woman", "man")]
        rows.append({"text": band.replace("-", "–"), "left": both[0], "right": both[1]})
    return rows


def _side(language: str, group: Compared[Person], reckoned: float, size: float) -> dict[str, Any]:
    """A hidden group's bar is as long as what is reckoned with, and drawn faint."""
    by_lot = group.by_lot
    return {
        "name": name_of(language, group.key),
        "said": said(language, group.members, few=group.few),
        "share": reckoned / size if size else 0.0,
        "hidden": group.members is None,
        "population_share": group.population_share,
        "low": by_lot.low / size if by_lot and size else None,
        "high": by_lot.high / size if by_lot and size else None,
        "range": by_lot and f"{by_lot.low}–{by_lot.high}",
        "fewer": group.verdict is Verdict.fewer,
        "more": group.verdict is Verdict.more,
    }


def next_ones(language: str, compared: Comparison[Person], campaigns: Sequence[CampaignYield] = ()) -> list[dict[str, Any]]:
    """Those who help more than people drawn by lot would."""
    worth = [gain for gain in compared.gains if gain.by_lot > gain.more]
    return [
        {**_next(language, gain, compared), "way": _way(language, cheapest(campaigns, gain.group))}
        for gain in worth[:RECRUITED_NEXT]
    ]


def _next(language: str, gain: Gain[Person], compared: Comparison[Person]) -> dict[str, Any]:
    write = Formats(language)
    members = compared.reckoned[gain.group]
    share = (compared.shares or {})[gain.group]
    return {
        "name": name_of(language, gain.group),
        "more": gain.more,
        "by_lot": write.number(round(gain.by_lot)),
        "before": write.number(round(gain.before)),
        "after": write.number(round(gain.after)),
        "share": write.number(round(share, 4), 4),
        "members": write.number(round(max(members, 0.5), 1)),
        "members_then": write.number(round(members + gain.more, 1)),
        "term": write.number(round(share**2 / max(members, 0.5), 6), 6),
        "term_then": write.number(round(share**2 / (members + gain.more), 6), 6),
        "one_over_before": write.number(round(1 / gain.before, 6), 6) if gain.before else "",
        "one_over_after": write.number(round(1 / gain.after, 6), 6),
    }


def _way(language: str, way: Way | None) -> str:
    """The campaign that has brought such members with the least effort, with how little that is known from."""
    say, write = translate(language), Formats(language)
    if way is None:
        return say(NO_WAY)
    each, low, high = (write.number(float(f"{n:.2g}")) for n in (way.each, way.low, way.high))
    return say(WAYS[way.effort], campaign=way.message, each=each, low=low, high=high)


def _month(language: str, month: Then) -> str:
    return f"{MONTHS[language][month.first_day.month - 1]} {month.first_day.year}"


def _size(language: str, month: Then) -> dict[str, Any]:
    write = Formats(language)
    numbers = [write.number(n) for n in (month.joined, month.departed, month.total)]
    return {"text": _month(language, month), "n": month.total, "said": numbers[2], "cells": numbers}


def _likeness(language: str, month: Then) -> dict[str, Any]:
    write, mirror = Formats(language), month.mirror
    if mirror is None:
        return {"text": _month(language, month), "n": None, "mark": None, "said": "", "cells": ["–", "–", "–"]}
    shares = [write.percent(mirror.overlap), write.percent(mirror.overlap_by_lot)]
    return {
        "text": _month(language, month),
        "n": mirror.overlap,
        "mark": mirror.overlap_by_lot,
        "said": shares[0],
        "cells": [*shares, write.number(round(mirror.effective))],
    }

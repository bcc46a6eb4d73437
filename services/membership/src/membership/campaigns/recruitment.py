"""Which campaigns are there, and what came of each? Visits, sign-ups, who joined, who stayed, and the work it took."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Event, Projection, Recorded
from membership.campaigns.campaign import NEIGHBOUR, SLUG
from membership.campaigns.campaign_events import CampaignChanged, CampaignCreated, Channel, EffortRecorded
from membership.events import AgeBand, Gender, MemberJoined, Notice, SignedUp
from ui import mark
from ui.formats import HERE

A_YEAR = timedelta(days=365)
NEIGHBOUR_SAYS = mark("Anbefal panelet til en nabo")
ADD = text("""
insert into campaigns (slug, channel, message, starts_on, ends_on, position)
values (:slug, :channel, :message, :starts_on, :ends_on, :position) on conflict do nothing
""")
CHANGE = text("update campaigns set message = :message, starts_on = :starts_on, ends_on = :ends_on where slug = :slug")
COUNT = text("""
update campaigns c set sign_ups = c.sign_ups + n.sign_ups, joined = c.joined + n.joined, kroner = c.kroner + n.kroner,
    hours = case when n.efforts > 0 then coalesce(c.hours, 0) + n.hours else c.hours end
from unnest(cast(:slugs as text[]), cast(:sign_ups as int[]), cast(:joined as int[]), cast(:efforts as int[]),
    cast(:hours as numeric[]), cast(:kroner as bigint[])) as n(slug, sign_ups, joined, efforts, hours, kroner)
where c.slug = n.slug
""")
COUNT_GROUPS = text("""
insert into campaign_groups (slug, age_band, gender, area, joined)
select * from unnest(cast(:slugs as text[]), cast(:bands as text[]), cast(:genders as text[]), cast(:areas as text[]),
    cast(:joined as int[]))
on conflict (slug, age_band, gender, area) do update set joined = campaign_groups.joined + excluded.joined
""")
COUNT_DAYS = text("""
insert into campaign_days (slug, day, joined)
select * from unnest(cast(:slugs as text[]), cast(:days as date[]), cast(:joined as int[]))
on conflict (slug, day) do update set joined = campaign_days.joined + excluded.joined
""")
EXISTS = text("select exists (select 1 from campaigns where slug = :slug)")
SHOWN = """
select slug, channel, message, starts_on, ends_on, sign_ups, joined, hours, kroner, position,
    coalesce((select sum(visits) from campaign_visits v where v.slug = c.slug), 0)::int as visits
from campaigns c
"""
NEWEST_FIRST = "order by starts_on desc, position desc"
ALL = text(f"{SHOWN} {NEWEST_FIRST}")
ONE = text(f"{SHOWN} where slug = :slug")
VISITED = text("select coalesce(sum(visits), 0)::int from campaign_visits where slug = :slug")
RUNNING = text("""
select count(*) from campaigns where slug <> :neighbour and starts_on <= :day and (ends_on is null or ends_on >= :day)
""")
PAGE = text(f"""
{SHOWN} where cast(:day as date) is null or (starts_on, position) < (cast(:day as date), cast(:position as bigint))
{NEWEST_FIRST} limit :most
""")
BY_GROUP = text(
    "select slug, age_band, gender, sum(joined)::int as joined from campaign_groups group by slug, age_band, gender"
)
WHO = text("select age_band, gender, area, joined from campaign_groups where slug = :slug")
STAYED = text("""
select coalesce((select sum(joined) from campaign_days where slug = :slug and day <= :day), 0)::int as joined,
    (select count(*) from panel where campaign = :slug and joined_at < :before)::int as members
""")


@dataclass(frozen=True)
class CampaignCount:
    """`hours` is None while nobody has told of any effort."""

    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    visits: int
    sign_ups: int
    joined: int
    hours: Decimal | None
    kroner: int
    position: int


@dataclass(frozen=True)
class CampaignYield:
    """What a campaign gave, and what it took. Those who have left since are counted too: the campaign did bring them."""

    slug: str
    message: str
    channel: Channel
    visits: int
    sign_ups: int
    joined: int
    hours: Decimal | None
    joined_by_group: Mapping[tuple[AgeBand, Gender], int]


@dataclass(frozen=True)
class Stayed:
    """Of those who joined at least a year ago, how many are members still."""

    joined: int
    members: int


@dataclass(frozen=True)
class Joined:
    """Those who joined through one campaign, as they were when they joined."""

    by_group: Mapping[tuple[AgeBand, Gender], int]
    by_area: Mapping[str, int]


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    """Few campaigns are made and many people join: the counts of a batch are one statement each."""
    for recorded in events:
        match recorded.event:
            case CampaignCreated() as created:
                await connection.execute(ADD, _row(created, recorded.position))
            case CampaignChanged() as changed:
                await connection.execute(CHANGE, _words(changed))
            case _:
                continue
    if first := next((recorded for recorded in events if _campaign_of(recorded.event) == NEIGHBOUR), None):
        await connection.execute(ADD, _neighbour(first))
    about = [recorded.event for recorded in events if _campaign_of(recorded.event)]
    if about:
        await connection.execute(COUNT, _counts(about))
        await _count_joined(connection, [event for event in about if isinstance(event, MemberJoined)])


def _campaign_of(event: Event) -> str | None:
    """The campaign that something is counted for."""
    match event:
        case SignedUp(notice=Notice.confirm) | MemberJoined():
            return event.campaign
        case EffortRecorded():
            return event.slug
        case _:
            return None


def _counts(about: Iterable[Event]) -> dict[str, list[Any]]:
    sign_ups, joined, efforts, kroner = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    hours: dict[str, Decimal] = {}
    for event in about:
        match event:
            case SignedUp(campaign=str() as slug):
                sign_ups[slug] += 1
            case MemberJoined(campaign=str() as slug):
                joined[slug] += 1
            case EffortRecorded(slug=slug):
                efforts[slug] += 1
                kroner[slug] += event.kroner
                hours[slug] = hours.get(slug, Decimal(0)) + event.hours
    slugs = sorted({*sign_ups, *joined, *efforts})
    return {
        "slugs": slugs,
        "sign_ups": [sign_ups[slug] for slug in slugs],
        "joined": [joined[slug] for slug in slugs],
        "efforts": [efforts[slug] for slug in slugs],
        "hours": [hours.get(slug, Decimal(0)) for slug in slugs],
        "kroner": [kroner[slug] for slug in slugs],
    }


async def _count_joined(connection: AsyncConnection, joined: Sequence[MemberJoined]) -> None:
    if not joined:
        return
    groups = Counter((j.campaign, j.background.age_band, j.background.gender, j.background.area) for j in joined)
    slugs, bands, genders, areas = zip(*groups, strict=True)
    rows = {"slugs": slugs, "bands": bands, "genders": genders, "areas": areas, "joined": groups.values()}
    await connection.execute(COUNT_GROUPS, {name: list(values) for name, values in rows.items()})
    days = Counter((j.campaign, j.joined_at.astimezone(HERE).date()) for j in joined)
    slugs, dates = zip(*days, strict=True)
    await connection.execute(COUNT_DAYS, {"slugs": list(slugs), "days": list(dates), "joined": list(days.values())})


def _row(created: CampaignCreated, position: int) -> dict[str, object]:
    return {**_words(created), "channel": created.channel, "position": position}


def _words(said: CampaignCreated | CampaignChanged) -> dict[str, object]:
    return {"slug": said.slug, "message": said.message, "starts_on": said.starts_on, "ends_on": said.ends_on}


def _neighbour(first: Recorded) -> dict[str, object]:
    """Nobody made this campaign: it stands among the others from the day it first counted."""
    return {
        "slug": NEIGHBOUR,
        "channel": Channel.neighbour,
        "message": NEIGHBOUR_SAYS,
        "starts_on": first.recorded_at.astimezone(HERE).date(),
        "ends_on": None,
        "position": first.position,
    }


async def exists(connection: AsyncConnection, slug: str) -> bool:
    """Whether it is a campaign's short link; asks only for one that could be."""
    if not SLUG.fullmatch(slug):
        return False
    return slug == NEIGHBOUR or bool(await connection.scalar(EXISTS, {"slug": slug}))


async def all_campaigns(connection: AsyncConnection) -> list[CampaignCount]:
    return [_count(row) for row in (await connection.execute(ALL)).mappings()]


async def newest(connection: AsyncConnection, after: tuple[date, int] | None, most: int) -> list[CampaignCount]:
    """A page of them; `after` is the start and position of the last one on the page before."""
    day, position = after or (None, None)
    rows = await connection.execute(PAGE, {"day": day, "position": position, "most": most})
    return [_count(row) for row in rows.mappings()]


async def one(connection: AsyncConnection, slug: str, today: date) -> CampaignCount | None:
    if not SLUG.fullmatch(slug):
        return None
    row = (await connection.execute(ONE, {"slug": slug})).mappings().first()
    if row is None and slug == NEIGHBOUR:
        visits = await connection.scalar(VISITED, {"slug": slug}) or 0
        return CampaignCount(slug, Channel.neighbour, NEIGHBOUR_SAYS, today, None, visits, 0, 0, None, 0, 0)
    return _count(row) if row else None


async def running(connection: AsyncConnection, day: date) -> int:
    """How many are out there. The neighbours' is always, and so does not count."""
    return await connection.scalar(RUNNING, {"neighbour": NEIGHBOUR, "day": day}) or 0


async def yields(connection: AsyncConnection) -> list[CampaignYield]:
    groups: dict[str, dict[tuple[AgeBand, Gender], int]] = {}
    for slug, age_band, gender, joined in await connection.execute(BY_GROUP):
        groups.setdefault(slug, {})[age_band, gender] = joined
    return [
        CampaignYield(c.slug, c.message, c.channel, c.visits, c.sign_ups, c.joined, c.hours, groups.get(c.slug, {}))
        for c in await all_campaigns(connection)
    ]


async def who_joined(connection: AsyncConnection, slug: str) -> Joined:
    by_group, by_area = Counter[tuple[AgeBand, Gender]](), Counter[str]()
    for age_band, gender, area, joined in await connection.execute(WHO, {"slug": slug}):
        by_group[age_band, gender] += joined
        by_area[area] += joined
    return Joined(by_group, by_area)


async def stayed(connection: AsyncConnection, slug: str, now: datetime) -> Stayed:
    """By whole days, so that both figures are of the same people."""
    day = (now - A_YEAR).astimezone(HERE).date()
    before = datetime.combine(day + timedelta(days=1), datetime.min.time(), HERE)
    row = (await connection.execute(STAYED, {"slug": slug, "day": day, "before": before})).one()
    return Stayed(row.joined, row.members)


def _count(row: Mapping[Any, Any]) -> CampaignCount:
    return CampaignCount(**{**row, "channel": Channel(row["channel"])})


projection = Projection("campaigns", project)

"""Who is in the panel, one by one and without names? Filtered, the newest first, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from membership.over_time.staying import ASKED_AFTER, months_before
from ui.formats import HERE

PAGE = 50
COUNTED = 10_000  # more than this is not counted out
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Activity(StrEnum):
    quarter = "quarter"
    year = "year"
    asleep = "asleep"
    paused = "paused"


AWAKE = "(paused_until is null or paused_until <= :today)"
CONDITIONS = {
    "age_band": "age_band = :age_band",
    "gender": "gender = :gender",
    "area": "area = :area",
    "interest": "interests @> array[:interest]",
    "campaign": "campaign = :campaign",
    "joined_since": "joined_at >= :joined_since",
    Activity.quarter: "active_on > :quarter",
    Activity.year: "active_on > :year",
    Activity.asleep: f"active_on <= :asleep and {AWAKE}",
    Activity.paused: "paused and (paused_until is null or paused_until > :today)",
}
COLUMNS = "member_id, age_band, gender, area, interests, language, campaign, joined_at, active_on, paused, paused_until"


@dataclass(frozen=True)
class Filter:
    """What is empty does not narrow."""

    age_band: str = ""
    gender: str = ""
    area: str = ""
    interest: str = ""
    campaign: str = ""
    activity: Activity | None = None
    joined_since: date | None = None


@dataclass(frozen=True)
class Listed:
    """A member as the directory shows them."""

    member_id: UUID
    age_band: str
    gender: str
    area: str
    interests: Sequence[str]
    language: str
    campaign: str | None
    joined_at: datetime
    active_on: date
    paused: bool
    paused_until: date | None

    @property
    def number(self) -> str:
        return short_number(self.member_id)


@dataclass(frozen=True)
class Members:
    """`count` is None when there are more than are counted out; `after` leads to the next page, where there is one."""

    listed: Sequence[Listed]
    count: int | None = None
    after: str | None = field(default=None)


def short_number(member_id: UUID) -> str:
    """Enough of the random id to tell two members on a page apart."""
    return f"{member_id.hex[:4]}-{member_id.hex[4:8]}"


async def find(connection: AsyncConnection, wanted: Filter, now: datetime, after: str = "") -> Members:
    """One page. `after` is what an earlier page gave; one that is not ours begins at the start."""
    conditions, values = _narrowed(wanted, now)
    count = await connection.scalar(_counting(conditions), {**values, "most": COUNTED + 1}) or 0
    place = _read_place(after)
    if place is not None:
        conditions = [*conditions, "(joined_at, member_id) < (:place_at, :place_id)"]
        values = {**values, "place_at": place[0], "place_id": place[1]}
    rows = (await connection.execute(_listing(conditions), {**values, "limit": PAGE + 1})).mappings()
    listed = [Listed(**row) for row in rows]
    more = listed[PAGE - 1] if len(listed) > PAGE else None
    return Members(listed[:PAGE], None if count > COUNTED else count, _place(more) if more else None)


def _narrowed(wanted: Filter, now: datetime) -> tuple[list[str], Mapping[str, object]]:
    today = now.astimezone(HERE).date()
    given: dict[str, object] = {
        name: value
        for name in ("age_band", "gender", "area", "interest", "campaign", "joined_since")
        if (value := getattr(wanted, name))
    }
    conditions = [CONDITIONS[name] for name in given]
    if wanted.joined_since is not None:
        given["joined_since"] = datetime(*wanted.joined_since.timetuple()[:3], tzinfo=HERE)
    if wanted.activity is not None:
        conditions.append(CONDITIONS[wanted.activity])
        days = {
            "today": today,
            "quarter": months_before(today, 3),
            "year": months_before(today, 12),
            "asleep": months_before(today, ASKED_AFTER),
        }
        given |= {name: day for name, day in days.items() if f":{name}" in CONDITIONS[wanted.activity]}
    return conditions, given


def _counting(conditions: Sequence[str]) -> TextClause:
    return text(f"select count(*) from (select 1 from panel {_where(conditions)} limit :most) as counted")  # noqa: S608 – our own names; values are bound


def _listing(conditions: Sequence[str]) -> TextClause:
    return text(
        f"select {COLUMNS} from panel {_where(conditions)} order by joined_at desc, member_id desc limit :limit"  # noqa: S608 – our own names; values are bound
    )


def _where(conditions: Sequence[str]) -> str:
    return f"where {' and '.join(conditions)}" if conditions else ""


def _place(listed: Listed) -> str:
    return f"{(listed.joined_at - EPOCH) // timedelta(microseconds=1)}.{listed.member_id.hex}"


def _read_place(after: str) -> tuple[datetime, UUID] | None:
    micros, _, member_id = after.partition(".")
    try:
        return EPOCH + timedelta(microseconds=int(micros)), UUID(member_id)
    except (ValueError, OverflowError):
        return None

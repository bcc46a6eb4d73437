"""Who is in the panel, coarsely? How many, and how age, gender and area are spread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import AgeBand, Gender, MemberForgotten, MemberJoined

SMALLEST_GROUP = 10
ADD = text("""
insert into panel (member_id, age_band, gender, area, joined_at) values (:member_id, :age_band, :gender, :area, :joined_at)
on conflict do nothing
""")
REMOVE = text("delete from panel where member_id = :member_id")
COUNT = text("select count(*) from panel")
JOINED_SINCE = text("select count(*) from panel where joined_at >= :since")
GROUPS = text("select age_band, gender, area, count(*) as members from panel group by age_band, gender, area")


@dataclass(frozen=True)
class Group:
    """`members` is None when there are some, but fewer than may be shown."""

    key: str
    members: int | None
    share: float | None


@dataclass(frozen=True)
class Composition:
    members: int
    by_age_and_gender: Mapping[AgeBand, Mapping[Gender, Group]]
    by_age: Sequence[Group]
    by_area: Sequence[Group]


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    joined = [_row(recorded, recorded.event) for recorded in events if isinstance(recorded.event, MemberJoined)]
    left = [{"member_id": recorded.stream_id} for recorded in events if isinstance(recorded.event, MemberForgotten)]
    if joined:
        await connection.execute(ADD, joined)
    if left:
        await connection.execute(REMOVE, left)


def _row(recorded: Recorded, joined: MemberJoined) -> dict[str, Any]:
    background = joined.background
    return {
        "member_id": recorded.stream_id,
        "age_band": background.age_band,
        "gender": background.gender,
        "area": background.area,
        "joined_at": joined.joined_at,
    }


async def count(connection: AsyncConnection) -> int:
    return await connection.scalar(COUNT) or 0


async def joined_since(connection: AsyncConnection, since: datetime) -> int:
    return await connection.scalar(JOINED_SINCE, {"since": since}) or 0


async def composition(connection: AsyncConnection, areas: Iterable[str]) -> Composition:
    rows = [tuple(row) for row in await connection.execute(GROUPS)]
    members = sum(row[3] for row in rows)

    def group(key: str, *places: tuple[int, str]) -> Group:
        return _group(key, sum(row[3] for row in rows if all(row[n] == value for n, value in places)), members)

    bands: tuple[AgeBand, ...] = get_args(AgeBand)
    genders: tuple[Gender, ...] = get_args(Gender)
    return Composition(
        members=members,
        by_age_and_gender={band: {gender: group(gender, (0, band), (1, gender)) for gender in genders} for band in bands},
        by_age=[group(band, (0, band)) for band in bands],
        by_area=[group(area, (2, area)) for area in areas],
    )


def _group(key: str, members: int, total: int) -> Group:
    """Small groups are not counted out."""
    if 0 < members < SMALLEST_GROUP:
        return Group(key, None, None)
    return Group(key, members, members / total if total else 0.0)


projection = Projection("panel", project)

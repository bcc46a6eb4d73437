"""Who is in an audience, and whom may we write to now? Every member's coarse background, pause and limit, as heard.

A member who has a pause is not invited, nor one who has had as many invitations in the last 30 days as they want, over all
surveys.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.events import Audience, Background
from ui.formats import HERE

UPSERT = text("""
insert into panel (member_id, age_band, gender, area, interests, language)
values (:member_id, :age_band, :gender, :area, cast(:interests as text[]), :language)
on conflict (member_id) do update set age_band = excluded.age_band, gender = excluded.gender, area = excluded.area,
    interests = excluded.interests, language = excluded.language
""")
FORGET = text("delete from panel where member_id = :member_id")
PAUSE = text("update panel set paused = :paused, paused_until = :until where member_id = :member_id")
LIMIT = text("update panel set most_a_month = :most where member_id = :member_id")
MONTH = timedelta(days=30)
PAUSED = "(p.paused and (p.paused_until is null or p.paused_until > :today))"
HAD_ENOUGH = """(p.most_a_month is not null and p.most_a_month <= (
    select count(*) from invited had where had.member_id = p.member_id and had.invited_at > :month_ago))"""
MATCHES = """
(cardinality(cast(:age_bands as text[])) = 0 or p.age_band = any(cast(:age_bands as text[])))
and (cardinality(cast(:genders as text[])) = 0 or p.gender = any(cast(:genders as text[])))
and (cardinality(cast(:areas as text[])) = 0 or p.area = any(cast(:areas as text[])))
and (cardinality(cast(:interests as text[])) = 0 or p.interests && cast(:interests as text[]))
"""
REACH = text(f"""
select count(*) as matching,
    count(*) filter (where not invited and not paused and not had_enough) as waiting,
    count(*) filter (where not invited and paused) as paused,
    count(*) filter (where not invited and not paused and had_enough) as at_limit
from (
    select i.member_id is not null as invited, {PAUSED} as paused, {HAD_ENOUGH} as had_enough
    from panel p left join invited i on i.survey_id = :survey_id and i.member_id = p.member_id where {MATCHES}
) those
""")  # noqa: S608 – our own names; values are bound
PAGE = text(f"""
select p.member_id, p.age_band, p.gender, p.area, p.interests, p.language
from panel p left join invited i on i.survey_id = :survey_id and i.member_id = p.member_id
where i.member_id is null and p.member_id > :after and not {PAUSED} and not {HAD_ENOUGH} and {MATCHES}
order by p.member_id limit :limit
""")  # noqa: S608 – our own names; values are bound


class Reach(msgspec.Struct, frozen=True):
    """How many an audience holds, and of those without an invitation to the survey: how many will get one (`waiting`), how
    many have a pause, and how many have had as many this month as they want.
    """

    matching: int
    waiting: int
    paused: int = 0
    at_limit: int = 0


class Candidate(msgspec.Struct, frozen=True):
    member_id: UUID
    background: Background


async def take_in(connection: AsyncConnection, members: Iterable[tuple[UUID, Background]]) -> None:
    rows = [{"member_id": member_id, **msgspec.structs.asdict(background)} for member_id, background in members]
    if rows:
        await connection.execute(UPSERT, [row | {"interests": list(row["interests"])} for row in rows])


async def pause(connection: AsyncConnection, members: Mapping[UUID, tuple[bool, date | None]]) -> None:
    rows = [{"member_id": id_, "paused": paused, "until": until} for id_, (paused, until) in members.items()]
    if rows:
        await connection.execute(PAUSE, rows)


async def limit(connection: AsyncConnection, members: Mapping[UUID, int | None]) -> None:
    rows = [{"member_id": member_id, "most": most} for member_id, most in members.items()]
    if rows:
        await connection.execute(LIMIT, rows)


async def forget(connection: AsyncConnection, members: Iterable[UUID]) -> None:
    rows = [{"member_id": member_id} for member_id in members]
    if rows:
        await connection.execute(FORGET, rows)


async def reach(connection: AsyncConnection, survey_id: UUID, audience: Audience, now: datetime) -> Reach:
    row = (await connection.execute(REACH, filled_in(audience) | _at(now) | {"survey_id": survey_id})).one()
    return Reach(row.matching, row.waiting, row.paused, row.at_limit)


async def not_yet_invited(
    connection: AsyncConnection, survey_id: UUID, audience: Audience, after: UUID, most: int, now: datetime
) -> list[Candidate]:
    """One page of those in the audience who may be written to, by member id."""
    page = {"survey_id": survey_id, "after": after, "limit": most}
    return [_candidate(row) for row in await connection.execute(PAGE, filled_in(audience) | _at(now) | page)]


def _at(now: datetime) -> dict[str, Any]:
    return {"today": now.astimezone(HERE).date(), "month_ago": now - MONTH}


def filled_in(audience: Audience) -> dict[str, Any]:
    """The values that MATCHES asks for."""
    return {name: list(values) for name, values in msgspec.structs.asdict(audience).items()}


def _candidate(row: Row[Any]) -> Candidate:
    background = Background(row.age_band, row.gender, row.area, tuple(row.interests), row.language)
    return Candidate(row.member_id, background)

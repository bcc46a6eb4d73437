"""Who is in an audience? The coarse background of every member, as membership announced it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.events import Audience, Background

UPSERT = text("""
insert into panel (member_id, age_band, gender, area, interests, language)
values (:member_id, :age_band, :gender, :area, cast(:interests as text[]), :language)
on conflict (member_id) do update set age_band = excluded.age_band, gender = excluded.gender, area = excluded.area,
    interests = excluded.interests, language = excluded.language
""")
FORGET = text("delete from panel where member_id = :member_id")
MATCHES = """
(cardinality(cast(:age_bands as text[])) = 0 or p.age_band = any(cast(:age_bands as text[])))
and (cardinality(cast(:genders as text[])) = 0 or p.gender = any(cast(:genders as text[])))
and (cardinality(cast(:areas as text[])) = 0 or p.area = any(cast(:areas as text[])))
and (cardinality(cast(:interests as text[])) = 0 or p.interests && cast(:interests as text[]))
"""
REACH = text(f"""
select count(*) as matching, count(*) filter (where i.member_id is null) as waiting
from panel p left join invited i on i.survey_id = :survey_id and i.member_id = p.member_id where {MATCHES}
""")  # noqa: S608 – a constant
PAGE = text(f"""
select p.member_id, p.age_band, p.gender, p.area, p.interests, p.language
from panel p left join invited i on i.survey_id = :survey_id and i.member_id = p.member_id
where i.member_id is null and p.member_id > :after and {MATCHES}
order by p.member_id limit :limit
""")  # noqa: S608 – a constant


class Reach(msgspec.Struct, frozen=True):
    """How many an audience holds, and how many of them have no invitation to the survey yet."""

    matching: int
    waiting: int


class Candidate(msgspec.Struct, frozen=True):
    member_id: UUID
    background: Background


async def take_in(connection: AsyncConnection, members: Iterable[tuple[UUID, Background]]) -> None:
    rows = [{"member_id": member_id, **msgspec.structs.asdict(background)} for member_id, background in members]
    if rows:
        await connection.execute(UPSERT, [row | {"interests": list(row["interests"])} for row in rows])


async def forget(connection: AsyncConnection, members: Iterable[UUID]) -> None:
    rows = [{"member_id": member_id} for member_id in members]
    if rows:
        await connection.execute(FORGET, rows)


async def reach(connection: AsyncConnection, survey_id: UUID, audience: Audience) -> Reach:
    row = (await connection.execute(REACH, _filter(audience) | {"survey_id": survey_id})).one()
    return Reach(row.matching, row.waiting)


async def not_yet_invited(
    connection: AsyncConnection, survey_id: UUID, audience: Audience, after: UUID, limit: int
) -> list[Candidate]:
    """One page of the audience, by member id."""
    page = {"survey_id": survey_id, "after": after, "limit": limit}
    return [_candidate(row) for row in await connection.execute(PAGE, _filter(audience) | page)]


def _filter(audience: Audience) -> dict[str, Any]:
    return {name: list(values) for name, values in msgspec.structs.asdict(audience).items()}


def _candidate(row: Row[Any]) -> Candidate:
    background = Background(row.age_band, row.gender, row.area, tuple(row.interests), row.language)
    return Candidate(row.member_id, background)

"""In a new year everybody's age band is looked at once: birth years are opened in bulk, and another band is recorded."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import text

from membership import panel
from membership.background import age_band
from membership.member import Member, NoSuchMember, Status, members
from membership.over_time.growing import GrowOlder, growing
from membership.parts import Parts, parts_in
from runtime.house import House
from sealing import Key
from ui.formats import HERE

EVERY = 3600.0
AT_ONCE = 500
BEGIN = text("insert into birthdays (year, reached, done) values (:year, :nobody, false) on conflict do nothing")
REACHED = text("select reached, done from birthdays where year = :year")
REACH = text("update birthdays set reached = :reached, done = :done where year = :year")
NEXT = text("select member_id from panel where member_id > :after order by member_id limit :limit")
HEAD = text("select position from log_head")


async def grow_for_ever(house: House) -> None:
    while True:
        grown = await grow_older(parts_in(house), house.clock())
        if grown:
            structlog.get_logger("membership").info("grew_older", count=grown)
        await asyncio.sleep(EVERY)


async def grow_older(parts: Parts, now: datetime) -> int:
    """All who have not been looked at this year; how many changed their band. It goes on where it was interrupted."""
    today = now.astimezone(HERE).date()
    if not await _everybody_is_known(parts):
        return 0
    grown = 0
    while (some := await _next(parts, today.year)) is not None:
        grown += await _grow(parts, some, today, now)
        async with parts.engine.begin() as connection:
            reached = {"reached": some[-1], "done": False} if some else {"reached": UUID(int=0), "done": True}
            await connection.execute(REACH, {"year": today.year, **reached})
    return grown


async def _everybody_is_known(parts: Parts) -> bool:
    """While the panel's read model is being filled it is too early to say that all were looked at."""
    async with parts.engine.connect() as connection:
        head = await connection.scalar(HEAD) or 0
    return await parts.log.caught_up(panel.projection.name, head)


async def _next(parts: Parts, year: int) -> Sequence[UUID] | None:
    """None when everybody has been looked at this year."""
    async with parts.engine.begin() as connection:
        await connection.execute(BEGIN, {"year": year, "nobody": UUID(int=0)})
        reached, done = (await connection.execute(REACHED, {"year": year})).one()
        return None if done else list(await connection.scalars(NEXT, {"after": reached, "limit": AT_ONCE}))


async def _grow(parts: Parts, member_ids: Sequence[UUID], today: date, now: datetime) -> int:
    loaded = await asyncio.gather(*(parts.log.load(members, member_id) for member_id in member_ids))
    keys = await parts.keyring.get(member_ids)
    older = [
        (member_id, command)
        for member_id, load in zip(member_ids, loaded, strict=True)
        if member_id in keys and (command := _older(load.state, keys[member_id], member_id, today))
    ]
    outcomes = await asyncio.gather(
        *(parts.log.execute(growing, member_id, command, now) for member_id, command in older), return_exceptions=True
    )
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, NoSuchMember):  # who left meanwhile grows no older
            raise outcome
    return len(outcomes)


def _older(member: Member, key: Key, member_id: UUID, today: date) -> GrowOlder | None:
    if member.status is not Status.active or member.profile is None or member.background is None:
        return None
    band = age_band(int(key.open("birth_year", member_id, member.profile.birth_year)), today)
    return None if band == member.background.age_band else GrowOlder(band)

"""The silent are looked after: asked whether they stay, reminded, and forgotten when they never answer (`staying.py`)."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from membership.erasing import leaving
from membership.events import Forgetting
from membership.member import Forget, Member, members
from membership.over_time.activity import LATELY
from membership.over_time.staying import ASKED_AFTER, AskToStay, months_before, staying, time_to_ask, to_be_forgotten
from membership.parts import Parts
from ui.formats import HERE

AT_ONCE = 200
SILENT = text("""
select member_id, greatest(active_on, last_on) as heard_on, active_on from panel join activity using (member_id)
where active_on <= :before and (last_on is null or last_on <= :before) and asked_on >= :known
    and (active_on, member_id) > (:after_on, :after_id)
order by active_on, member_id limit :limit
""")


async def look_after_the_silent(parts: Parts, now: datetime) -> int:
    """Returns how many were forgotten. Interrupted, it goes on from the facts the next time."""
    forgotten = 0
    async for member_id, last_on in _silent(parts, now):
        member: Member = (await parts.log.load(members, member_id)).state
        if to_be_forgotten(member, last_on, now):
            await leaving.forget_member(parts, member_id, Forget(by=None, cause=Forgetting.asleep), now)
            forgotten += 1
        elif time_to_ask(member, last_on, now) is not None:
            await parts.log.execute(staying, member_id, AskToStay(last_on), now)
    return forgotten


async def _silent(parts: Parts, now: datetime) -> AsyncIterator[tuple[UUID, date]]:
    """Those who have long been silent, and the day of which something was last heard, the longest silent first."""
    today = now.astimezone(HERE).date()
    of_whom = {"before": months_before(today, ASKED_AFTER), "known": today - LATELY, "limit": AT_ONCE}
    place = {"after_on": date.min, "after_id": UUID(int=0)}
    while True:
        async with parts.engine.connect() as connection:
            found = (await connection.execute(SILENT, of_whom | place)).all()
        for member_id, heard_on, _ in found:
            yield member_id, heard_on
        if len(found) < AT_ONCE:
            return
        place = {"after_on": found[-1].active_on, "after_id": found[-1].member_id}

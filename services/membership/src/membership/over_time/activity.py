"""Who answered a survey lately, of those nothing else has been heard from? A month is all we learn, and only of them.

Nobody who answers is asleep, though they never come to their page. Surveys knows who answered; it is asked about those alone
who would else be taken for asleep, once a day, and says a month (docs/decisions/0093). Of whom it has said nothing lately we do
not know that they sleep, and leave them in peace.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from membership.campaigns.neighbours import NoAnswer
from membership.over_time.staying import ASKED_AFTER, months_before
from membership.parts import Parts, parts_in
from runtime.house import House
from ui.formats import HERE

AT_ONCE = 500
EVERY = 600.0
LATELY = timedelta(days=3)
UNKNOWN = text("""
select member_id from panel left join activity using (member_id)
where active_on <= :before and (last_on is null or last_on <= :before) and (asked_on is null or asked_on < :today)
order by member_id limit :limit
""")
WRITE = text("""
insert into activity (member_id, last_on, asked_on)
select m, d, :today from unnest(cast(:members as uuid[]), cast(:days as date[])) as u(m, d)
where m in (select member_id from panel)
on conflict (member_id) do update set
    last_on = greatest(activity.last_on, excluded.last_on), asked_on = excluded.asked_on
""")
FORGET = text("delete from activity where not exists (select from panel where panel.member_id = activity.member_id)")


class TookPart(msgspec.Struct, frozen=True):
    member_ids: list[UUID]


class Months(msgspec.Struct, frozen=True):
    months: dict[UUID, str]


async def learn(parts: Parts, now: datetime) -> int:
    """Forget who is no member any more, and ask about all of whom we do not know today; returns how many. Raises NoAnswer."""
    async with parts.engine.begin() as connection:
        await connection.execute(FORGET)
    today = now.astimezone(HERE).date()
    of_whom = {"before": months_before(today, ASKED_AFTER), "today": today, "limit": AT_ONCE}
    done = 0
    while True:
        async with parts.engine.connect() as connection:
            ids = list(await connection.scalars(UNKNOWN, of_whom))
        if not ids:
            return done
        answer = await parts.neighbours.ask("rpc.surveys.took_part", TookPart(ids), Months)
        async with parts.engine.begin() as connection:
            await note(connection, ids, answer.months, today)
        done += len(ids)


async def note(connection: AsyncConnection, ids: Sequence[UUID], months: Mapping[UUID, str], today: date) -> None:
    days = [end_of(months[member_id], today) if member_id in months else None for member_id in ids]
    await connection.execute(WRITE, {"members": list(ids), "days": days, "today": today})


def end_of(month: str, today: date) -> date:
    """The latest day it can have been: nobody is taken for asleep too early."""
    first = date.fromisoformat(f"{month}-01")
    return min(today, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


async def learn_for_ever(house: House) -> None:
    while True:
        try:
            await learn(parts_in(house), house.clock())
        except NoAnswer as error:
            structlog.get_logger("membership.activity").info("activity_unknown", reason=str(error))
        await asyncio.sleep(EVERY)

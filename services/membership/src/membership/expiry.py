"""Sign-ups nobody confirmed are erased: the key is destroyed, then it is recorded."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from membership import addresses, waiting
from membership.member import TIME_TO_CONFIRM, Expire, members
from membership.parts import Parts, parts_in
from runtime.house import House

EVERY = 60.0
SLACK = timedelta(minutes=5)  # a confirmation accepted in the last moment is committed before its key could go
AT_ONCE = 200


async def expire_for_ever(house: House) -> None:
    while True:
        erased = await expire_unconfirmed(parts_in(house), datetime.now(UTC))
        if erased:
            structlog.get_logger("membership").info("sign_ups_erased", count=erased)
        if erased < AT_ONCE:
            await asyncio.sleep(EVERY)


async def expire_unconfirmed(parts: Parts, now: datetime) -> int:
    """Erase what was never confirmed; returns how many."""
    async with parts.engine.begin() as connection:
        await addresses.forget_old(connection, now)
        overdue = await waiting.overdue(connection, now - TIME_TO_CONFIRM - SLACK, AT_ONCE)
    erased = 0
    for member_id in overdue:
        loaded = await parts.log.load(members, member_id)
        if not loaded.state.may_expire(now):
            continue
        await parts.destroy_keys([member_id])
        outcome = await parts.log.execute(members, member_id, Expire(), now)
        erased += len(outcome.events)
    return erased

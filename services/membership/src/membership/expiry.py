"""Sign-ups nobody confirmed are erased: the key is destroyed, then it is recorded."""

from datetime import datetime, timedelta

from membership import invited, waiting
from membership.member import Expire, members
from membership.parts import Parts

SLACK = timedelta(minutes=5)  # a confirmation accepted in the last moment is committed before its key could go
AT_ONCE = 200


async def expire_unconfirmed(parts: Parts, now: datetime) -> int:
    """Erase what was never confirmed; returns how many."""
    async with parts.engine.begin() as connection:
        overdue = await waiting.overdue(connection, now - SLACK, AT_ONCE)
        held = await invited.held_by(connection, overdue)
    erased = 0
    for member_id in overdue:
        loaded = await parts.log.load(members, member_id)
        if not loaded.state.may_expire(now):
            continue
        await parts.destroy_keys([member_id])
        outcome = await parts.log.execute(members, member_id, Expire(), now, release=held.get(member_id))
        erased += len(outcome.events)
    return erased

"""Sign-ups nobody confirmed are erased: the keys are destroyed, then it is recorded."""

import asyncio
from datetime import datetime, timedelta

from eventlog import Append
from membership.member import expire, members
from membership.parts import Parts
from membership.signing_up import invited, waiting

SLACK = timedelta(minutes=5)  # a confirmation accepted in the last moment is committed before its key could go
AT_ONCE = 500


async def expire_unconfirmed(parts: Parts, now: datetime) -> int:
    """Erase a batch of what was never confirmed; returns how many."""
    async with parts.engine.begin() as connection:
        overdue = await waiting.overdue(connection, now - SLACK, AT_ONCE)
        held = await invited.held_by(connection, overdue)
    loaded = await asyncio.gather(*(parts.log.load(members, member_id) for member_id in overdue))
    expiring = {id_: one for id_, one in zip(overdue, loaded, strict=True) if one.state.may_expire(now)}
    if not expiring:
        return 0
    await parts.destroy_keys(list(expiring))
    done = await parts.log.append_each(
        [
            Append(member_id, one.version, expire(one.state, now), releases=[held[member_id]] if member_id in held else [])
            for member_id, one in expiring.items()
        ]
    )
    positions = [position for position in done if isinstance(position, int)]
    await parts.log.caught_up(waiting.projection.name, max(positions, default=0))  # so that the next batch is another one
    return len(positions)

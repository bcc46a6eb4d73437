"""Before anything is served: everybody who was ever erased is erased still, though a backup brought them back.

Three know of erasures: the journal, the log, and the keyring, which keeps the ids of destroyed keys. Any two may have been put
back to an earlier time than the third. What one of them knows, all know afterwards. The same way an erasure that was cut off in
the middle is brought to its end.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import text

from membership.erasing.restored import EraseAgain, restored
from membership.parts import Parts, parts_in
from membership.signing_up.addresses import address_in
from runtime.house import House

AT_ONCE = 1_000
EVERY = 3600.0  # seconds: how long an erasure that was cut off, in a process that lives on, waits for its end at the most
ERASED = text("""
select position, stream_id from events
where type in ('member_forgotten', 'sign_up_expired') and position > :after order by position limit :limit
""")
ALIVE = text("""
select stream_id from events as begun where stream_id = any(:ids) and version = 1 and not exists (
    select 1 from events as ended
    where ended.stream_id = begun.stream_id and ended.type in ('member_forgotten', 'sign_up_expired')
)
""")
CLAIMS = text("select stream_id, key from claims where stream_id = any(:ids)")


async def erase_for_ever(house: House) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await erase_again(parts_in(house), house.clock())


async def erase_again(parts: Parts, now: datetime) -> int:
    """Returns how many had come back."""
    noted = await parts.erasures.read()
    known = noted | {member_id async for member_id in _in_log(parts)} | set(await parts.keyring.destroyed())
    if known - noted:
        structlog.get_logger("membership").info("erasures_noted_late", count=len(known - noted))
        await parts.erasures.note(known - noted)
    erased = 0
    ids = list(known)
    for some in (ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE)):
        await parts.keyring.destroy_all(await parts.keyring.get(some))
        erased += await _erase_from_log(parts, some, now)
    if erased:
        structlog.get_logger("membership").warning("erased_again", count=erased)
    return erased


async def _in_log(parts: Parts) -> AsyncIterator[UUID]:
    after = 0
    while True:
        async with parts.engine.connect() as connection:
            rows = (await connection.execute(ERASED, {"after": after, "limit": AT_ONCE})).all()
        for _, member_id in rows:
            yield member_id
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]


async def _erase_from_log(parts: Parts, member_ids: Sequence[UUID], now: datetime) -> int:
    """The address is let go by whom it belonged to: the key that could tell which it was is gone."""
    async with parts.engine.connect() as connection:
        alive = list(await connection.scalars(ALIVE, {"ids": member_ids}))
        claims = {row.stream_id: row.key for row in await connection.execute(CLAIMS, {"ids": alive})}
    erased = 0
    for member_id in alive:
        if member_id in claims:
            await parts.addresses.forget(address_in(claims[member_id]))
        outcome = await parts.log.execute(restored, member_id, EraseAgain(), now, release=claims.get(member_id))
        erased += len(outcome.events)
    return erased

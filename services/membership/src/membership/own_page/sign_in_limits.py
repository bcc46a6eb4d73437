"""How often an address may be sent a way in, by its keyed hash: once a minute and six times a day, whoever asks.

One statement looks up whose the address is and takes the mail it may get, alike for every address and for many at once. A mail
is taken before it is asked for: when something fails between, there is one too few, never one too many.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from membership.signing_up import addresses

PAUSE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
MAILS_A_DAY = 6
TAKE = text("""
with taken as (
    insert into sign_in_limits as limits (address, first_at, last_at, mails, request_id)
    values (:address, :now, :now, 1, :request_id)
    on conflict (address) do update set
        first_at = case when limits.first_at <= :day_ago then :now else limits.first_at end,
        mails = case when limits.first_at <= :day_ago then 1 else limits.mails + 1 end,
        last_at = :now,
        request_id = :request_id
    where limits.last_at <= :pause_ago and (limits.mails < :most or limits.first_at <= :day_ago)
    returning address
)
select
    (select stream_id from claims where key = :claim) as member_id,
    exists (select from taken) as allowed,
    (select request_id from sign_in_limits where address = :address) as latest
""")
FORGET_OLD = text("delete from sign_in_limits where last_at < :day_ago")
FORGET_ONE = text("delete from sign_in_limits where address = :address")


@dataclass(frozen=True)
class Asked:
    """Whose the address is, whether it may get a mail now, and which request got the latest one before."""

    member_id: UUID | None
    allowed: bool
    latest: UUID | None


async def take(engine: AsyncEngine, address_hash: bytes, request_id: UUID, now: datetime) -> Asked:
    values = {
        "address": address_hash,
        "claim": addresses.claim(address_hash),
        "request_id": request_id,
        "now": now,
        "day_ago": now - A_DAY,
        "pause_ago": now - PAUSE,
        "most": MAILS_A_DAY,
    }
    async with engine.begin() as connection:
        row = (await connection.execute(TAKE, values)).one()
    return Asked(row.member_id, row.allowed, row.latest)


async def forget_one(connection: AsyncConnection, address_hash: bytes) -> None:
    await connection.execute(FORGET_ONE, {"address": address_hash})


async def forget_old(connection: AsyncConnection, now: datetime) -> int:
    return (await connection.execute(FORGET_OLD, {"day_ago": now - A_DAY})).rowcount

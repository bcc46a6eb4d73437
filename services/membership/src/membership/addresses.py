"""Whose an address is, and whether it may get a mail now; known by its keyed hash alone.

One round trip that writes the same whatever the answer, so that the time it takes tells nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PAUSE = timedelta(minutes=10)
A_DAY = timedelta(days=1)
MAILS_A_DAY = 3
ASK = text("""
insert into mail_limits as limits (address, first_at, last_at, mails, asked_at) values (:address, :now, :now, 1, :now)
on conflict (address) do update set
    asked_at = :now,
    first_at = case when limits.first_at <= :day_ago then :now else limits.first_at end,
    mails = case when limits.first_at <= :day_ago then 1
                 when limits.mails < :most and limits.last_at <= :pause_ago then limits.mails + 1 else limits.mails end,
    last_at = case when limits.first_at <= :day_ago or (limits.mails < :most and limits.last_at <= :pause_ago)
                   then :now else limits.last_at end
returning last_at = :now as allowed, (select stream_id from claims where key = :claim) as member_id
""")
FORGET = text("delete from mail_limits where asked_at < :day_ago")


@dataclass(frozen=True)
class Known:
    member_id: UUID | None
    mail_allowed: bool


def claim(address_hash: bytes) -> bytes:
    """The key by which one address is one member."""
    return b"address:" + address_hash


async def ask(engine: AsyncEngine, address_hash: bytes, now: datetime) -> Known:
    """Whose the address is; takes one of its mails if it may have one."""
    times = {"now": now, "pause_ago": now - PAUSE, "day_ago": now - A_DAY}
    values = {"address": address_hash, "claim": claim(address_hash), "most": MAILS_A_DAY, **times}
    async with engine.begin() as connection:
        row = (await connection.execute(ASK, values)).one()
    return Known(row.member_id, row.allowed)


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(FORGET, {"day_ago": now - A_DAY})

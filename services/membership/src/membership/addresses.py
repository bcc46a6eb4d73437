"""Whose an address is, and whether it may get a mail now; known by its keyed hash alone.

What is looked up and what is written is the same for every address, so that the time it takes tells nothing. A mail is noted
after the sign-up is stored: when something fails between, one mail too many may go out, but never one too few.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakValueDictionary

from sqlalchemy import Row, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PAUSE = timedelta(minutes=10)
A_DAY = timedelta(days=1)
MAILS_A_DAY = 3
CLAIMED = b"address:"
LOOK = text("""
select (select stream_id from claims where key = :claim) as member_id, first_at, last_at, mails
from (select cast(:address as bytea) as address) as asked left join mail_limits using (address)
""")
NOTE = text("""
insert into mail_limits as limits (address, first_at, last_at, mails, asked_at) values (:address, :now, :now, 1, :now)
on conflict (address) do update set
    asked_at = :now,
    first_at = case when :mailed and limits.first_at <= :day_ago then :now else limits.first_at end,
    mails = case when not :mailed then limits.mails when limits.first_at <= :day_ago then 1 else limits.mails + 1 end,
    last_at = case when :mailed then :now else limits.last_at end
""")
NOTE_MANY = text("""
insert into mail_limits as limits (address, first_at, last_at, mails, asked_at)
select address, :now, :now, 1, :now from unnest(cast(:addresses as bytea[])) as address order by address
on conflict (address) do update set asked_at = :now, mails = limits.mails + 1, last_at = :now
""")
OWNER = text("select stream_id from claims where key = :claim")
CLAIM_OF = text("select key from claims where stream_id = :member_id")
FORGET_ONE = text("delete from mail_limits where address = :address")
FORGET = text("delete from mail_limits where asked_at < :day_ago")


@dataclass(frozen=True)
class Known:
    member_id: UUID | None
    mail_allowed: bool


def claim(address_hash: bytes) -> bytes:
    """The key by which one address is one member."""
    return CLAIMED + address_hash


def address_in(claim: bytes) -> bytes:
    """The keyed hash in such a key."""
    return claim.removeprefix(CLAIMED)


class Addresses:
    """Sign-ups of one address take their turn in this process; with several, an address may get one mail from each."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def sign_up_of(self, address_hash: bytes, now: datetime) -> AsyncIterator[Known]:
        """What is known of the address, while a sign-up of it is stored; then notes the mail it caused."""
        async with self._turns.setdefault(address_hash, asyncio.Lock()):
            known = await self._look(address_hash, now)
            yield known
            with contextlib.suppress(SQLAlchemyError, OSError):  # the sign-up is stored: a note less is a mail more
                await self._note(address_hash, now, mailed=known.mail_allowed)

    async def member_with(self, address_hash: bytes) -> UUID | None:
        async with self._engine.connect() as connection:
            found: UUID | None = await connection.scalar(OWNER, {"claim": claim(address_hash)})
        return found

    async def claimed_by(self, member_id: UUID) -> bytes | None:
        """The claim by which their address is theirs; it tells no address."""
        async with self._engine.connect() as connection:
            found: bytes | None = await connection.scalar(CLAIM_OF, {"member_id": member_id})
        return found

    async def forget(self, address_hash: bytes) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(FORGET_ONE, {"address": address_hash})

    async def _look(self, address_hash: bytes, now: datetime) -> Known:
        async with self._engine.connect() as connection:
            row = (await connection.execute(LOOK, {"address": address_hash, "claim": claim(address_hash)})).one()
        return Known(row.member_id, _may_mail(row, now))

    async def _note(self, address_hash: bytes, now: datetime, *, mailed: bool) -> None:
        values = {"address": address_hash, "now": now, "day_ago": now - A_DAY, "mailed": mailed}
        async with self._engine.begin() as connection:
            await connection.execute(NOTE, values)


async def note_mails(connection: AsyncConnection, addresses: Sequence[bytes], now: datetime) -> None:
    """Mails that did not ask whether they might be sent, so that the next ones know of them."""
    await connection.execute(NOTE_MANY, {"addresses": list(addresses), "now": now})


def _may_mail(row: Row[tuple[UUID, datetime, datetime, int]], now: datetime) -> bool:
    if row.first_at is None or row.first_at <= now - A_DAY:
        return True
    return bool(row.mails < MAILS_A_DAY and row.last_at <= now - PAUSE)


async def forget_old(connection: AsyncConnection, now: datetime) -> int:
    return (await connection.execute(FORGET, {"day_ago": now - A_DAY})).rowcount

"""Whose an address is, and whether it may get a mail now; known by its keyed hash alone.

A mail is reserved before the sign-up is stored, in one statement that locks the address's row, so that the limits hold over
any number of processes; when the sign-up is stored the mail counts. Both statements are the same for every address, so that
the time they take tells nothing. A reservation nobody came back for lapses: when something fails between, one mail too many
may go out, but never one too few.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PAUSE = timedelta(minutes=10)
A_DAY = timedelta(days=1)
MAILS_A_DAY = 3
CLAIMED = b"address:"
HELD = timedelta(seconds=30)  # longer than a sign-up waits for its commit
RESERVE = text(f"""
insert into mail_limits as limits (address, first_at, mails, asked_at, held_by, held_until)
values (:address, :now, 0, :now, :who, :until)
on conflict (address) do update set (asked_at, held_by, held_until) = (
    select :now, case when may then :who else limits.held_by end, case when may then :until else limits.held_until end
    from (select (limits.held_until is null or limits.held_until <= :now)
        and (limits.last_at is null or limits.first_at <= :day_ago
            or (limits.mails < {MAILS_A_DAY} and limits.last_at <= :pause_ago)) as may) as asked
)
returning held_by = :who as mail_allowed, (select stream_id from claims where key = :claim) as member_id
""")  # noqa: S608 – the only value put in is a number of ours
SETTLE = text("""
update mail_limits set
    first_at = case when held_by = :who and (mails = 0 or first_at <= :day_ago) then :now else first_at end,
    mails = case when held_by is distinct from :who then mails when first_at <= :day_ago then 1 else mails + 1 end,
    last_at = case when held_by = :who then :now else last_at end,
    held_until = case when held_by = :who then null else held_until end,
    held_by = case when held_by = :who then null else held_by end
where address = :address
""")
NOTE_MANY = text("""
insert into mail_limits as limits (address, first_at, last_at, mails, asked_at)
select address, :now, :now, 1, :now from unnest(cast(:addresses as bytea[])) as address order by address
on conflict (address) do update set asked_at = :now, mails = limits.mails + 1, last_at = :now
""")
LET_GO = text("update mail_limits set held_by = null, held_until = null where address = :address and held_by = :who")
OWNER = text("select stream_id from claims where key = :claim")
CLAIM_OF = text("select key from claims where stream_id = :member_id and substr(key, 1, 8) = 'address:'::bytea")
LET_GO_BY = text("""
delete from claims where stream_id = :member_id and substr(key, 1, 8) = 'address:'::bytea returning key
""")
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
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @contextlib.asynccontextmanager
    async def sign_up_of(self, address_hash: bytes, now: datetime) -> AsyncIterator[Known]:
        """What is known of the address, while a sign-up of it is stored; then counts the mail it caused."""
        who = uuid4()
        values = {"address": address_hash, "who": who, "now": now, "day_ago": now - A_DAY}
        async with self._engine.begin() as connection:
            asked = values | {"claim": claim(address_hash), "pause_ago": now - PAUSE, "until": now + HELD}
            row = (await connection.execute(RESERVE, asked)).one()
        after = LET_GO
        try:
            yield Known(row.member_id, bool(row.mail_allowed))
            after = SETTLE
        finally:
            with contextlib.suppress(SQLAlchemyError, OSError):  # the sign-up's own fate is told already
                async with self._engine.begin() as connection:
                    await connection.execute(after, values if after is SETTLE else {"address": address_hash, "who": who})

    async def member_with(self, address_hash: bytes) -> UUID | None:
        async with self._engine.connect() as connection:
            found: UUID | None = await connection.scalar(OWNER, {"claim": claim(address_hash)})
        return found

    async def claimed_by(self, member_id: UUID) -> bytes | None:
        """The claim by which their address is theirs; it tells no address."""
        async with self._engine.connect() as connection:
            found: bytes | None = await connection.scalar(CLAIM_OF, {"member_id": member_id})
        return found

    async def let_go_by(self, member_id: UUID) -> list[bytes]:
        """Whatever one who was forgotten still holds; which it was."""
        async with self._engine.begin() as connection:
            return list(await connection.scalars(LET_GO_BY, {"member_id": member_id}))

    async def forget(self, address_hash: bytes) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(FORGET_ONE, {"address": address_hash})


async def note_mails(connection: AsyncConnection, addresses: Sequence[bytes], now: datetime) -> None:
    """Mails that did not ask whether they might be sent, so that the next ones know of them."""
    await connection.execute(NOTE_MANY, {"addresses": list(addresses), "now": now})


async def forget_old(connection: AsyncConnection, now: datetime) -> int:
    return (await connection.execute(FORGET, {"day_ago": now - A_DAY})).rowcount

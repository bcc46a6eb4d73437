"""Who is signed in, right now. A mutable table, not facts: a session is a key, and a key must be possible to throw away.

The browser holds 256 random bits; the table holds their SHA-256. A session is half until the second factor is given, and gets
a new token when it becomes whole.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
HALF = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)

OPEN = text("""
insert into sessions (token_hash, account_id, opened_at, seen_at, second_factor_at, offered_secret)
values (:token_hash, :account_id, :now, :now, :second_factor_at, :offered_secret)
""")
FIND = text("""
select token_hash, account_id, opened_at, seen_at, second_factor_at, offered_secret
from sessions where token_hash = :token_hash
""")
SEEN = text("update sessions set seen_at = :now where token_hash = :token_hash")
OFFER = text("update sessions set offered_secret = :secret where token_hash = :token_hash")
CLOSE = text("delete from sessions where token_hash = :token_hash")
CLOSE_ALL = text("delete from sessions where account_id = :account_id and token_hash <> :kept")
PRUNE = text("delete from sessions where opened_at < :oldest or seen_at < :idle")


@dataclass(frozen=True)
class Session:
    token_hash: bytes
    account_id: UUID
    opened_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    offered_secret: str | None  # sealed; a TOTP secret shown in this browser and not yet confirmed

    @property
    def whole(self) -> bool:
        return self.second_factor_at is not None


def hash_of(token: str) -> bytes:
    """Enough for 256 random bits: there is nothing to guess."""
    return sha256(token.encode()).digest()


def alive(session: Session, now: datetime) -> bool:
    if not session.whole:
        return now - session.opened_at < HALF
    return now - session.opened_at < LONGEST and now - session.seen_at < IDLE


async def open_session(
    engine: AsyncEngine,
    account_id: UUID,
    now: datetime,
    *,
    whole: bool,
    offered_secret: str | None = None,
    instead_of: bytes | None = None,
) -> str:
    """A new session's token. The session it replaces ends in the same transaction."""
    token = secrets.token_urlsafe(32)
    row = {
        "token_hash": hash_of(token),
        "account_id": account_id,
        "now": now,
        "second_factor_at": now if whole else None,
        "offered_secret": offered_secret,
    }
    async with engine.begin() as connection:
        if instead_of is not None:
            await connection.execute(CLOSE, {"token_hash": instead_of})
        await connection.execute(OPEN, row)
    return token


async def find_session(engine: AsyncEngine, token: str, now: datetime) -> Session | None:
    """The living session behind a token; marks it seen, at most once a minute."""
    async with engine.connect() as connection:
        row = (await connection.execute(FIND, {"token_hash": hash_of(token)})).one_or_none()
        session = Session(*row) if row is not None else None
        if session is None or not alive(session, now):
            return None
        if session.whole and now - session.seen_at >= SEEN_EVERY:
            await connection.execute(SEEN, {"token_hash": session.token_hash, "now": now})
            await connection.commit()
        return session


async def offer_secret(engine: AsyncEngine, session: Session, sealed: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(OFFER, {"token_hash": session.token_hash, "secret": sealed})


async def close_session(engine: AsyncEngine, token: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(CLOSE, {"token_hash": hash_of(token)})


async def close_sessions_of(engine: AsyncEngine, account_id: UUID, *, but: bytes = b"") -> None:
    async with engine.begin() as connection:
        await connection.execute(CLOSE_ALL, {"account_id": account_id, "kept": but})


async def prune_sessions(engine: AsyncEngine, now: datetime) -> None:
    async with engine.begin() as connection:
        await connection.execute(PRUNE, {"oldest": now - LONGEST, "idle": now - IDLE})

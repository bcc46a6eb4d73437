"""Which members are signed in, right now: keys, not facts. The browser holds 256 random bits; the table their SHA-256."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
OPEN = text(
    "insert into member_sessions (token_hash, member_id, opened_at, seen_at) values (:token_hash, :member_id, :now, :now)"
)
FIND = text("select token_hash, member_id, opened_at, seen_at from member_sessions where token_hash = :token_hash")
SEEN = text("update member_sessions set seen_at = :now where token_hash = :token_hash")
CLOSE = text("delete from member_sessions where token_hash = :token_hash")
CLOSE_ALL = text("delete from member_sessions where member_id = :member_id")
ERASE = text("""
delete from member_sessions where token_hash in (
    select token_hash from member_sessions where seen_at < :idle or opened_at < :oldest limit :limit
)
""")


@dataclass(frozen=True)
class Session:
    token_hash: bytes
    member_id: UUID
    opened_at: datetime
    seen_at: datetime

    def alive(self, now: datetime) -> bool:
        return now - self.opened_at < LONGEST and now - self.seen_at < IDLE


def hash_of(token: str) -> bytes:
    """Enough for 256 random bits: there is nothing to guess."""
    return sha256(token.encode()).digest()


async def open_session(engine: AsyncEngine, member_id: UUID, now: datetime, instead_of: str | None) -> str:
    """A new session's token. The one the browser had ends in the same transaction."""
    token = secrets.token_urlsafe(32)
    async with engine.begin() as connection:
        if instead_of is not None:
            await connection.execute(CLOSE, {"token_hash": hash_of(instead_of)})
        await connection.execute(OPEN, {"token_hash": hash_of(token), "member_id": member_id, "now": now})
    return token


async def find_session(engine: AsyncEngine, token: str, now: datetime) -> Session | None:
    """The living session behind a token; marks it seen, at most once a minute."""
    async with engine.connect() as connection:
        row = (await connection.execute(FIND, {"token_hash": hash_of(token)})).one_or_none()
        session = None if row is None else Session(*row)
        if session is None or not session.alive(now):
            return None
        if now - session.seen_at >= SEEN_EVERY:
            await connection.execute(SEEN, {"token_hash": session.token_hash, "now": now})
            await connection.commit()
        return session


async def close_session(engine: AsyncEngine, token: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(CLOSE, {"token_hash": hash_of(token)})


async def close_sessions_of(engine: AsyncEngine, member_id: UUID) -> None:
    async with engine.begin() as connection:
        await connection.execute(CLOSE_ALL, {"member_id": member_id})


async def erase_old(connection: AsyncConnection, now: datetime, limit: int) -> int:
    values = {"idle": now - IDLE, "oldest": now - LONGEST, "limit": limit}
    return (await connection.execute(ERASE, values)).rowcount

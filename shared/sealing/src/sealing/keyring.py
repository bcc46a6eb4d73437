"""The keys, one per subject, each wrapped with a master key that is in no database. A database of its own holds nothing else.

A destroyed key leaves its subject's id behind, so that nobody is given a new key by mistake and a restored backup can be told
which keys to destroy again.
"""

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.key import KEY_BYTES, Key, decrypt, encrypt

T = TypeVar("T")
LARGEST_CACHE = 4096
REMEMBERED = 20.0  # seconds: a key destroyed by another process is forgotten here within this time
PATIENCE = 10.0
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the driver's own state when a connection ends in the middle of an answer
    asyncpg.OperatorInterventionError,
)
TABLE = """
create table if not exists keys (
    subject_id uuid primary key,
    wrapped bytea,
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
)
"""
CREATE = "insert into keys (subject_id, wrapped) values ($1, $2) on conflict do nothing"
CREATE_MANY = """
insert into keys (subject_id, wrapped) select * from unnest($1::uuid[], $2::bytea[]) on conflict do nothing
"""
GET = "select subject_id, wrapped from keys where subject_id = any($1::uuid[]) and wrapped is not null"
DESTROYED = "select subject_id from keys where destroyed_at is not null"
DESTROY = """
insert into keys (subject_id, destroyed_at) select distinct subject_id, now() from unnest($1::uuid[]) as gone(subject_id)
on conflict (subject_id) do update set wrapped = null, destroyed_at = coalesce(keys.destroyed_at, now())
"""


class KeyDestroyed(Exception):
    """The subject had a key once; it shall never have another."""


class KeyringUnavailable(ConnectionError):
    """The keyring's database did not answer in time."""


class Keyring:
    def __init__(self, dsn: str, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError(f"the master key is {KEY_BYTES} bytes")
        self._dsn = dsn
        self._master = AESGCM(master_key)
        self._pool: asyncpg.Pool | None = None
        self._cache: OrderedDict[UUID, tuple[float, Key]] = OrderedDict()

    async def prepare(self) -> None:
        """Make the table where there is none."""
        await self._ask(lambda connection: connection.execute(TABLE))

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None
        self._cache.clear()

    async def create(self, subject_id: UUID) -> Key:
        """The subject's key, made now if there is none. Raises KeyDestroyed."""
        wrapped = encrypt(self._master, _place(subject_id), secrets.token_bytes(KEY_BYTES))
        await self._ask(lambda connection: connection.execute(CREATE, subject_id, wrapped))
        keys = await self.get([subject_id])
        if subject_id not in keys:
            raise KeyDestroyed
        return keys[subject_id]

    async def create_many(self, subject_ids: Iterable[UUID]) -> dict[UUID, Key]:
        """The keys of all, made now where there are none. A subject whose key is destroyed is not among them."""
        ids = list(dict.fromkeys(subject_ids))
        wrapped = [encrypt(self._master, _place(subject_id), secrets.token_bytes(KEY_BYTES)) for subject_id in ids]
        await self._ask(lambda connection: connection.execute(CREATE_MANY, ids, wrapped))
        return await self.get(ids)

    async def get(self, subject_ids: Iterable[UUID]) -> dict[UUID, Key]:
        """The keys there are; a subject whose key is destroyed is not among them."""
        wanted = set(subject_ids)
        found = {subject_id: key for subject_id in wanted if (key := self._remembered(subject_id))}
        missing = list(wanted - found.keys())
        if missing:
            rows = await self._ask(lambda connection: connection.fetch(GET, missing))
            for row in rows:
                found[row["subject_id"]] = self._remember(row["subject_id"], row["wrapped"])
        return found

    async def destroy(self, subject_id: UUID) -> None:
        """Make everything sealed for the subject unreadable, for ever."""
        await self.destroy_all([subject_id])

    async def destroy_all(self, subject_ids: Iterable[UUID]) -> None:
        """All of them in one statement, or none."""
        gone = sorted(subject_ids)  # two at once lock the rows in the same order
        await self._ask(lambda connection: connection.execute(DESTROY, gone))
        for subject_id in gone:
            self._cache.pop(subject_id, None)

    async def destroyed(self) -> list[UUID]:
        """Whose keys were destroyed."""
        return [row["subject_id"] for row in await self._ask(lambda connection: connection.fetch(DESTROYED))]

    def _remembered(self, subject_id: UUID) -> Key | None:
        until, key = self._cache.get(subject_id, (0.0, None))
        return key if until > time.monotonic() else None

    def _remember(self, subject_id: UUID, wrapped: bytes) -> Key:
        key = Key(decrypt(self._master, _place(subject_id), wrapped))
        self._cache[subject_id] = (time.monotonic() + REMEMBERED, key)
        self._cache.move_to_end(subject_id)
        while len(self._cache) > LARGEST_CACHE:
            self._cache.popitem(last=False)
        return key

    async def _ask(self, question: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        """Ask the database, again when it was away: every question here may be asked twice."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(self._dsn, min_size=0, max_size=1, timeout=5)
                async with self._pool.acquire() as connection:
                    return await question(connection)
            except (*LOST, TimeoutError) as error:
                if time.monotonic() > give_up:
                    raise KeyringUnavailable from error
                await asyncio.sleep(0.05)


def _place(subject_id: UUID) -> bytes:
    return b"samrad.key.v1" + subject_id.bytes

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import asyncpg
import pytest

from sealing import KeyDestroyed, Keyring, Unreadable, keyring

MASTER = secrets.token_bytes(32)


@pytest.fixture
async def dsn(postgres: Callable[[], Awaitable[str]]) -> str:
    return await postgres()


@pytest.fixture
async def ring(dsn: str) -> AsyncIterator[Keyring]:
    ring = Keyring(dsn, MASTER)
    await ring.prepare()
    await ring.prepare()  # a second time changes nothing
    yield ring
    await ring.close()


@pytest.fixture
async def another(dsn: str) -> AsyncIterator[Keyring]:
    """The same keyring as another process sees it."""
    another = Keyring(dsn, MASTER)
    yield another
    await another.close()


async def test_a_key_is_the_same_for_every_process(ring: Keyring, another: Keyring) -> None:
    member = uuid4()
    sealed = (await ring.create(member)).seal("name", member, "Kari")
    assert (await another.get([member]))[member].open("name", member, sealed) == "Kari"


async def test_creating_twice_gives_the_same_key(ring: Keyring, another: Keyring) -> None:
    member = uuid4()
    sealed = (await ring.create(member)).seal("name", member, "Kari")
    assert (await another.create(member)).open("name", member, sealed) == "Kari"


async def test_many_keys_come_at_once_and_those_that_are_not_are_left_out(ring: Keyring, another: Keyring) -> None:
    members = [uuid4() for _ in range(200)]
    for member in members:
        await ring.create(member)
    keys = await another.get([*members, uuid4()])
    assert set(keys) == set(members)


async def test_many_keys_are_made_at_once_and_none_anew(ring: Keyring, another: Keyring) -> None:
    old, gone, new = uuid4(), uuid4(), uuid4()
    sealed = (await ring.create(old)).seal("name", old, "Kari")
    await ring.create(gone)
    await ring.destroy(gone)
    keys = await another.create_many([old, gone, new, new])
    assert set(keys) == {old, new}
    assert keys[old].open("name", old, sealed) == "Kari"


async def test_a_destroyed_key_is_gone_for_ever(ring: Keyring) -> None:
    member = uuid4()
    await ring.create(member)
    await ring.destroy(member)
    await ring.destroy(member)
    assert await ring.get([member]) == {}
    with pytest.raises(KeyDestroyed):
        await ring.create(member)


async def test_many_keys_are_destroyed_at_once(ring: Keyring, another: Keyring) -> None:
    members = [uuid4() for _ in range(200)]
    for member in members:
        await ring.create(member)
    await ring.destroy_all([*members[1:], members[1], uuid4()])
    assert set(await another.get(members)) == set(await ring.get(members)) == {members[0]}


async def test_a_subject_that_never_had_a_key_can_be_destroyed_ahead(ring: Keyring) -> None:
    member = uuid4()
    await ring.destroy(member)
    with pytest.raises(KeyDestroyed):
        await ring.create(member)


async def test_another_process_forgets_a_destroyed_key_in_time(
    ring: Keyring, another: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = uuid4()
    await ring.create(member)
    monkeypatch.setattr(keyring, "REMEMBERED", 0.0)
    assert member in await another.get([member])
    await ring.destroy(member)
    assert await another.get([member]) == {}


async def test_the_database_holds_no_key_that_opens_anything(ring: Keyring, dsn: str) -> None:
    member = uuid4()
    sealed = (await ring.create(member)).seal("name", member, "Kari")
    thief = Keyring(dsn, secrets.token_bytes(32))
    with pytest.raises(Unreadable):
        (await thief.get([member]))[member].open("name", member, sealed)
    await thief.close()


async def test_a_wrapped_key_cannot_be_given_to_another_subject(ring: Keyring, another: Keyring, dsn: str) -> None:
    member, intruder = uuid4(), uuid4()
    await ring.create(member)
    connection = await asyncpg.connect(dsn)
    await connection.execute("insert into keys select $1, wrapped from keys where subject_id = $2", intruder, member)
    await connection.close()
    with pytest.raises(Unreadable):
        await another.get([intruder])


async def test_the_memory_of_keys_is_bounded(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "LARGEST_CACHE", 3)
    for _ in range(10):
        await ring.create(uuid4())
    assert len(ring._cache) == 3


async def test_a_connection_cut_off_is_made_anew(ring: Keyring, dsn: str) -> None:
    member = uuid4()
    await ring.create(member)
    ring._cache.clear()
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    )
    await connection.close()
    assert member in await ring.get([member])


def test_a_master_key_is_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring("postgresql://", b"short")

"""A backup is put back that is older than an erasure."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from membership.erasing import erased_again
from membership.erasing.erased_again import erase_again
from membership.erasing.erasures import Erasures
from membership.events import Forgetting, MemberForgotten, SignedUp, SignUpExpired
from membership.main import service
from membership.resolving import Question, Request, resolve
from membership.settings import Settings
from runtime.serve import create_app

from .conftest import PUBLIC_URL, Running, staff_headers
from .test_member import NOW

KARI = "kari@nordmann.test"
WAITING = "ola@nordmann.test"


@contextlib.asynccontextmanager
async def living(settings: Settings) -> AsyncIterator[Running]:
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            yield Running(client, app.state.house.own)


async def copied(url: str) -> str:
    """The database as it is now: a backup, made while nobody writes."""
    server, _, name = url.rpartition("/")
    connection = await asyncpg.connect(f"{server}/postgres")
    copy = f"backup_{uuid4().hex}"
    try:
        await connection.execute(f'create database "{copy}" template "{name}"')
    finally:
        await connection.close()
    return f"{server}/{copy}"


async def erased(settings: Settings) -> tuple[Settings, UUID, UUID]:
    """A member and one who waited, both erased; with the settings of the two databases as they were before."""
    async with living(settings) as running:
        kari = await running.join(email=KARI)
        await running.sign_up(email=WAITING)
        waiting = (await running.events(SignedUp))[-1].stream_id
    older = settings.model_copy(
        update={
            "database_url": await copied(settings.database_url),
            "keyring_database_url": await copied(settings.keyring_database_url),
        }
    )
    async with living(settings) as running:
        forgotten = await running.client.post("/staff/panel/forget", data={"email": KARI}, headers=staff_headers())
        assert forgotten.status_code == 303
        await running.parts.destroy_keys([waiting])  # as expiry does, and then the machine stopped
    return older, kari, waiting


@pytest.mark.parametrize("put_back", [("database_url",), ("keyring_database_url",), ("database_url", "keyring_database_url")])
async def test_whoever_was_erased_stays_erased_whatever_is_put_back(settings: Settings, put_back: tuple[str, ...]) -> None:
    older, kari, waiting = await erased(settings)
    restored = settings.model_copy(update={name: getattr(older, name) for name in put_back})
    async with living(restored) as running:
        assert await running.parts.keyring.get([kari, waiting]) == {}
        assert [r.stream_id for r in await running.events(MemberForgotten)] == [kari]
        assert [r.stream_id for r in await running.events(SignUpExpired)] == [waiting]
        answers = await resolve(running.parts, Question([Request(kari, "invitation", kari)]), NOW)
        assert [answer.status for answer in answers.answers] == ["gone"]
        page = await running.client.get(f"/staff/panel/members/{kari}", headers=staff_headers("members:read"))
        assert page.status_code == 404
        assert await running.join(email=KARI) != kari  # the address is free


async def test_what_was_put_back_is_told_from_what_a_member_asked_for(settings: Settings) -> None:
    older, _, _ = await erased(settings)
    async with living(older) as running:
        (forgotten,) = await running.events(MemberForgotten)
        assert isinstance(forgotten.event, MemberForgotten)
        assert forgotten.event.cause is Forgetting.restored
        assert await erase_again(running.parts, NOW) == 0


async def test_without_the_journal_a_newer_keyring_or_log_still_remembers(settings: Settings) -> None:
    older, kari, waiting = await erased(settings)
    settings.erasures.unlink()
    async with living(settings.model_copy(update={"database_url": older.database_url})) as running:
        assert [r.stream_id for r in await running.events(MemberForgotten)] == [kari]
    assert await Erasures(settings.erasures).read() == {kari, waiting}


async def test_an_erasure_is_on_the_disk_before_the_key_goes(running: Running, settings: Settings) -> None:
    settings.erasures.mkdir()  # it cannot be written
    kari = await running.join(email=KARI)
    answer = await running.client.post("/staff/panel/forget", data={"email": KARI}, headers=staff_headers())
    assert answer.status_code == 500
    assert set(await running.parts.keyring.get([kari])) == {kari}
    settings.erasures.rmdir()
    assert (await running.client.post("/staff/panel/forget", data={"email": KARI}, headers=staff_headers())).status_code == 303


async def test_a_line_that_was_cut_off_costs_no_other(tmp_path: Path) -> None:
    journal, first, second = Erasures(tmp_path / "deep" / "erasures"), uuid4(), uuid4()
    assert await journal.read() == set()
    await journal.note([first])
    with (tmp_path / "deep" / "erasures").open("a") as file:
        file.write(str(uuid4())[:20])
    assert await journal.read() == {first}
    await journal.note([second])
    assert await journal.read() == {first, second}


def test_no_key_is_destroyed_past_the_journal() -> None:
    """By `Parts.destroy_keys` alone, and by what destroys again what the journal names."""
    source = Path(__file__).parents[1] / "src" / "membership"
    destroying = {path.name for path in source.rglob("*.py") if re.search(r"keyring\.destroy(_all)?\(", path.read_text())}
    assert destroying == {"parts.py", "erased_again.py"}


async def test_an_erasure_cut_off_is_ended_without_a_restart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erased_again, "EVERY", 0.05)
    async with living(settings) as running:
        kari = await running.join(email=KARI)
        await running.parts.destroy_keys([kari])  # and then the request was cut off
        for _ in range(100):
            if await running.events(MemberForgotten):
                break
            await asyncio.sleep(0.05)
        assert [fact.stream_id for fact in await running.events(MemberForgotten)] == [kari]
        assert await running.parts.addresses.member_with(running.parts.address_hash(KARI)) is None

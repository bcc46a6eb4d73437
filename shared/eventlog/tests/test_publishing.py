"""From the log through JetStream into another service's database, with the broker dying, forgetting and repeating."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import nats
import pytest
from nats.aio.client import Client
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Append, EventLog, Heard, Hearing
from eventlog.hearings import Listener
from eventlog.relay import Relay
from eventlog.streams import ask, state_of, stream_of

from .conftest import NOW, Raised, Toy, counter


class RaisedView(msgspec.Struct):
    by: int


async def _hear(connection: AsyncConnection, heard: Sequence[Heard]) -> None:
    rows = [{"position": h.position, "by": h.decode(RaisedView).by} for h in heard]
    await connection.execute(text("insert into heard (position, by) values (:position, :by)"), rows)


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    async def quiet(_: Exception) -> None:
        return None

    nc = await nats.connect(url, reconnect_time_wait=0.1, max_reconnect_attempts=-1, error_cb=quiet)
    try:
        yield nc
    finally:
        await nc.close()


@contextlib.asynccontextmanager
async def running(*tasks: Any) -> AsyncIterator[None]:
    running = [asyncio.create_task(t) for t in tasks]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def until_heard(toy: Toy, count: int, patience: float = 30) -> list[int]:
    give_up = asyncio.get_running_loop().time() + patience
    while True:
        rows = await toy.fetch("select position, by from heard order by position")
        if len(rows) >= count or asyncio.get_running_loop().time() > give_up:
            assert [r["position"] for r in rows] == list(range(1, count + 1))
            return [r["by"] for r in rows]
        await asyncio.sleep(0.02)


@pytest.fixture
async def hearer(toy: Toy) -> Toy:
    await toy.fetch("create table heard (position bigint primary key, by int not null)")
    return toy


def listener(toy: Toy, nc: Client) -> Listener:
    return Listener(Hearing(stream_of(toy.service), "hearer-counts", _hear), toy.engine, nc)


async def raise_many(log: EventLog, count: int, by: int = 1) -> None:
    await log.append_each([Append(uuid4(), 0, [Raised(by=by)]) for _ in range(count)])


async def test_what_is_announced_is_heard_in_order_and_once(hearer: Toy, nats_server: str) -> None:
    async with hearer.log() as log, connected(nats_server) as nc:
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), listener(hearer, nc).run()):
            for n in range(1, 51):
                await log.execute(counter, uuid4(), n, NOW)
            assert await until_heard(hearer, 50) == list(range(1, 51))
            await raise_many(log, 2_000)
            await until_heard(hearer, 2_050)


async def test_a_zombie_relay_can_store_nothing_twice(hearer: Toy, nats_server: str) -> None:
    async with hearer.log() as log, connected(nats_server) as nc, connected(nats_server) as zombie:
        relays = [Relay(log, await hearer.connect(), c, hearer.service) for c in (nc, zombie)]
        async with running(*(r.run() for r in relays), listener(hearer, nc).run()):
            for _ in range(20):
                await raise_many(log, 40)
                await asyncio.sleep(0.01)
            await until_heard(hearer, 800)
        assert (await state_of(nc, stream_of(hearer.service))).last == 800


async def test_a_relay_cut_off_at_any_step_repeats_nothing_and_forgets_nothing(hearer: Toy, nats_server: str) -> None:
    """Its connection to the broker is torn down between any two steps, forty times; the next goes on where the stream is."""
    chance = random.Random(7)
    async with hearer.log() as log, connected(nats_server) as nc:
        async with running(listener(hearer, nc).run()):
            for _ in range(40):
                await raise_many(log, 25)
                connection = await hearer.connect()
                async with connected(nats_server) as doomed, running(Relay(log, connection, doomed, hearer.service).run()):
                    await asyncio.sleep(chance.random() * 0.03)
            async with running(Relay(log, await hearer.connect(), nc, hearer.service).run()):
                await until_heard(hearer, 1_000)
        assert (await state_of(nc, stream_of(hearer.service))).last == 1_000


async def test_a_hearing_cut_off_at_any_step_counts_each_message_once(hearer: Toy, nats_server: str) -> None:
    chance = random.Random(8)
    async with hearer.log() as log, connected(nats_server) as nc:
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run()):
            for _ in range(40):
                await raise_many(log, 25)
                async with running(listener(hearer, nc).run()):
                    await asyncio.sleep(chance.random() * 0.06)
        async with running(relay.run(), listener(hearer, nc).run()):
            await until_heard(hearer, 1_000)


async def test_a_killed_broker_delays_and_loses_nothing(hearer: Toy, own_nats: Any) -> None:
    async with hearer.log() as log, connected(own_nats.url) as nc:
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), listener(hearer, nc).run()):
            for _ in range(4):
                await raise_many(log, 300)
                await asyncio.sleep(0.05)
                own_nats.kill()
                await raise_many(log, 100)
                own_nats.start()
            await until_heard(hearer, 1_600, patience=60)


async def test_a_wiped_store_is_filled_again_by_itself(hearer: Toy, own_nats: Any) -> None:
    async with hearer.log() as log, connected(own_nats.url) as nc:
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), listener(hearer, nc).run()):
            await raise_many(log, 500)
            await until_heard(hearer, 500)
            own_nats.kill()
            own_nats.wipe()
            own_nats.start()
            await raise_many(log, 300)
            await until_heard(hearer, 800, patience=60)
        assert (await state_of(nc, stream_of(hearer.service))).last == 800


async def test_a_lost_consumer_is_noticed(hearer: Toy, nats_server: str) -> None:
    async with hearer.log() as log, connected(nats_server) as nc:
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), listener(hearer, nc).run()):
            await raise_many(log, 10)
            await until_heard(hearer, 10)
            await ask(nc, f"CONSUMER.DELETE.{stream_of(hearer.service)}.hearer-counts")
            await raise_many(log, 10)
            await until_heard(hearer, 20)


async def test_old_announcements_may_be_gone_and_the_stream_keeps_their_numbers(hearer: Toy, nats_server: str) -> None:
    async with hearer.log() as log, connected(nats_server) as nc:
        await raise_many(log, 30)
        await hearer.fetch("delete from announcements where position <= 10")
        async with running(Relay(log, await hearer.connect(), nc, hearer.service).run()):
            while True:
                with contextlib.suppress(Exception):
                    state = await state_of(nc, stream_of(hearer.service))
                    if state.last == 30:
                        break
                await asyncio.sleep(0.02)
        assert state.first == 11


async def test_a_message_that_cannot_be_read_is_put_aside_and_holds_up_nobody(hearer: Toy, nats_server: str) -> None:
    async with hearer.log() as log, connected(nats_server) as nc:
        await raise_many(log, 5)
        await hearer.fetch("""update announcements set data = '{"by": "many"}' where position = 3""")
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), listener(hearer, nc).run()):
            while len(await hearer.fetch("select 1 from heard")) < 4:
                await asyncio.sleep(0.02)
        letters = await hearer.fetch("select position, error from dead_letters")
        assert [r["position"] for r in letters] == [3]
        assert "Expected `int`" in letters[0]["error"]


async def test_a_crash_between_effect_and_checkpoint_repeats_neither(hearer: Toy, nats_server: str) -> None:
    """The effect and the checkpoint are one transaction: torn down inside it, both are missing, and both come again."""
    crashes = 0

    async def hear_and_crash(connection: AsyncConnection, heard: Sequence[Heard]) -> None:
        nonlocal crashes
        await _hear(connection, heard)
        if crashes < 5:
            crashes += 1
            raw = await asyncpg.connect(hearer.url)
            pid = await connection.scalar(text("select pg_backend_pid()"))
            await raw.execute("select pg_terminate_backend($1)", pid)
            await raw.close()

    async with hearer.log() as log, connected(nats_server) as nc:
        await raise_many(log, 100)
        hearing = Hearing(stream_of(hearer.service), "hearer-crashes", hear_and_crash)
        relay = Relay(log, await hearer.connect(), nc, hearer.service)
        async with running(relay.run(), Listener(hearing, hearer.engine, nc).run()):
            await until_heard(hearer, 100)
    assert crashes == 5

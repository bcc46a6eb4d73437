"""The log against its limits, in one run: bulk inserts, appends by 32 writers, the relay with every message synced.

The bulk rate is what PostgreSQL does with the very same rows, events and their announcements, 100 to a transaction on one
connection. Facts that nobody is told of are measured beside it, likewise.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID, uuid4

import asyncpg
import msgspec
import nats
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from eventlog import Append, Event, EventLog, EventTypes, Message
from eventlog.log import Announce
from eventlog.relay import Relay
from eventlog.schema import STATEMENTS

WRITERS = 32
SECONDS = 3.0
ROUNDS = 3


class Answered(Event, frozen=True, tag="answered"):
    answers: dict[str, str]


class AnsweredV1(msgspec.Struct, frozen=True):
    answers: dict[str, str]


ANSWERED = Answered(answers={f"question_{n:02d}": "an answer of some forty characters or so" for n in range(20)})
BULK_ANNOUNCED = """
insert into bulk_announcements (position, event_id, subject, data, meta)
select n + $5, e, s, d::json, m::json from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) with ordinality u(e,s,d,m,n)
"""
BULK = """
insert into bulk_events (position, event_id, stream_id, version, type, schema_version, data, meta)
select n + $8, e, s, v, t, sv, d::json, m::json
from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::smallint[], $6::text[], $7::text[])
    with ordinality u(e,s,v,t,sv,d,m,n)
"""


@dataclass(frozen=True)
class LogFigures:
    bulk: float
    append: float
    bulk_private: float
    append_private: float
    relay: float
    gapless: bool

    @property
    def append_ratio(self) -> float:
        return self.append / self.bulk

    @property
    def relay_ratio(self) -> float:
        return self.relay / self.bulk


def announce(stream_id: UUID, event: Event) -> Message | None:
    return Message("bench.v1.answered", AnsweredV1(event.answers)) if isinstance(event, Answered) else None


def keep_private(stream_id: UUID, event: Event) -> Message | None:
    return None


async def measure(database_url: str, nats_url: str) -> LogFigures:
    """`database_url` is an empty database on a server with fsync on; the NATS server syncs always and asks no password."""
    connection = await asyncpg.connect(database_url)
    for statement in STATEMENTS:
        await connection.execute(statement)
    await connection.execute("create table bulk_events (like events including all)")
    await connection.execute("create table bulk_announcements (like announcements including all)")
    engine = create_async_engine(database_url.replace("postgresql:", "postgresql+asyncpg:"))
    try:
        rates: dict[str, list[float]] = {"bulk": [], "append": [], "bulk_private": [], "append_private": []}
        for _ in range(ROUNDS):  # turn about, so that a noisy neighbour meets them all
            rates["bulk"].append(await _bulk_rate(connection, announced=True))
            rates["append"].append(await _append_rate(database_url, engine, announce))
            rates["bulk_private"].append(await _bulk_rate(connection, announced=False))
            rates["append_private"].append(await _append_rate(database_url, engine, keep_private))
        relay = await _relay_rate(database_url, engine, nats_url)
        bounds = await connection.fetchrow("select count(*) n, max(position) last from events")
        return LogFigures(**{k: median(v) for k, v in rates.items()}, relay=relay, gapless=bounds["n"] == bounds["last"])
    finally:
        await connection.close()
        await engine.dispose()


async def _bulk_rate(connection: asyncpg.Connection, *, announced: bool) -> float:
    data = msgspec.json.encode(ANSWERED).decode()
    at = await connection.fetchval("select coalesce(max(position), 0) from bulk_events")

    async def write() -> int:
        nonlocal at
        n = 100
        ids = [uuid4() for _ in range(n)]
        streams = [uuid4() for _ in range(n)]
        async with connection.transaction():
            await connection.execute(BULK, ids, streams, [1] * n, ["answered"] * n, [1] * n, [data] * n, ["{}"] * n, at)
            if announced:
                await connection.execute(BULK_ANNOUNCED, ids, ["bench.v1.answered"] * n, [data] * n, ["{}"] * n, at)
        at += n
        return n

    return await _rate([write])


async def _append_rate(url: str, engine: AsyncEngine, said: Announce) -> float:
    log = EventLog(url, engine, EventTypes(Answered), said, name="bench")
    await log.open()

    streams = iter([uuid4() for _ in range(int(SECONDS * 60_000))])  # made before the clock runs

    async def write() -> int:
        await log.append(Append(next(streams), 0, [ANSWERED]))
        return 1

    try:
        return await _rate([write] * WRITERS)
    finally:
        await log.close()


async def _relay_rate(url: str, engine: AsyncEngine, nats_url: str) -> float:
    log = EventLog(url, engine, EventTypes(Answered), announce, name="bench")
    await log.open()
    nc = await nats.connect(nats_url)
    own = await asyncpg.connect(url)
    try:
        relay = Relay(log, own, nc, "bench")
        waiting = await own.fetchval("select announced from log_head")
        began = time.perf_counter()
        task = asyncio.create_task(relay.run())
        while relay.position < waiting:
            await asyncio.sleep(0.005)
        took = time.perf_counter() - began
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return float(waiting) / took
    finally:
        await nc.close()
        await own.close()
        await log.close()


async def _rate(writers: Sequence[Callable[[], Awaitable[int]]]) -> float:
    began = time.perf_counter()
    stop = began + SECONDS

    async def work(write: Callable[[], Awaitable[int]]) -> int:
        done = 0
        while time.perf_counter() < stop:
            done += await write()
        return done

    done = sum(await asyncio.gather(*(work(w) for w in writers)))
    return done / (time.perf_counter() - began)

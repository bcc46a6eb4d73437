"""A toy service on real parts: counters that are raised, one event each."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from eventlog import Decider, Event, EventLog, EventTypes, Message, Refused
from eventlog.schema import STATEMENTS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Raised(Event, frozen=True, tag="raised"):
    by: int


class Whispered(Event, frozen=True, tag="whispered"):
    """A private fact: nobody is told."""

    what: str


class RaisedV1(msgspec.Struct, frozen=True):
    counter: UUID
    by: int


class TooHigh(Refused):
    code = "too_high"


def decide(command: int | str, state: int, now: datetime) -> list[Event]:
    if isinstance(command, str):
        return [Whispered(what=command)]
    if command == 0:
        return []
    if state + command > 1_000_000:
        raise TooHigh
    return [Raised(by=command)]


def evolve(state: int, event: Event) -> int:
    return state + event.by if isinstance(event, Raised) else state


counter = Decider(decide, evolve, 0, EventTypes(Raised, Whispered))


def announcer(service: str) -> Callable[[UUID, Event], Message | None]:
    def announce(stream_id: UUID, event: Event) -> Message | None:
        match event:
            case Raised():
                return Message(f"{service}.v1.raised", RaisedV1(counter=stream_id, by=event.by))
            case _:
                return None

    return announce


class Toy:
    """One database and any number of logs over it, as of so many processes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: list[asyncpg.Connection] = []
        self.service = "toy" + url.rsplit("_", 1)[-1][:12]
        self.engine: AsyncEngine = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3)

    @contextlib.asynccontextmanager
    async def log(self) -> AsyncIterator[EventLog]:
        log = EventLog(self.url, self.engine, counter.events, announcer(self.service), name=self.service)
        await log.open()
        try:
            yield log
        finally:
            await log.close()

    async def connect(self) -> asyncpg.Connection:
        self._open.append(await asyncpg.connect(self.url))
        return self._open[-1]

    async def close(self) -> None:
        for connection in self._open:
            await connection.close()
        await self.engine.dispose()

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        connection = await asyncpg.connect(self.url)
        try:
            return list(await connection.fetch(query, *arguments))
        finally:
            await connection.close()


@pytest.fixture
async def toy(postgres: Any) -> AsyncIterator[Toy]:
    toy = Toy(await postgres())
    connection = await asyncpg.connect(toy.url)
    for statement in STATEMENTS:
        await connection.execute(statement)
    await connection.close()
    yield toy
    await toy.close()

"""A service's log: load, decide, append, announce."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog.announcements import Message
from eventlog.committer import AnnouncementRow, Committer, EventRow, Request
from eventlog.decider import Decider, Loaded, Outcome
from eventlog.events import Event, EventTypes, Recorded, type_name
from eventlog.loader import Loader
from eventlog.refusals import Refused, StaleVersion, Unwritable
from eventlog.sessions import Session
from eventlog.tracing import current_traceparent, traceparent_in

C = TypeVar("C")
S = TypeVar("S")
Announce = Callable[[UUID, Event], Message | None]

TRIES = 5
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
READ = text("""
select position, event_id, stream_id, version, type, schema_version, data::text as data, meta::text as meta, recorded_at
from events where position > :after order by position limit :limit
""")


@dataclass(frozen=True)
class Append:
    """Events for one stream, that must be at `expected_version`; with keys to claim for it, or to release."""

    stream_id: UUID
    expected_version: int
    events: Sequence[Event]
    claims: Sequence[bytes] = ()
    releases: Sequence[bytes] = ()


class EventLog:
    def __init__(self, dsn: str, engine: AsyncEngine, types: EventTypes, announce: Announce, *, name: str) -> None:
        self._sessions = Session(dsn, application=f"{name}-commit"), Session(dsn, application=f"{name}-load")
        self._committer = Committer(self._sessions[0], self._grow)
        self._loader = Loader(self._sessions[1])
        self._engine = engine
        self._types = types
        self._announce = announce
        self._grown = asyncio.Event()

    async def open(self) -> None:
        self._committer.start()
        self._loader.start()

    async def close(self) -> None:
        await self._committer.stop()
        await self._loader.stop()
        for session in self._sessions:
            await session.close()

    async def load(self, decider: Decider[C, S], stream_id: UUID) -> Loaded[S]:
        rows = await self._loader.load(stream_id)
        events = [self._types.decode(row["type"], row["schema_version"], row["data"]) for row in rows]
        return Loaded(decider.fold(events), len(rows))

    async def execute(
        self,
        decider: Decider[C, S],
        stream_id: UUID,
        command: C,
        now: datetime,
        *,
        claim: bytes | None = None,
        release: bytes | None = None,
    ) -> Outcome[S]:
        """Load, decide, append; decide anew when somebody else was first. Raises what the decision raises.

        `claim` is a key that must be unique in this log; it is taken in the same commit (`AlreadyClaimed` when it is gone).
        """
        for _ in range(TRIES):
            loaded = await self.load(decider, stream_id)
            events = tuple(decider.decide(command, loaded.state, now))
            if not events:
                return Outcome(loaded.state, (), 0)
            claims = () if claim is None else (claim,)
            releases = () if release is None else (release,)
            try:
                position = await self.append(Append(stream_id, loaded.version, events, claims, releases))
            except StaleVersion:
                continue
            return Outcome(decider.fold(events, loaded.state), events, position)
        raise StaleVersion

    async def append(self, *appends: Append) -> int:
        """Append all or nothing; returns the position of the last event. Raises StaleVersion or AlreadyClaimed."""
        rows = [row for append in appends for row in self._rows(append)]
        request = Request(
            events=[event for event, _ in rows],
            announcements=[announcement for _, announcement in rows if announcement],
            claims=[(key, append.stream_id) for append in appends for key in append.claims],
            releases=[key for append in appends for key in append.releases],
            done=asyncio.get_running_loop().create_future(),
        )
        return await self._committer.append(request) + len(rows) - 1

    async def append_each(self, appends: Sequence[Append]) -> list[int | Refused]:
        """Append many, each on its own, in few commits; for each its last position or why it was refused."""
        results = await asyncio.gather(*(self.append(a) for a in appends), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, Refused):
                raise result
        return [r for r in results if isinstance(r, int | Refused)]

    async def read(self, connection: AsyncConnection, after: int, limit: int = 500) -> list[Recorded]:
        """The events after a position, in the order of their commits, of the types this log was opened with."""
        decode = self._types.decode
        rows = (await connection.execute(READ, {"after": after, "limit": limit})).all()
        return [
            Recorded(position, event_id, stream_id, version, decode(name, schema, data), at, traceparent_in(meta))
            for position, event_id, stream_id, version, name, schema, data, meta, at in rows
        ]

    def _grow(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    def growth(self) -> asyncio.Event:
        """Set at this process's next append. Take it before reading, wait for it after."""
        return self._grown

    async def caught_up(self, projection: str, position: int, patience: float = 2.0) -> bool:
        """Wait until an own projection has come to a position: read what you wrote. False when it is late."""
        query = text("select position from checkpoints where projection = :projection and source = 'log'")
        give_up = asyncio.get_running_loop().time() + patience
        while True:
            async with self._engine.connect() as connection:
                reached = await connection.scalar(query, {"projection": projection})
            if (reached or 0) >= position:
                return True
            if asyncio.get_running_loop().time() > give_up:
                return False
            await asyncio.sleep(0.01)

    def _rows(self, append: Append) -> list[tuple[EventRow, AnnouncementRow | None]]:
        traceparent = current_traceparent()
        meta = "{}" if traceparent is None else f'{{"traceparent":"{traceparent}"}}'
        return [
            self._row(append.stream_id, append.expected_version + n, event, meta)
            for n, event in enumerate(append.events, start=1)
        ]

    def _row(self, stream_id: UUID, version: int, event: Event, meta: str) -> tuple[EventRow, AnnouncementRow | None]:
        event_id = uuid4()
        name = type_name(type(event))
        data = _written(event)
        row = EventRow(event_id, stream_id, version, name, self._types.version_of(name), data, meta)
        message = self._announce(stream_id, event)
        if message is None:
            return row, None
        return row, AnnouncementRow(event_id, message.subject, msgspec.json.encode(message.data).decode(), meta)


def _written(event: Event) -> str:
    """The event as JSON. PostgreSQL keeps NUL in it, but gives no text with NUL: a fact with one would stop its projections."""
    data = msgspec.json.encode(event).decode()
    if "\\u0000" in data and NUL.search(data):
        raise Unwritable
    return data

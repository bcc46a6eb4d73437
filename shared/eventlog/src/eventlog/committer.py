"""Group commit: one task, one connection, one statement for all that waits.

Latency adapts by itself: while one statement runs, the next batch gathers. The row lock on `log_head` is taken by the statement
and held to its commit, so positions are contiguous and in commit order, over any number of processes.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog

from eventlog.refusals import AlreadyClaimed, LogUnavailable, StaleVersion
from eventlog.sessions import LOST, Session

LARGEST_BATCH = 256
PATIENCE = 10.0  # seconds a waiting append outlives a database that is away

APPEND = """
with head as (
    update log_head set position = position + cardinality($1::uuid[]), announced = announced + cardinality($8::uuid[])
    returning position - cardinality($1::uuid[]) as position, announced - cardinality($8::uuid[]) as announced
), appended as (
    insert into events (position, event_id, stream_id, version, type, schema_version, data, meta)
    select head.position + e.n, e.event_id, e.stream_id, e.version, e.type, e.schema_version, e.data::json, e.meta::json
    from head, unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::smallint[], $6::text[], $7::text[])
        with ordinality as e(event_id, stream_id, version, type, schema_version, data, meta, n)
), announced as (
    insert into announcements (position, event_id, subject, data, meta)
    select head.announced + a.n, a.event_id, a.subject, a.data::json, a.meta::json
    from head, unnest($8::uuid[], $9::text[], $10::text[], $11::text[])
        with ordinality as a(event_id, subject, data, meta, n)
), released as (
    delete from claims where key = any($14::bytea[])
), claimed as (
    insert into claims (key, stream_id) select * from unnest($12::bytea[], $13::uuid[])
)
select position from head
"""
TAKEN_VERSIONS = """
select e.stream_id, e.version, e.event_id from events e
join unnest($1::uuid[], $2::int[]) as w(stream_id, version) on (e.stream_id, e.version) = (w.stream_id, w.version)
"""
POSITION = "select position from events where stream_id = $1 and version = $2"
TAKEN_CLAIMS = "select key from claims where key = any($1::bytea[])"


class EventRow(NamedTuple):
    """In the order of the statement's columns."""

    event_id: UUID
    stream_id: UUID
    version: int
    type: str
    schema_version: int
    data: str
    meta: str


class AnnouncementRow(NamedTuple):
    event_id: UUID
    subject: str
    data: str
    meta: str


@dataclass(slots=True)
class Request:
    """One append: its rows live or die together. `done` yields the position of its first event."""

    events: Sequence[EventRow]
    announcements: Sequence[AnnouncementRow]
    claims: Sequence[tuple[bytes, UUID]]
    releases: Sequence[bytes]
    done: asyncio.Future[int]
    deadline: float = 0.0

    @property
    def simple(self) -> bool:
        return len(self.events) == 1 and not self.claims

    def refuse(self, refusal: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(refusal)

    def accept(self, position: int) -> None:
        if not self.done.done():
            self.done.set_result(position)


class Committer:
    """`committed` is called after each batch."""

    def __init__(self, session: Session, committed: Callable[[], None]) -> None:
        self._committed = committed
        self._session = session
        self._waiting: deque[Request] = deque()
        self._something = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("eventlog.committer")

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="committer")

    async def stop(self) -> None:
        """Finish what waits, then end."""
        if self._task is None:
            return
        while self._waiting and not self._task.done():
            await asyncio.sleep(0.01)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def append(self, request: Request) -> int:
        request.deadline = asyncio.get_running_loop().time() + PATIENCE
        self._waiting.append(request)
        self._something.set()
        return await request.done

    async def _run(self) -> None:
        while True:
            while not self._waiting:
                self._something.clear()
                await self._something.wait()
            taken = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
            batch = [request for request in taken if not request.done.done()]
            try:
                await self._commit(batch)
            except asyncio.CancelledError:
                for request in batch:
                    request.refuse(LogUnavailable())
                raise
            except Exception as error:  # noqa: BLE001 – the committer outlives a bad request: those who wait are told, the next are served
                self._log.exception("append_failed", requests=len(batch))
                for request in batch:
                    request.refuse(error)

    async def _commit(self, waiting: list[Request]) -> None:
        """Write the batch; take out what is refused and write the rest, until all are answered."""
        batch, twins = _without_twins(waiting)
        while batch:
            try:
                await self._write(batch)
                break
            except asyncpg.UniqueViolationError:
                batch = await self._without_refused(batch)
            except LOST:
                self._session.drop()
                batch = await self._after_lost_connection(batch)
        await self._refuse_twins(twins)

    async def _refuse_twins(self, twins: list[Request]) -> None:
        """Only when their siblings are written: who loads anew sees that. A claim that a sibling took is gone, not stale."""
        if any(twin.claims for twin in twins):
            twins = await self._without_refused(twins)
        for twin in twins:
            twin.refuse(StaleVersion())

    async def _write(self, batch: list[Request]) -> None:
        connection = await self._session.connection(self._patience(batch))
        position = await connection.fetchval(APPEND, *_columns(batch))
        for request in batch:
            request.accept(position + 1)
            position += len(request.events)
        self._committed()

    async def _without_refused(self, batch: list[Request]) -> list[Request]:
        """Refuse those whose version or claim is taken. A race with another process leaves nobody refused: then try again."""
        versions, claims = await self._taken(batch)
        rest = []
        for request in batch:
            if any((e.stream_id, e.version) in versions for e in request.events):
                request.refuse(StaleVersion())
            elif any(key in claims for key, _ in request.claims):
                request.refuse(AlreadyClaimed())
            else:
                rest.append(request)
        return rest

    async def _after_lost_connection(self, batch: list[Request]) -> list[Request]:
        """The outcome is unknown: wait out any statement still running, then look. All of a batch is there, or nothing."""
        versions, _ = await self._taken(batch, after_others=True)
        first = batch[0].events[0]
        if versions.get((first.stream_id, first.version)) != first.event_id:
            return batch
        position = await self._position_of(first)
        for request in batch:
            request.accept(position)
            position += len(request.events)
        return []

    async def _taken(
        self, batch: list[Request], *, after_others: bool = False
    ) -> tuple[dict[tuple[UUID, int], UUID], set[bytes]]:
        events = [e for request in batch for e in request.events]
        keys = [key for request in batch for key, _ in request.claims]
        while True:
            connection = await self._session.connection(self._patience(batch))
            try:
                if after_others:
                    await connection.fetchval("select position from log_head for update")
                rows = await connection.fetch(TAKEN_VERSIONS, [e.stream_id for e in events], [e.version for e in events])
                taken = await connection.fetch(TAKEN_CLAIMS, keys) if keys else []
            except LOST:
                self._session.drop()
                continue
            return {(r["stream_id"], r["version"]): r["event_id"] for r in rows}, {r["key"] for r in taken}

    async def _position_of(self, row: EventRow) -> int:
        while True:
            connection = await self._session.connection(PATIENCE)
            try:
                position: int = await connection.fetchval(POSITION, row.stream_id, row.version)
            except LOST:
                self._session.drop()
                continue
            return position

    def _patience(self, batch: list[Request]) -> float:
        return max(request.deadline for request in batch) - asyncio.get_running_loop().time()


def _without_twins(waiting: list[Request]) -> tuple[list[Request], list[Request]]:
    """Two appends to one stream or of one claim in one batch: the later is refused, the earlier decides."""
    if len({request.events[0].stream_id for request in waiting}) == len(waiting) and all(r.simple for r in waiting):
        return waiting, []
    seen: set[object] = set()
    batch: list[Request] = []
    twins: list[Request] = []
    for request in waiting:
        own = {e.stream_id for e in request.events} | {key for key, _ in request.claims}
        (twins if own & seen else batch).append(request)
        seen |= own
    return batch, twins


def _columns(batch: list[Request]) -> list[list[object]]:
    """The statement's parameters: the rows turned on their side."""
    return [
        *_turned([r.events for r in batch], len(EventRow._fields)),
        *_turned([r.announcements for r in batch], len(AnnouncementRow._fields)),
        *_turned([r.claims for r in batch], 2),
        list(chain.from_iterable(r.releases for r in batch)),
    ]


def _turned(rows: Iterable[Sequence[tuple[object, ...]]], width: int) -> list[list[object]]:
    columns = [list(column) for column in zip(*chain.from_iterable(rows), strict=True)]
    return columns or [[] for _ in range(width)]

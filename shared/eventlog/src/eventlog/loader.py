"""Grouped loading: one query for all streams that wait to be read."""

import asyncio
from collections import defaultdict
from uuid import UUID

import asyncpg
import structlog

from eventlog.committer import PATIENCE
from eventlog.refusals import LogUnavailable
from eventlog.sessions import LOST, Session

LARGEST_GROUP = 128
LOAD = """
select stream_id, version, type, schema_version, data from events where stream_id = any($1::uuid[]) order by stream_id, version
"""
Rows = list[asyncpg.Record]


class Loader:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._queue: asyncio.Queue[tuple[UUID, asyncio.Future[Rows]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="loader")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def load(self, stream_id: UUID) -> Rows:
        done: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((stream_id, done))
        return await done

    async def _run(self) -> None:
        while True:
            group = [await self._queue.get()]
            while len(group) < LARGEST_GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            try:
                streams = await self._read([stream_id for stream_id, _ in group])
            except Exception as error:  # noqa: BLE001 – those who wait are told; the loader serves the next
                if not isinstance(error, LogUnavailable):
                    structlog.get_logger("eventlog.loader").exception("load_failed")
                for _, done in group:
                    if not done.done():
                        done.set_exception(error)
                continue
            for stream_id, done in group:
                if not done.done():
                    done.set_result(streams.get(stream_id, []))

    async def _read(self, stream_ids: list[UUID]) -> dict[UUID, Rows]:
        give_up = asyncio.get_running_loop().time() + PATIENCE
        while True:
            connection = await self._session.connection(give_up - asyncio.get_running_loop().time())
            try:
                rows = await connection.fetch(LOAD, stream_ids)
            except LOST:
                self._session.drop()
                continue
            streams: dict[UUID, Rows] = defaultdict(list)
            for row in rows:
                streams[row["stream_id"]].append(row)
            return streams

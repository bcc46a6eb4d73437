"""The worker role: relay, projections, hearings and a service's own background acts.

One worker at a time per service, by a lock in its database; another stands by. A task that fails is started again.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import structlog

from eventlog import Hearing, Projection
from eventlog.hearings import Listener
from eventlog.projections import run_projections
from eventlog.relay import Relay
from eventlog.sessions import LOST
from runtime.broker import connect
from runtime.house import House

Task = Callable[[], Awaitable[None]]
WATCH = 0.5


class LeadershipLost(Exception):
    pass


class Worker:
    def __init__(
        self,
        house: House,
        projections: Sequence[Projection],
        hearings: Sequence[Hearing],
        background: Sequence[Callable[[House], Awaitable[None]]],
    ) -> None:
        self._house = house
        self._projections = projections
        self._hearings = hearings
        self._background = background
        self._logger = structlog.get_logger("runtime.worker")
        self.leading = False

    async def run(self) -> None:
        """Lead when it is this process's turn, for ever; whatever fails is told and tried again."""
        while True:
            try:
                await self._take_part()
            except* (LeadershipLost, TimeoutError, *LOST) as group:
                self._logger.warning("worker_waits", reason=type(group.exceptions[0]).__name__)
            except* Exception:
                self._logger.exception("worker_failed")
            await asyncio.sleep(0.2)

    async def _take_part(self) -> None:
        name = {"application_name": f"{self._house.name}-relay"}
        connection = await asyncpg.connect(self._house.settings.database_url, timeout=5, server_settings=name)
        try:
            await self._lead(connection)
        finally:
            self.leading = False
            connection.terminate()

    async def _lead(self, connection: asyncpg.Connection) -> None:
        lock = zlib.crc32(f"worker {self._house.name}".encode())
        while not await connection.fetchval("select pg_try_advisory_lock($1)", lock):
            await asyncio.sleep(WATCH)
        self.leading = True
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(connection))
            tasks.create_task(self._with_broker(connection))
            if self._projections:
                tasks.create_task(self._again("projections", self._project))
            for act in self._background:
                tasks.create_task(self._again(act.__name__, self._acting(act)))

    async def _watch(self, connection: asyncpg.Connection) -> None:
        """The lock lives as long as this connection: when it breaks, all tasks end."""
        while True:
            await asyncio.sleep(WATCH)
            if connection.is_closed():
                raise LeadershipLost

    async def _with_broker(self, connection: asyncpg.Connection) -> None:
        house = self._house
        if house.nats is None:
            house.nats = await connect(house.settings.nats_url, house.name)
        relay = Relay(house.log, connection, house.nats, house.name)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._again("relay", relay.run))
            for hearing in self._hearings:
                tasks.create_task(self._again(hearing.name, Listener(hearing, house.engine, house.nats).run))

    async def _again(self, name: str, task: Task) -> None:
        while True:
            try:
                await task()
            except Exception:
                self._logger.exception("task_failed", task=name)
                await asyncio.sleep(1)

    async def _project(self) -> None:
        await run_projections(self._house.log, self._house.engine, self._projections)

    def _acting(self, act: Callable[[House], Awaitable[None]]) -> Task:
        return lambda: act(self._house)

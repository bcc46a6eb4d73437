"""One worker leads; another stands by and takes over; whatever ends the leader's connection ends its tasks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog, EventTypes
from runtime.house import House, make_engine
from runtime.worker import Worker

from .conftest import settings


class Post:
    """A worker that only notes who is at work."""

    def __init__(self, url: str, at_work: list[str], name: str) -> None:
        changed = settings().model_copy(update={"database_url": url})
        self.engine: AsyncEngine = make_engine(changed)
        log = EventLog(url, self.engine, EventTypes(), lambda *_: None, name="toy")
        self.house = House("toy", changed, self.engine, log)

        async def work(_: House) -> None:
            at_work.append(name)
            try:
                await asyncio.Event().wait()
            finally:
                at_work.remove(name)

        self.worker = Worker(self.house, (), (), [work])
        self.task = asyncio.create_task(self.worker.run())

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.engine.dispose()


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not check():
            await asyncio.sleep(0.02)


async def test_one_leads_and_another_takes_over(postgres: Callable[..., Awaitable[str]]) -> None:
    url, at_work = await postgres(), list[str]()
    first = Post(url, at_work, "first")
    await until(lambda: at_work == ["first"])
    second = Post(url, at_work, "second")
    await asyncio.sleep(0.7)
    assert at_work == ["first"]
    await first.leave()
    await until(lambda: at_work == ["second"])
    await second.leave()


async def test_a_leader_whose_connection_breaks_stops_and_leads_again(postgres: Callable[..., Awaitable[str]]) -> None:
    url, at_work = await postgres(), list[str]()
    post = Post(url, at_work, "leader")
    await until(lambda: at_work == ["leader"])
    connection: Any = await asyncpg.connect(url)
    before = post.worker.leading
    await connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'toy-relay'")
    await until(lambda: not at_work)
    await until(lambda: at_work == ["leader"])
    await connection.close()
    assert before
    await post.leave()

"""What a running service has at hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from nats.aio.client import Client
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from eventlog import EventLog
from runtime.settings import Settings

POOL = 2
OVERFLOW = 3


class House:
    """The parts of one service, made in `serve`. A service with parts of its own puts them in `own` (a typed object)."""

    def __init__(self, name: str, settings: Settings, engine: AsyncEngine, log: EventLog) -> None:
        self.name = name
        self.settings = settings
        self.engine = engine
        self.log = log
        self.nats: Client | None = None  # the worker's connection; None until the broker was first reached
        self.own: Any = None
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # tests set another


def make_engine(settings: Settings) -> AsyncEngine:
    return create_async_engine(
        settings.async_database_url(), pool_size=POOL, max_overflow=OVERFLOW, pool_pre_ping=True, pool_timeout=10
    )


async def _log_of(request: Request) -> EventLog:
    log: EventLog = request.app.state.house.log
    return log


async def _engine_of(request: Request) -> AsyncEngine:
    engine: AsyncEngine = request.app.state.house.engine
    return engine


async def _now(request: Request) -> datetime:
    now: datetime = request.app.state.house.clock()
    return now


Log = Annotated[EventLog, Depends(_log_of)]
Db = Annotated[AsyncEngine, Depends(_engine_of)]
Now = Annotated[datetime, Depends(_now)]

"""Hearing another service's public stream: in order, without gaps, each message once in effect.

The checkpoint in the hearer's own database is the only memory: it moves in the transaction of the effect, and the feed starts
behind it. Nothing is acknowledged to the broker, so nothing the broker forgets or repeats can be lost or counted twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
import structlog
from nats.aio.client import Client
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog.announcements import Heard
from eventlog.feed import Feed
from eventlog.projections import checkpoint, move_checkpoint
from eventlog.streams import AWAY, heed_cancellation, state_of
from eventlog.tracing import mark

REACHED = text("select position from checkpoints where projection = :name and source = :source")
BURY = text("""
insert into dead_letters (consumer, source, position, type, data, error)
values (:consumer, :source, :position, :type, :data, :error) on conflict do nothing
""")


@dataclass(frozen=True)
class Hearing:
    """`name` is the consumer's name on the stream, `<service>-<what for>`; the broker's permissions know it.

    A hearing that acts on the service's own log must act idempotently (a stream id made from the event id, expected version 0):
    its effect and the checkpoint are two commits. `rest`: seconds to gather a larger batch, where one costs less than many.
    """

    stream: str
    name: str
    hear: Callable[[AsyncConnection, Sequence[Heard]], Awaitable[None]]
    rest: float = 0.0


class Listener:
    def __init__(self, hearing: Hearing, engine: AsyncEngine, nc: Client) -> None:
        self._hearing = hearing
        self._engine = engine
        self._nc = nc
        self._logger = structlog.get_logger("eventlog.hearing").bind(hearing=hearing.name)

    async def run(self) -> None:
        """Hear for ever; a broker or a database that is away is waited for."""
        while True:
            heed_cancellation()
            try:
                async with self._engine.begin() as connection:
                    after = await checkpoint(connection, self._hearing.name, self._hearing.stream)
                async with Feed(self._nc, self._hearing.stream, self._hearing.name, after) as feed:
                    while True:
                        heed_cancellation()
                        await self.take_in(await feed.next_batch())
                        await asyncio.sleep(self._hearing.rest)
            except (*AWAY, SQLAlchemyError) as error:
                self._logger.warning("hearing_waits", reason=str(error).split("\n")[0] or type(error).__name__)
                await asyncio.sleep(0.3)

    async def take_in(self, batch: Sequence[Heard]) -> None:
        try:
            await self._effect(batch)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if len(batch) == 1:
                await self._bury(batch[0], error)
                return
            for heard in batch:  # one message that cannot be read never holds up the others
                await self.take_in([heard])
        for heard in batch:
            mark(f"hear {self._hearing.name}", heard.traceparent)

    async def _effect(self, batch: Sequence[Heard]) -> None:
        hearing = self._hearing
        async with self._engine.begin() as connection:
            after = await checkpoint(connection, hearing.name, hearing.stream)
            fresh = [heard for heard in batch if heard.position > after]
            if fresh:
                await hearing.hear(connection, fresh)
                await move_checkpoint(connection, hearing.name, hearing.stream, fresh[-1].position)

    async def _bury(self, heard: Heard, error: Exception) -> None:
        self._logger.error("dead_letter", position=heard.position, type=heard.type, error=str(error))
        async with self._engine.begin() as connection:
            after = await checkpoint(connection, self._hearing.name, self._hearing.stream)
            if heard.position <= after:
                return
            letter = {
                "consumer": self._hearing.name,
                "source": self._hearing.stream,
                "position": heard.position,
                "type": heard.type,
                "data": heard.data.decode(errors="replace"),
                "error": str(error),
            }
            await connection.execute(BURY, letter)
            await move_checkpoint(connection, self._hearing.name, self._hearing.stream, heard.position)


async def hear_to_the_end(hearing: Hearing, engine: AsyncEngine, nc: Client) -> int:
    """Hear all that has been said until now, and no longer: how a read model is filled anew. Returns the last position."""
    end = (await state_of(nc, hearing.stream)).last
    listening = asyncio.create_task(Listener(hearing, engine, nc).run())
    try:
        while await _reached(hearing, engine) < end:
            await asyncio.sleep(0.05)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    return end


async def _reached(hearing: Hearing, engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(REACHED, {"name": hearing.name, "source": hearing.stream}) or 0

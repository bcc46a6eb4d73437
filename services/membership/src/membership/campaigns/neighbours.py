"""Asking the other services what they hold about a member: over request and reply, in memory only (docs/decisions/0093)."""

import asyncio
from typing import TypeVar

import msgspec
import nats.errors
from faststream.exceptions import FastStreamException
from faststream.nats import NatsBroker

from runtime.broker import until_told_to_end

PATIENCE = 3.0
T = TypeVar("T")


class NoAnswer(Exception):
    """The service did not answer in time, or not what was asked. What came back is never part of the error."""


class Neighbours:
    def __init__(self, nats_url: str) -> None:
        self._url = nats_url
        self._broker: NatsBroker | None = None
        self._connecting = asyncio.Lock()  # two who ask at first would else open two connections, and lose one

    async def ask(self, subject: str, question: msgspec.Struct, answer: type[T]) -> T:
        """Raises NoAnswer."""
        try:
            async with asyncio.timeout(PATIENCE):
                broker = await self._connected()
                reply = await broker.request(msgspec.json.encode(question), subject, timeout=PATIENCE)
            return msgspec.json.decode(reply.body, type=answer)
        except (nats.errors.Error, FastStreamException, msgspec.DecodeError, OSError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None

    async def close(self) -> None:
        if self._broker is not None:
            await self._broker.stop()

    async def _connected(self) -> NatsBroker:
        """Made when it is first needed: most processes never ask."""
        async with self._connecting:
            if self._broker is None:
                self._broker = NatsBroker(
                    self._url,
                    name="membership-questions",
                    inbox_prefix=b"_INBOX_membership",
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds; nats-py takes fractions
                    connect_timeout=2,
                    logger=None,
                )
            await until_told_to_end(self._broker.connect())
            return self._broker

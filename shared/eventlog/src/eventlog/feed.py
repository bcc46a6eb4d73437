"""The messages of one stream after a position, in order and without gaps.

One standing pull request is kept; what has arrived when the hearer is ready makes the next batch, so batches grow with the load
and nobody waits for a timer. Heartbeats tell silence from absence: a server never answers for a consumer it has lost.
"""

import asyncio
import json
from collections import deque
from types import TracebackType
from typing import Self
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from eventlog.announcements import Heard
from eventlog.streams import NANOSECONDS, StreamError, follow, state_of

PULL = 1_000
LARGEST_BATCH = 500
EXPIRES = 30
HEARTBEAT = 0.5
SILENCE = 1.6  # seconds: three heartbeats missed
PENDING_BYTES = 256 * 1024**2


class Feed:
    def __init__(self, nc: Client, stream: str, consumer: str, after: int) -> None:
        self._nc = nc
        self._stream = stream
        self._consumer = consumer
        self._after = after
        self._arrived: deque[Msg] = deque()
        self._something = asyncio.Event()
        self._outstanding = 0
        self._subscription: Subscription | None = None

    async def __aenter__(self) -> Self:
        state = await state_of(self._nc, self._stream)
        if state.first > self._after + 1 and state.last >= state.first:
            structlog.get_logger("eventlog.feed").error(
                "messages_gone", stream=self._stream, consumer=self._consumer, after=self._after, first=state.first
            )
            self._after = state.first - 1
        inbox = self._nc.new_inbox()
        self._subscription = await self._nc.subscribe(inbox, cb=self._on_message, pending_bytes_limit=PENDING_BYTES)
        await follow(self._nc, self._stream, self._consumer, self._after)
        await self._pull()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._subscription is not None and not self._nc.is_closed:
            await self._subscription.unsubscribe()

    async def next_batch(self) -> list[Heard]:
        """Wait for at least one message. Raises StreamError when the feed broke: begin a new one behind the checkpoint."""
        while True:
            while not self._arrived:
                self._something.clear()
                async with asyncio.timeout(SILENCE):
                    await self._something.wait()
            batch = self._drain()
            if self._outstanding <= 0:
                await self._pull()
            if batch:
                return batch

    async def _on_message(self, message: Msg) -> None:
        self._arrived.append(message)
        self._something.set()

    async def _pull(self) -> None:
        self._outstanding = PULL
        request = {
            "batch": PULL,
            "expires": EXPIRES * NANOSECONDS,
            "idle_heartbeat": int(HEARTBEAT * NANOSECONDS),
        }
        assert self._subscription is not None
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._consumer}"
        await self._nc.publish(subject, json.dumps(request).encode(), reply=self._subscription.subject)

    def _drain(self) -> list[Heard]:
        batch: list[Heard] = []
        while self._arrived and len(batch) < LARGEST_BATCH:
            message = self._arrived.popleft()
            status = (message.headers or {}).get("Status")
            if status is not None and not message.data:
                self._on_status(status)
                continue
            self._outstanding -= 1
            heard = _heard(message)
            if heard.position <= self._after:
                continue
            if heard.position != self._after + 1:
                raise StreamError(0, f"a gap after {self._after}: {heard.position} came")
            self._after = heard.position
            batch.append(heard)
        return batch

    def _on_status(self, status: str) -> None:
        if status == "100":  # heartbeat
            return
        if status in {"408", "404"}:  # the pull request expired
            self._outstanding = 0
            return
        raise StreamError(int(status), "the pull request ended")


def _heard(message: Msg) -> Heard:
    headers = message.headers or {}
    # $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<timestamp>.<pending>
    parts = message.reply.split(".")
    position = int(parts[5] if len(parts) == 9 else parts[7])  # noqa: PLR2004 – the longer form also names domain and account
    event_id = _event_id(headers.get("ce-id", ""), message.subject, position)
    return Heard(position, event_id, message.subject, message.data, headers.get("traceparent"))


def _event_id(text: str, subject: str, position: int) -> UUID:
    """The message's own id; one that came without gets one from its place, the same each time."""
    try:
        return UUID(text)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"urn:samrad:{subject}:{position}")

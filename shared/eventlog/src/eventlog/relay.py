"""Making announcements public.

An announcement's position is its sequence in the stream, and each batch is published atomically under the condition that the
stream's last sequence is the position before it: a compare-and-swap. A second relay, a zombie, or a retry after an unknown
outcome can store nothing twice, ever. No `sent` flag is kept: the stream itself says how far it has come.
(JetStream atomic batches: NATS ADR-50.)
"""

import asyncio
import json
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import nats.errors
import structlog
from nats.aio.client import Client
from opentelemetry.trace import SpanKind

from eventlog.log import EventLog
from eventlog.streams import AWAY, StreamError, heed_cancellation, provide
from eventlog.tracing import mark, traceparent_in

BATCH = 512  # JetStream takes at most 1,000 in one atomic batch
REST = 0.025  # seconds to gather a larger batch
POLL = 0.5  # seconds; what this process appends wakes the relay at once, other processes' appends wait for this
UNANNOUNCED = """
select position, event_id, subject, data, meta from announcements where position > $1 order by position limit $2
"""
BOUNDS = "select (select min(position) from announcements) as oldest, (select announced from log_head) as newest"


class StreamAhead(Exception):
    """The stream holds more than the log: the log was restored to an earlier time. A person must look."""


class Relay:
    """`connection` is the relay's alone."""

    def __init__(self, log: EventLog, connection: asyncpg.Connection, nc: Client, service: str) -> None:
        self._log = log
        self._connection = connection
        self._nc = nc
        self._service = service
        self._logger = structlog.get_logger("eventlog.relay")
        self.position = 0

    async def run(self) -> None:
        """Publish for ever; a broker that is away is waited for."""
        while True:
            heed_cancellation()
            try:
                self.position = await self._resume()
                while True:
                    heed_cancellation()
                    await self._publish_next()
            except AWAY as error:
                self._logger.warning("relay_waits", reason=str(error) or type(error).__name__)
                await asyncio.sleep(0.5)

    async def _resume(self) -> int:
        oldest, newest = await self._connection.fetchrow(BOUNDS)
        state = await provide(self._nc, self._service, oldest or 1)
        if state.last > newest:
            raise StreamAhead(f"{self._service}: stream at {state.last}, log at {newest}")
        return state.last

    async def _publish_next(self) -> None:
        growth = self._log.growth()
        rows = await self._connection.fetch(UNANNOUNCED, self.position, BATCH)
        if rows:
            await self._publish(rows)
            self.position = rows[-1]["position"]
            if len(rows) < BATCH:
                await asyncio.sleep(REST)
            return
        try:
            async with asyncio.timeout(POLL):
                await growth.wait()
        except TimeoutError:
            await self._look_after_stream()

    async def _look_after_stream(self) -> None:
        """A wiped store is noticed though nothing new is said."""
        if not self._nc.is_connected or await self._resume() != self.position:
            raise StreamError(0, "the stream is not where it was left")

    async def _publish(self, rows: Sequence[asyncpg.Record]) -> None:
        batch = uuid4().hex
        for n, row in enumerate(rows, start=1):
            headers = {
                "ce-specversion": "1.0",
                "ce-id": str(row["event_id"]),
                "ce-source": f"/samrad/{self._service}",
                "ce-type": row["subject"],
                "content-type": "application/json",
                "Nats-Batch-Id": batch,
                "Nats-Batch-Sequence": str(n),
            }
            if traceparent := traceparent_in(row["meta"]):
                headers["traceparent"] = traceparent
                mark(f"announce {row['subject']}", traceparent, SpanKind.PRODUCER)
            if n == 1:
                headers["Nats-Expected-Last-Sequence"] = str(row["position"] - 1)
            if n < len(rows):
                await self._nc.publish(row["subject"], row["data"].encode(), headers=headers)
                continue
            headers["Nats-Batch-Commit"] = "1"
            reply = await self._nc.request(row["subject"], row["data"].encode(), headers=headers, timeout=5)
            _accepted(json.loads(reply.data), rows[-1]["position"])


def _accepted(answer: dict[str, object], position: int) -> None:
    error = answer.get("error")
    if isinstance(error, dict):
        raise StreamError(int(error.get("err_code", 0)), str(error.get("description", "")))
    if answer.get("seq") != position:
        raise nats.errors.Error(f"stored at {answer.get('seq')}, announced at {position}")

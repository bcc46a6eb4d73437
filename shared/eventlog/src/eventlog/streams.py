"""Streams and feeds on JetStream, by its JSON API: one public stream per service, `MEMBERSHIP` holding `membership.>`.

Each service provides its own stream, again and again if need be: a stream that is gone is made anew with the position its log
says, and is filled from the log. Nothing else makes streams.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import nats.errors
from nats.aio.client import Client

MAX_BYTES = 8 * 1024**3
NANOSECONDS = 10**9
NOT_FOUND = frozenset({10059, 10014})  # stream, consumer
TIMEOUT = 5.0


class StreamError(Exception):
    """JetStream said no; `code` is its err_code."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{description} ({code})")
        self.code = code


@dataclass(frozen=True)
class StreamState:
    first: int
    last: int
    created: str


def stream_of(service: str) -> str:
    return service.upper()


async def ask(nc: Client, api: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request to `$JS.API`; raises StreamError, or nats.errors.Error when nobody answers."""
    reply = await nc.request(f"$JS.API.{api}", json.dumps(body or {}).encode(), timeout=TIMEOUT)
    answer: dict[str, Any] = json.loads(reply.data)
    if error := answer.get("error"):
        raise StreamError(int(error.get("err_code", 0)), str(error.get("description", "")))
    return answer


async def provide(nc: Client, service: str, oldest: int) -> StreamState:
    """The service's own stream as it stands, made when it is not there: its first sequence will be `oldest`."""
    try:
        return await state_of(nc, stream_of(service))
    except StreamError as error:
        if error.code not in NOT_FOUND:
            raise
    await ask(nc, f"STREAM.CREATE.{stream_of(service)}", configuration(service, oldest))
    return await state_of(nc, stream_of(service))


def configuration(service: str, oldest: int) -> dict[str, Any]:
    return {
        "name": stream_of(service),
        "subjects": [f"{service}.>"],
        "storage": "file",
        "retention": "limits",
        "discard": "new",  # a full stream stops the relay and alarms; nothing is lost
        "max_bytes": MAX_BYTES,
        "compression": "s2",
        "num_replicas": 1,
        "allow_direct": True,
        "allow_atomic": True,
        "deny_delete": True,
        "deny_purge": True,
        "first_seq": oldest,
    }


async def state_of(nc: Client, stream: str) -> StreamState:
    answer = await ask(nc, f"STREAM.INFO.{stream}")
    return StreamState(answer["state"]["first_seq"], answer["state"]["last_seq"], answer["created"])


async def follow(nc: Client, stream: str, consumer: str, after: int) -> None:
    """Make the feed's consumer anew: in memory, without acknowledgements; the hearer's checkpoint is the only memory."""
    try:
        await ask(nc, f"CONSUMER.DELETE.{stream}.{consumer}")
    except StreamError as error:
        if error.code not in NOT_FOUND:
            raise
    config = {
        "name": consumer,
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": after + 1,
        "ack_policy": "none",
        "replay_policy": "instant",
        "mem_storage": True,
        "inactive_threshold": 60 * NANOSECONDS,
    }
    await ask(nc, f"CONSUMER.CREATE.{stream}.{consumer}", {"stream_name": stream, "config": config})


def heed_cancellation() -> None:
    """The client swallows a cancellation that meets it while it flushes: a loop around it asks anew whether it should end."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


AWAY = (nats.errors.Error, StreamError, TimeoutError, OSError)

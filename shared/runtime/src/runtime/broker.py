"""The connection to NATS: always there again, with a private inbox."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import nats
import structlog
from nats.aio.client import Client

T = TypeVar("T")
PENDING_SIZE = 32 * 1024**2


async def connect(url: str, service: str) -> Client:
    """Connect, trying for ever if need be: only the worker waits for it, commands are accepted meanwhile."""
    logger = structlog.get_logger("runtime.broker")

    async def on_error(error: Exception) -> None:
        logger.warning("nats_error", error=type(error).__name__, text=str(error)[:200])

    async def on_disconnected() -> None:
        logger.warning("nats_disconnected")

    async def on_reconnected() -> None:
        logger.info("nats_reconnected")

    connecting = nats.connect(
        url,
        name=service,
        inbox_prefix=f"_INBOX_{service}".encode(),
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,
        connect_timeout=2,
        ping_interval=5,
        max_outstanding_pings=2,
        allow_reconnect=True,
        pending_size=PENDING_SIZE,
        error_cb=on_error,
        disconnected_cb=on_disconnected,
        reconnected_cb=on_reconnected,
    )
    return await until_told_to_end(connecting)


async def until_told_to_end(connecting: Coroutine[Any, Any, T]) -> T:
    """Connect, and end when told: the client swallows a cancellation that meets a refused connection, and goes on trying."""
    trying = asyncio.create_task(connecting)
    try:
        return await asyncio.shield(trying)
    except asyncio.CancelledError:
        while not trying.done():
            trying.cancel()
            await asyncio.wait([trying], timeout=0.05)
        if not trying.cancelled() and trying.exception() is None and isinstance(connected := trying.result(), Client):
            await connected.close()
        raise

"""The connection to NATS: always there again, with a private inbox."""

import asyncio

import nats
import structlog
from nats.aio.client import Client

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
    return await _until_told_to_end(asyncio.create_task(connecting))


async def _until_told_to_end(connecting: asyncio.Task[Client]) -> Client:
    """The client swallows a cancellation that meets a refused connection, and would go on trying: it is told until it heeds."""
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        while not connecting.done():
            connecting.cancel()
            await asyncio.wait([connecting], timeout=0.05)
        if not connecting.cancelled() and connecting.exception() is None:
            await connecting.result().close()
        raise

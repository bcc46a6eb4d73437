import asyncio
import random
import socket
from collections.abc import AsyncIterator

import pytest

from runtime.broker import connect


@pytest.fixture
async def refusing() -> AsyncIterator[int]:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


async def test_who_waits_for_a_broker_that_is_away_ends_when_told(refusing: int) -> None:
    chance = random.Random(3)
    for _ in range(300):
        waiting = asyncio.create_task(connect(f"nats://127.0.0.1:{refusing}", "toy"))
        for _ in range(chance.randrange(12)):
            await asyncio.sleep(0)
        waiting.cancel()
        _, late = await asyncio.wait([waiting], timeout=2)
        assert not late
        assert waiting.cancelled()

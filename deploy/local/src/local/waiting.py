import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

TAIL = 12
STEP = 0.05


async def until(is_so: Callable[[], Awaitable[bool]], within: float, give_up: Callable[[], bool] = lambda: False) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and not give_up():
        if await is_so():
            return True
        await asyncio.sleep(STEP)
    return False


async def web_answers(port: int, path: str) -> bool:
    """Whether a GET there is answered with 200."""
    with contextlib.suppress(OSError, TimeoutError, ValueError):
        async with asyncio.timeout(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            status = (await reader.readline()).split(b" ")
            writer.close()
            return len(status) > 1 and status[1] == b"200"
    return False


def last_lines(log: Path) -> str:
    """The end of a log, for a person."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"  {line[:300]}" for line in lines[-TAIL:]) or "  (it said nothing)"

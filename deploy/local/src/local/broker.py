"""NATS with JetStream, from the wheel."""

import asyncio
import contextlib
import sys
from pathlib import Path

from local.child import Program
from local.keys import Keys
from local.places import DEPLOY, State
from local.postgres import environment
from local.trouble import Trouble


def tool(name: str) -> str:
    """A program that came with a package into the environment this Python runs in."""
    path = Path(sys.prefix) / "bin" / name
    if not path.exists():
        raise Trouble(f"{name} is missing; run `make install` in the checkout")
    return str(path)


def program(state: State, port: int, keys: Keys) -> Program:
    state.jetstream.mkdir(mode=0o700, exist_ok=True)
    passwords = {
        f"NATS_{name.split('/')[0].upper().replace('-', '_')}_PASSWORD": value
        for name, value in keys.items()
        if name.endswith("/NATS_PASSWORD")
    }
    where = {"NATS_HOST": "127.0.0.1", "NATS_PORT": str(port), "NATS_STORE": str(state.jetstream)}
    return Program(
        name="nats",
        argv=[tool("nats-server"), "-c", str(DEPLOY / "nats" / "nats.conf")],
        env=environment() | where | passwords | {"GOMEMLIMIT": "192MiB"},
        folder=state.folder,
        log=state.logs / "nats.log",
    )


async def answers(port: int) -> bool:
    """Whether anything accepts connections there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True

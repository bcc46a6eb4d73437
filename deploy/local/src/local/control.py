"""A door for the one who steers a running stack: one JSON line in, one out, through a socket only its owner can open."""

import asyncio
import contextlib
import fcntl
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from local.places import State
from local.trouble import Trouble

Act = Callable[[str, str], Awaitable[str]]


def path_of(state: State) -> Path:
    return state.sockets / "control"


async def open_door(state: State, act: Act) -> asyncio.Server:
    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            asked = json.loads(await reader.readline())
            said = await act(asked["do"], asked.get("name", ""))
            writer.write(json.dumps({"said": said}).encode() + b"\n")
            await writer.drain()
        writer.close()

    path_of(state).unlink(missing_ok=True)
    return await asyncio.start_unix_server(on_connection, path_of(state))


def ask(state: State, do: str, name: str = "", timeout: float = 60) -> str:
    """Raises Trouble when nobody is there, or when what was asked was refused."""
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(timeout)
        try:
            door.connect(str(path_of(state)))
        except OSError as error:
            raise Trouble("Nothing is running here; start it with `make run` or `make up`") from error
        door.sendall(json.dumps({"do": do, "name": name}).encode() + b"\n")
        line = door.makefile().readline()
    said = str(json.loads(line)["said"]) if line else ""
    if said != "done":
        raise Trouble(said or f"The stack did not answer to {do}")
    return said


@contextlib.contextmanager
def alone(state: State) -> Iterator[None]:
    """One supervisor per folder; the lock goes with the process, however it ends."""
    with (state.folder / "lock").open("a+") as lock:
        if not taken(lock.fileno()):
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield
            return
        lock.seek(0)
        raise Trouble(f"It is running already (process {lock.read()}); `make down` ends it")


def taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def is_running(state: State) -> bool:
    path = state.folder / "lock"
    if not path.exists():
        return False
    with path.open("a+") as lock:
        return taken(lock.fileno())

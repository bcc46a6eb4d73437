"""What is measured beside the stack: a bare endpoint behind a gateway of the same configuration, an open NATS server."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg

from local import gateway
from local.broker import tool
from local.places import CHECKOUT
from local.ports import prefer
from local.stack import Stack

WITHIN = 20.0


async def bench_database(stack: Stack, name: str) -> str:
    """A database of its own on the stack's PostgreSQL, with the same durability; as the superuser, over the socket."""
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(
        host=server["socket"], port=server["port"], user=server["superuser"], database="postgres"
    )
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    return f"postgresql://{server['superuser']}@/{name}?host={server['socket']}&port={server['port']}"


@contextmanager
def bare_endpoint(stack: Stack, database_url: str) -> Iterator[str]:
    """The bare endpoint's address behind the gateway."""
    taken: set[int] = set()
    port, door = prefer(28_100, taken), prefer(28_101, taken)
    services = {name: int(url.rsplit(":", 1)[1]) for name, url in stack.endpoints["services"].items()}
    program = gateway.program(stack.state, door, services | {"surveys": port})
    program = replace(program, log=stack.state.logs / "bare-gateway.log")
    with program.log.open("wb") as log:
        app = subprocess.Popen(
            [sys.executable, "-m", "tests.load.bare", str(port), database_url], cwd=CHECKOUT, stdout=log, stderr=log
        )
        caddy = subprocess.Popen(program.argv, env=program.env, cwd=program.folder, stdout=log, stderr=log)
        try:
            _until_answers(f"http://127.0.0.1:{port}/openapi.json")
            _until_answers(f"http://127.0.0.1:{door}/api/")
            yield f"http://127.0.0.1:{door}/"
        finally:
            for process in (caddy, app):
                process.terminate()
                process.wait(10)


@contextmanager
def open_nats(folder: Path) -> Iterator[str]:
    """NATS as configured for the panel where it counts (every message on the disk before it is acknowledged), for anyone."""
    port = prefer(24_222, set())
    config = folder / "nats.conf"
    config.write_text(f'host: "127.0.0.1"\nport: {port}\njetstream {{ store_dir: "{folder}/store", sync_interval: always }}\n')
    server = subprocess.Popen([tool("nats-server"), "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    try:
        yield f"nats://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _until_answers(url: str) -> None:
    give_up = time.monotonic() + WITHIN
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
        else:
            return

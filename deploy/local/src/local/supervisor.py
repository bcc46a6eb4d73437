"""The whole house on one machine: started in order, kept alive, stopped in the opposite order."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from local import broker, control, endpoints, gateway, postgres
from local.account import create_accounts
from local.child import Child, Program, ended, spawn
from local.inbox import open_doors
from local.keys import Keys, load_or_make
from local.mailbox import Mailbox
from local.places import CHECKOUT, State
from local.programs import SERVICES, Service
from local.trouble import Trouble
from local.waiting import last_lines, until, web_answers

NEEDED_SPACE = 300 * 1024**2
LARGEST_LOG = 8 * 1024**2
READY_WITHIN = 90.0
LONG_DEATHS = 3  # a service that died this often while starting will not start


@dataclass
class Supervisor:
    state: State
    ports: endpoints.Ports
    services: tuple[Service, ...]
    say: Callable[[str], None]
    children: dict[str, Child] = field(default_factory=dict)
    keys: Keys = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    content: dict[str, object] = field(default_factory=dict)
    is_ready: bool = False

    async def run(self, on_ready: Callable[["Supervisor"], None]) -> None:
        """Until somebody says stop. Whatever happens, nothing it started is left."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.over.set)
        stopping = asyncio.create_task(self.over.wait())
        starting = asyncio.create_task(self._start())
        try:
            await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                on_ready(self)
                await self._watch_logs(stopping)
        finally:
            starting.cancel()
            stopping.cancel()
            await asyncio.gather(starting, stopping, return_exceptions=True)
            await self._stop_all()

    async def _start(self) -> None:
        self.state.make()
        enough_space(self.state)
        self.state.endpoints.unlink(missing_ok=True)
        self.keys = load_or_make(self.state)
        self.content = endpoints.endpoints(self.state, self.ports, self.keys)
        await control.open_door(self.state, self._act)
        await open_doors(Mailbox(self.state.folder / "inbox.sqlite"), self.ports.smtp, self.ports.inbox)
        await self._step("PostgreSQL", self._start_postgres())
        await self._step("NATS", self._start_broker())
        await self._step("Databases", self._prepare())
        await self._step("Gateway", self._start_gateway())
        await self._step("Services", self._start_services())
        await self._step("Staff accounts", create_accounts(self.state, self._environment("identity"), self.keys, self.services))
        self.is_ready = True
        self._publish()

    async def _step(self, what: str, work: Awaitable[None]) -> None:
        began = time.monotonic()
        await work
        self.say(f"{what:<14} ready  {time.monotonic() - began:5.1f} s")

    async def _start_postgres(self) -> None:
        postgres.prepare_cluster(self.state)
        self._child(postgres.program(self.state, self.ports.postgres))
        await self._until("postgres", partial(postgres.ready, self.state, self.ports.postgres))
        postgres.provide_roles(self.state, self.ports.postgres, self.keys)

    async def _start_broker(self) -> None:
        self._child(broker.program(self.state, self.ports.nats, self.keys))
        await self._until("nats", partial(broker.answers, self.ports.nats))

    async def _prepare(self) -> None:
        names = [service.name for service in self.services]
        stamp, wanted = self.state.folder / "prepared", fingerprint(names)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        urls = {f"{name.upper()}_URL": endpoints.database_url(self.ports, self.keys, name) for name in names}
        log = self.state.logs / "prepare.log"
        argv = [sys.executable, "-m", "local.prepare", str(self.state.folder / "keys"), *names]
        program = Program("prepare", argv, postgres.environment() | urls, CHECKOUT, log)
        if await ended(spawn(program)):
            raise Trouble(f"The databases could not be prepared; {log} ends with:\n{last_lines(log)}")
        stamp.write_text(wanted)

    async def _start_services(self) -> None:
        for service in self.services:
            argv = [sys.executable, "-m", service.name]
            log = self.state.logs / f"{service.name}.log"
            self._child(Program(service.name, argv, self._environment(service.name), CHECKOUT, log))
        ready = [self._until(s.name, partial(web_answers, self.ports.services[s.name], "/health/ready")) for s in self.services]
        await asyncio.gather(*ready)

    async def _start_gateway(self) -> None:
        self._child(gateway.program(self.state, self.ports.gateway, self.ports.services))
        await self._until("gateway", partial(web_answers, self.ports.gateway, "/api/"))

    def _environment(self, name: str) -> dict[str, str]:
        service = next(service for service in SERVICES if service.name == name)
        env = endpoints.environment_of(service, self.state, self.ports, self.keys)
        return endpoints.write_environment(service, self.state, env)

    def _child(self, program: Program) -> None:
        child = Child(program, self._publish, self.say)
        self.children[program.name] = child
        child.start()

    async def _until(self, name: str, is_ready: Callable[[], Awaitable[bool]]) -> None:
        child = self.children[name]
        if not await until(is_ready, READY_WITHIN, give_up=lambda: child.deaths >= LONG_DEATHS):
            raise Trouble(f"{name} does not start; {child.program.log} ends with:\n{last_lines(child.program.log)}")

    def _publish(self) -> None:
        """That the file is there says that everything is ready."""
        if self.is_ready:
            endpoints.publish(self.state, self.content, self.children.values(), os.getpid())

    async def _act(self, do: str, name: str) -> str:
        """What the control door is asked. A stopped program stays down until it is started again."""
        if do == "down":
            self.over.set()
            return "done"
        child = self.children.get(name)
        if child is None:
            return f"There is no {name} here; there are {', '.join(self.children)}"
        if do == "start":
            child.start()
        elif do == "stop":
            await child.stop()
        return "done"

    async def _watch_logs(self, stopping: "asyncio.Task[bool]") -> None:
        while not stopping.done():
            await asyncio.wait([stopping], timeout=5)
            for log in self.state.logs.glob("*.log"):
                if log.stat().st_size > LARGEST_LOG:
                    shutil.copyfile(log, log.with_suffix(".log.1"))
                    os.truncate(log, 0)  # its writer appends, so it goes on at the beginning

    async def _stop_all(self) -> None:
        names = [service.name for service in self.services]
        for group in (["gateway"], names, ["nats"], ["postgres"]):
            await asyncio.gather(*[self.children[name].stop() for name in group if name in self.children])
        with contextlib.suppress(OSError):
            self.state.endpoints.unlink(missing_ok=True)
            control.path_of(self.state).unlink(missing_ok=True)


def fingerprint(services: Sequence[str]) -> str:
    """What the databases were last brought to: loading the migrations only to find nothing new costs a second."""
    digest = sha256()
    for service in services:
        for path in sorted((CHECKOUT / "services" / service / "migrations").glob("*.py")):
            digest.update(f"{service}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()


def enough_space(state: State) -> None:
    free = shutil.disk_usage(state.folder).free
    if free < NEEDED_SPACE:
        raise Trouble(f"The disk of {state.folder} is full: {free // 1024**2} MB left, {NEEDED_SPACE // 1024**2} MB needed")

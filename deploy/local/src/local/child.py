"""One program kept alive: started again when it dies, until it is told to stop."""

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

PR_SET_PDEATHSIG = 1
FIRST_PAUSE = 0.1  # seconds before a program that died is started again
LONGEST_PAUSE = 5.0  # where it dies at once, again and again
STEADY_AFTER = 3.0  # seconds of life after which the next death counts as a first one
libc = ctypes.CDLL(None, use_errno=True)


async def nothing_first() -> None:
    """What most programs need before they start."""


@dataclass(frozen=True)
class Program:
    """What is started, and how it is ended."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGKILL  # sent by the kernel when the supervisor itself dies
    user: int | None = None
    grace: float = 10.0
    first: Callable[[], Awaitable[None]] = nothing_first


@dataclass
class Child:
    """A running program. `changed` is called whenever its process id changes, `told` with what a person should see."""

    program: Program
    changed: Callable[[], None]
    told: Callable[[str], None]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    _keeper: "asyncio.Task[None] | None" = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def start(self) -> None:
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Ask, wait, then insist. Nothing of it is left when this returns."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.cancel()
        await asyncio.wait([keeper])
        if self.process:
            await end(self.process, self.program)
            self.process = None
        self.changed()

    async def _keep(self) -> None:
        loop, pause = asyncio.get_running_loop(), FIRST_PAUSE
        while True:
            await self.program.first()
            began = loop.time()
            self.process = spawn(self.program)
            self.changed()
            code = await ended(self.process)
            self.process = None
            self.deaths += 1
            self.changed()
            pause = FIRST_PAUSE if loop.time() - began > STEADY_AFTER else min(pause * 2, LONGEST_PAUSE)
            self.told(f"{self.program.name} ended ({said(code)}); starting it again")
            await asyncio.sleep(pause)


def spawn(program: Program) -> "subprocess.Popen[bytes]":
    """Start it in a session of its own, so that Ctrl-C in the terminal reaches only the supervisor."""
    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.argv,
            env=dict(program.env),
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=program.user,
            group=program.user,
            extra_groups=None if program.user is None else [],
            preexec_fn=partial(die_with_parent, os.getpid(), program.orphaned),  # noqa: PLW1509 - the parent has one thread
        )


def die_with_parent(parent: int, how: signal.Signals) -> None:
    libc.prctl(PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:  # it died between the fork and the line above
        os._exit(1)


async def ended(process: "subprocess.Popen[bytes]") -> int:
    """Wait without a thread: the kernel makes a process's end readable."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    descriptor = os.pidfd_open(process.pid)
    loop.add_reader(descriptor, over.set)
    try:
        await over.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
    return process.wait()


async def end(process: "subprocess.Popen[bytes]", program: Program) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(program.stop_signal)
    try:
        await asyncio.wait_for(ended(process), program.grace)
    except TimeoutError:
        process.kill()
        await ended(process)


def said(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name

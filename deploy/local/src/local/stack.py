"""A complete stack from the outside: for `make up`, for tests and for benchmarks.

    with Stack(tmp_path / "run") as stack:
        httpx.get(stack.endpoints["public"])
        stack.kill("surveys")              # kill -9; it is started again by itself
        stack.stop("nats"); stack.start("nats")

The supervisor is a process of its own: a test that blocks its own event loop does not hold up restarts or mails.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from local import control
from local.places import CHECKOUT, State
from local.trouble import Trouble

START_WITHIN = 150.0
STOP_WITHIN = 40.0


class Stack:
    """`free_ports`: any free ones, so that nothing collides with a stack a person runs. `without`: services left out.

    `env` is added to the supervisor's environment: MUNICIPALITY names another file, and what begins with OTEL_
    goes on to the services.
    """

    def __init__(
        self,
        state_dir: Path,
        *,
        free_ports: bool = True,
        without: Sequence[str] = (),
        tied: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.state = State(state_dir.resolve())
        self._free_ports = free_ports
        self._without = without
        self._tied = tied
        self._env = dict(env or {})
        self._supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.down()

    def up(self, tell: Callable[[str], object] = lambda _: None) -> None:
        """Returns when everything is ready; raises Trouble with what the supervisor said when it is not."""
        self._reap()
        self.state.make()
        said = self.state.logs / "supervisor.log"
        with said.open("w") as log:
            supervisor = self._supervisor = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env=os.environ | self._env,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_WITHIN
        with said.open() as progress:
            while not self._is_ready_of(supervisor.pid):
                tell(progress.read())
                if supervisor.poll() is not None:
                    raise Trouble(said.read_text().rpartition("samrad: ")[2].strip() or "The stack ended at once")
                if time.monotonic() > deadline:
                    supervisor.terminate()
                    raise Trouble(f"The stack was not ready within {START_WITHIN:.0f} seconds; see {said}")
                time.sleep(0.05)
            tell(progress.read())

    def down(self) -> None:
        """Returns when every process is gone. Quiet where nothing runs."""
        if control.is_running(self.state):
            control.ask(self.state, "down")
        deadline = time.monotonic() + STOP_WITHIN
        while control.is_running(self.state):
            if time.monotonic() > deadline:
                raise Trouble(f"The stack did not stop within {STOP_WITHIN:.0f} seconds")
            time.sleep(0.05)
        self._reap()

    @property
    def endpoints(self) -> dict[str, Any]:
        """As they are now: process ids change with restarts."""
        found: dict[str, Any] = json.loads(self.state.endpoints.read_text())
        return found

    def pid(self, name: str) -> int | None:
        found: int | None = self.endpoints["processes"][name]["pid"]
        return found

    def kill(self, name: str) -> None:
        """Kill -9, as when the machine takes it; the supervisor starts it again."""
        pid = self.pid(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def stop(self, name: str) -> None:
        """It stays down until `start`."""
        control.ask(self.state, "stop", name)

    def start(self, name: str) -> None:
        control.ask(self.state, "start", name)

    def wipe_jetstream(self) -> None:
        """The broker's store is lost while the house runs."""
        self.stop("nats")
        shutil.rmtree(self.state.jetstream)
        self.state.jetstream.mkdir(mode=0o700)
        self.start("nats")

    def _reap(self) -> None:
        """The supervisor we started is over: take note of it, so that it is no zombie."""
        if self._supervisor:
            self._supervisor.wait(STOP_WITHIN)
        self._supervisor = None

    def _command(self) -> list[str]:
        options = ["--state", str(self.state.folder), *(f"--without={name}" for name in self._without)]
        if self._free_ports:
            options.append("--free-ports")
        if self._tied:
            options.append(f"--tied-to={os.getpid()}")
        return [sys.executable, "-m", "local", "run", *options]

    def _is_ready_of(self, supervisor: int) -> bool:
        try:
            found = self.endpoints["processes"]["supervisor"]["pid"] == supervisor
        except (OSError, ValueError, KeyError):
            return False
        return bool(found)

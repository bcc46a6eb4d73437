"""What a load balancer asks every service: is it alive, and can it keep its promises?"""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from local.programs import SERVICES
from local.stack import Stack

NAMES = [service.name for service in SERVICES]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(Path(tmp_path_factory.mktemp("health")) / "run") as running:
        yield running


def asked(stack: Stack, name: str, what: str) -> httpx.Response:
    return httpx.get(f"{stack.endpoints['services'][name]}/health/{what}", timeout=10)


def ready(stack: Stack, name: str) -> bool:
    return asked(stack, name, "ready").status_code == 200


def all_within(seconds: float, are_so: Callable[[str], bool]) -> None:
    """Every service, from now on until then at the latest."""
    give_up = time.monotonic() + seconds
    left = set(NAMES)
    while left:
        left = {name for name in left if not are_so(name)}
        assert not left or time.monotonic() < give_up, left


def test_every_service_is_alive_and_ready_and_says_what_with(stack: Stack) -> None:
    for name in NAMES:
        assert asked(stack, name, "live").json() == {"status": "live"}
        answer = asked(stack, name, "ready")
        assert answer.status_code == 200
        assert answer.json() == {"status": "ready", "database": True, "broker": True}


def test_nobody_outside_is_told(stack: Stack) -> None:
    for what in ("live", "ready"):
        assert httpx.get(f"{stack.endpoints['public']}health/{what}").status_code == 404


def test_without_the_database_no_service_is_ready_and_with_it_all_are_again(stack: Stack) -> None:
    stack.stop("postgres")
    all_within(1, lambda name: not ready(stack, name))
    for name in NAMES:
        answer = asked(stack, name, "ready")
        assert (answer.status_code, answer.json()["database"]) == (503, False)
        assert asked(stack, name, "live").status_code == 200, "a service that waits is not to be killed for it"
    stack.start("postgres")
    all_within(5, lambda name: ready(stack, name))


def test_a_database_that_hangs_is_none(stack: Stack) -> None:
    """It listens and takes connections, and answers nothing: then nothing may wait for it for ever."""
    with frozen(stack, "postgres"):
        for name in NAMES:
            began = time.monotonic()
            answer = asked(stack, name, "ready")
            assert (answer.status_code, answer.json()["database"]) == (503, False)
            assert time.monotonic() - began < 1.5
        assert all(asked(stack, name, "live").status_code == 200 for name in NAMES)
    all_within(5, lambda name: ready(stack, name))


def test_without_the_broker_all_are_ready_since_they_accept_what_they_are_told(stack: Stack) -> None:
    stack.stop("nats")
    all_within(5, lambda name: asked(stack, name, "ready").json()["broker"] is False)
    assert all(ready(stack, name) for name in NAMES)
    stack.start("nats")
    all_within(5, lambda name: asked(stack, name, "ready").json()["broker"] is True)


@contextlib.contextmanager
def frozen(stack: Stack, name: str) -> Iterator[None]:
    pid = stack.pid(name)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # first, so that it has no child more when they are asked for
    family = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    for member in family[1:]:
        os.kill(member, signal.SIGSTOP)
    try:
        yield
    finally:
        for member in reversed(family):
            with contextlib.suppress(ProcessLookupError):
                os.kill(member, signal.SIGCONT)

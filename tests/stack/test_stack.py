"""What `make up` and `make run` promise."""

import asyncio
import os
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import psutil
import pytest

from local.places import CHECKOUT
from local.programs import SERVICES
from local.stack import Stack
from local.trouble import Trouble

EVERY_SERVICE = [service.name for service in SERVICES]


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def run_local(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local", *arguments]
    return subprocess.run(command, env=os.environ | env, capture_output=True, text=True, check=False, cwd=CHECKOUT, timeout=120)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("name", ["identity", "nats", "postgres", "gateway"])
def test_what_is_killed_is_started_again_at_once(small_stack: Stack, name: str) -> None:
    before = small_stack.pid(name)
    small_stack.kill(name)
    assert within(3, lambda: small_stack.pid(name) not in (None, before))
    health = small_stack.endpoints["services"]["identity"] + "/health/ready"
    assert within(20, lambda: answers(health) and answers(small_stack.endpoints["api"]))


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3).status_code == 200
    except httpx.HTTPError:
        return False


def test_what_is_stopped_stays_down_until_it_is_started(small_stack: Stack) -> None:
    port = int(small_stack.endpoints["nats"]["url"].rsplit(":", 1)[1])
    small_stack.stop("nats")
    assert small_stack.pid("nats") is None
    time.sleep(0.5)
    assert not listens(port)
    small_stack.start("nats")
    assert within(5, lambda: listens(port))


def test_a_wiped_broker_is_filled_again(small_stack: Stack) -> None:
    small_stack.wipe_jetstream()
    store = small_stack.state.jetstream
    assert within(30, lambda: any(path.name == "IDENTITY" for path in store.rglob("*") if path.is_dir()))


async def test_no_role_comes_into_anothers_database(small_stack: Stack) -> None:
    port = small_stack.endpoints["postgres"]["port"]
    names = [name for service in SERVICES for name in service.databases]
    keys = __import__("json").loads((small_stack.state.folder / "secrets.json").read_text())
    for role in names:
        for database in [*names, "postgres", "template1"]:
            connecting = asyncpg.connect(
                host="127.0.0.1", port=port, user=role, password=keys[f"{role}/DATABASE_PASSWORD"], database=database
            )
            if role == database:
                await (await connecting).close()
            else:
                with pytest.raises(asyncpg.PostgresError):
                    await connecting


async def test_the_superuser_comes_in_by_the_socket_alone(small_stack: Stack) -> None:
    server = small_stack.endpoints["postgres"]
    with pytest.raises(asyncpg.PostgresError):
        await asyncpg.connect(host=server["host"], port=server["port"], user=server["superuser"], database="postgres")
    inside = await asyncpg.connect(host=server["socket"], port=server["port"], user=server["superuser"], database="postgres")
    assert await inside.fetchval("show fsync") == "on"
    assert await inside.fetchval("show synchronous_commit") == "on"
    await inside.close()


def test_a_mail_is_in_the_inbox_at_once_and_only_for_whom_it_was(small_stack: Stack) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "panel@example.test", "Kari@example.test", "Bekreft påmeldingen"
    mail.set_content("Hei, trykk på https://example.test/bekreft/x")
    mail.add_alternative("<p>Hei</p>", subtype="html")
    env = (small_stack.state.folder / "env" / "identity.env").read_text()
    assert "SMTP_URL" not in env  # only notifications may send
    port = next(int(line.split(":")[-1]) for line in smtp_listeners(small_stack))
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)
    found = httpx.get(small_stack.endpoints["inbox_json"], params={"to": "kari@example.test"}).json()
    assert [(m["subject"], m["to"], m["html"].strip()) for m in found] == [
        ("Bekreft påmeldingen", ["kari@example.test"], "<p>Hei</p>")
    ]
    assert httpx.get(small_stack.endpoints["inbox_json"], params={"to": "ari@example.test"}).json() == []
    page = httpx.get(small_stack.endpoints["inbox"] + f"mail/{found[0]['id']}")
    assert "<a href='https://example.test/bekreft/x'>" in page.text
    assert httpx.get(small_stack.endpoints["inbox"] + "mail/999999").status_code == 404


def smtp_listeners(stack: Stack) -> list[str]:
    supervisor = psutil.Process(stack.endpoints["processes"]["supervisor"]["pid"])
    web = urlsplit(stack.endpoints["inbox"]).port
    ports = [c.laddr.port for c in supervisor.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    return [f"127.0.0.1:{port}" for port in ports if port != web]


def test_a_second_start_in_the_same_folder_is_refused_in_one_sentence(small_stack: Stack) -> None:
    for act in ("up", "run"):
        refused = run_local(act, "--state", str(small_stack.state.folder), "--free-ports")
        assert refused.returncode == 1
        assert "It is running already" in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_told_in_one_sentence(small_stack: Stack, tmp_path: Path) -> None:
    port = str(urlsplit(small_stack.endpoints["public"]).port)
    refused = run_local("up", "--state", str(tmp_path / "run"), PORT=port, INBOX_PORT="1")
    assert refused.returncode == 1
    assert f"Port {port} for the pages is taken" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_service_that_does_not_start_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="nobody does not start"):
        raise Trouble("nobody does not start")
    stack = Stack(tmp_path / "run", without=EVERY_SERVICE)
    stack.state.make()
    stack.state.jetstream.mkdir()
    (stack.state.jetstream / "jetstream").write_text("a file where the broker wants a folder")
    with pytest.raises(Trouble, match=r"(?s)nats does not start; .*nats\.log ends with:\n"):
        stack.up()


def test_the_data_is_found_again_and_nothing_survives_a_stop(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "run", without=EVERY_SERVICE)
    with stack:
        asyncio.run(write_down(stack, "create table kept as select 42 as n"))
        pids = [process["pid"] for process in stack.endpoints["processes"].values()]
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert not stack.state.endpoints.exists()
    began = time.monotonic()
    with stack:
        assert time.monotonic() - began < 10
        assert asyncio.run(write_down(stack, "select n from kept")) == "SELECT 1"


async def write_down(stack: Stack, statement: str) -> str:
    server = stack.endpoints["postgres"]
    inside = await asyncpg.connect(host=server["socket"], port=server["port"], user="postgres", database="postgres")
    try:
        said: str = await inside.execute(statement)
    finally:
        await inside.close()
    return said


def test_nothing_survives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "run", without=EVERY_SERVICE)
    stack.up()
    supervisor = psutil.Process(stack.endpoints["processes"]["supervisor"]["pid"])
    started = supervisor.children(recursive=True)
    assert len(started) > 3
    supervisor.kill()
    assert within(20, lambda: not any(is_alive(process) for process in started))
    with stack:  # and the folder is usable again
        assert stack.pid("postgres")


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False

"""deploy/nats/nats.conf on a real server: every credential tries everybody's subjects."""

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from eventlog.streams import configuration, follow, stream_of
from local.ports import prefer
from local.programs import READER, SERVICES

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nats" / "nats.conf"
TRIES = 5
NAMES = [service.name for service in SERVICES]
HEARD = {  # whose stream each service hears, and by which consumer: as its `heard.py` says
    "membership": [("ANALYTICS", "membership-results"), ("SURVEYS", "membership-asked")],
    "surveys": [("MEMBERSHIP", "surveys-panel")],
    "notifications": [("MEMBERSHIP", "notifications-mail"), ("SURVEYS", "notifications-mail")],
    "analytics": [("SURVEYS", "analytics-surveys"), ("NOTIFICATIONS", "analytics-notifications")],
}


@dataclass
class Caller:
    """A connection that remembers what it was refused."""

    client: Client
    refused: list[str] = field(default_factory=list)

    async def may_publish(self, subject: str) -> bool:
        self.refused.clear()
        await self.client.publish(subject, b"{}")
        await self._heard_back()
        return not self.refused

    async def _heard_back(self) -> None:
        """The server says no before it answers the first flush; the client tells us at the latest with the second."""
        await self.client.flush()
        await self.client.flush()

    async def may_subscribe(self, subject: str) -> bool:
        self.refused.clear()
        subscription = await self.client.subscribe(subject)
        await self._heard_back()
        allowed = not self.refused
        if allowed:
            await subscription.unsubscribe()
        return allowed

    async def messages_in(self, stream: str) -> int:
        answer = await self.client.request(f"$JS.API.STREAM.INFO.{stream}", timeout=5)
        count: int = json.loads(answer.data)["state"]["messages"]
        return count


@pytest.fixture(scope="module")
async def callers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Caller]]:
    """Everybody, connected; every service has made its stream and said one thing."""
    port = prefer(24_222, set())
    passwords = {f"NATS_{name.upper().replace('-', '_')}_PASSWORD": f"p{name}" for name in [*NAMES, READER]}
    where = {"NATS_HOST": "127.0.0.1", "NATS_PORT": str(port), "NATS_STORE": str(tmp_path_factory.mktemp("jetstream"))}
    server = subprocess.Popen(  # noqa: ASYNC220 - 20 ms, once
        [str(Path(sys.prefix) / "bin" / "nats-server"), "-c", str(CONFIGURATION)],
        env=os.environ | passwords | where,
        stderr=subprocess.DEVNULL,
    )
    try:
        everybody = {name: await connect(name, port) for name in [*NAMES, READER]}
        for name in NAMES:
            await make_stream(everybody[name].client, name)
        yield everybody
        for caller in everybody.values():
            await caller.client.close()
    finally:
        server.terminate()
        server.wait()


async def connect(name: str, port: int) -> Caller:
    refused: list[str] = []

    async def on_error(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(
        f"nats://127.0.0.1:{port}",
        user=name,
        password=f"p{name}",
        inbox_prefix=f"_INBOX_{name}".encode(),
        error_cb=on_error,
        max_reconnect_attempts=50,
        reconnect_time_wait=0.1,
    )
    return Caller(client, refused)


async def make_stream(client: Client, name: str) -> None:
    made = await client.request(
        f"$JS.API.STREAM.CREATE.{stream_of(name)}", json.dumps(configuration(name, 1)).encode(), timeout=5
    )
    assert "error" not in json.loads(made.data)
    said = await client.request(f"{name}.v1.something", b"{}", timeout=5)
    assert json.loads(said.data)["seq"] == 1


async def test_nobody_comes_in_without_a_credential(callers: dict[str, Caller]) -> None:
    url = callers["surveys"].client.connected_url
    assert url is not None
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(b"CONNECT {}\r\nPING\r\n")
    assert b"Authorization Violation" in await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("owner", NAMES)
@pytest.mark.parametrize("name", [*NAMES, READER])
async def test_a_service_speaks_only_under_its_own_name(callers: dict[str, Caller], name: str, owner: str) -> None:
    assert await callers[name].may_publish(f"{owner}.v1.something") == (name == owner)


@pytest.mark.parametrize("owner", NAMES)
@pytest.mark.parametrize("name", [*NAMES, READER])
@pytest.mark.parametrize("act", ["CREATE", "UPDATE", "DELETE", "PURGE", "MSG.DELETE", "SNAPSHOT", "RESTORE"])
async def test_a_stream_is_made_by_its_owner_and_removed_by_nobody(
    callers: dict[str, Caller], act: str, name: str, owner: str
) -> None:
    allowed = name == owner and act == "CREATE"
    assert await callers[name].may_publish(f"$JS.API.STREAM.{act}.{stream_of(owner)}") == allowed


@pytest.mark.parametrize("name", [*NAMES, READER])
async def test_a_stream_is_heard_only_through_the_consumers_that_are_named(callers: dict[str, Caller], name: str) -> None:
    for listener, stream, consumer in [(who, *what) for who, list_ in HEARD.items() for what in list_]:
        for act in ("CREATE", "DELETE", "INFO", "MSG.NEXT"):
            subject = f"$JS.API.CONSUMER.{act}.{stream}.{consumer}"
            own = name == listener or (stream, consumer) in HEARD.get(name, [])
            assert await callers[name].may_publish(subject) == own, subject
    for owner in NAMES:
        assert not await callers[name].may_publish(f"$JS.API.CONSUMER.CREATE.{stream_of(owner)}.another")
        assert not await callers[name].may_publish(f"$JS.API.CONSUMER.CREATE.{stream_of(owner)}")


@pytest.mark.parametrize("owner", [*NAMES, READER])
@pytest.mark.parametrize("name", [*NAMES, READER])
async def test_answers_are_read_only_by_who_asked(callers: dict[str, Caller], name: str, owner: str) -> None:
    assert await callers[name].may_subscribe(f"_INBOX_{owner}.>") == (name == owner)


@pytest.mark.parametrize("name", [*NAMES, READER])
async def test_only_notifications_asks_for_addresses_and_only_membership_answers(callers: dict[str, Caller], name: str) -> None:
    assert await callers[name].may_publish("rpc.membership.resolve") == (name == "notifications")
    assert await callers[name].may_subscribe("rpc.membership.resolve") == (name == "membership")
    assert not await callers[name].may_subscribe("rpc.>")
    assert not await callers[name].may_subscribe(">")
    assert not await callers[name].may_subscribe("$JS.EVENT.>")


@pytest.mark.parametrize("subject", ["rpc.surveys.about_member", "rpc.surveys.took_part", "rpc.notifications.about_member"])
@pytest.mark.parametrize("name", [*NAMES, READER])
async def test_only_membership_asks_what_is_held_about_a_member_and_only_who_holds_it_answers(
    callers: dict[str, Caller], name: str, subject: str
) -> None:
    assert await callers[name].may_publish(subject) == (name == "membership")
    assert await callers[name].may_subscribe(subject) == (name == subject.split(".")[1])


def test_the_consumers_named_here_are_those_the_services_hear_by() -> None:
    services = Path(__file__).parents[2] / "services"
    in_code = {
        (path.parts[len(services.parts)], *found)
        for path in services.glob("*/src/**/*.py")
        for found in re.findall(r'Hearing\(\s*"([A-Z]+)", "([a-z-]+)"', path.read_text())
    }
    assert in_code == {(name, *what) for name, heard in HEARD.items() for what in heard}


async def test_every_hearing_of_the_house_is_allowed(callers: dict[str, Caller]) -> None:
    for name, heard in HEARD.items():
        for stream, consumer in heard:
            await follow(callers[name].client, stream, consumer, 0)


@pytest.mark.parametrize(
    ("asks", "subject"),
    [
        ("notifications", "rpc.membership.resolve"),
        ("membership", "rpc.surveys.about_member"),
        ("membership", "rpc.surveys.took_part"),
        ("membership", "rpc.notifications.about_member"),
    ],
)
async def test_who_is_asked_may_answer(callers: dict[str, Caller], asks: str, subject: str) -> None:
    async def answer(message: Msg) -> None:
        await message.respond(b"known")

    answering = callers[subject.split(".")[1]].client
    subscription = await answering.subscribe(subject, cb=answer)
    await answering.flush()
    await answering.flush()
    said = await callers[asks].client.request(subject, b"{}", timeout=5)
    assert said.data == b"known"
    await subscription.unsubscribe()


async def heard(live: Subscription, speaker: Client, subject: str) -> str:
    """The subject of the first message that comes. The broker tells another account of a new listener a moment later."""
    for _ in range(TRIES):
        await speaker.publish(subject, b"{}")
        with contextlib.suppress(nats.errors.TimeoutError):
            return (await live.next_msg(timeout=1)).subject
    return "nothing was heard"


async def test_a_reader_from_outside_reads_everything_from_the_start_and_hears_what_is_new(callers: dict[str, Caller]) -> None:
    reader = callers[READER].client
    stream = reader.jetstream(prefix="PANEL.API")
    for name in NAMES:
        assert (await stream.get_msg(stream_of(name), seq=1, direct=True)).subject == f"{name}.v1.something"
        live = await reader.subscribe(f"{name}.v1.*")
        await reader.flush()
        assert await heard(live, callers[name].client, f"{name}.v1.more") == f"{name}.v1.more"
        await live.unsubscribe()


async def test_a_reader_from_outside_cannot_have_the_broker_speak_for_it(callers: dict[str, Caller]) -> None:
    """The broker answers on whatever subject a request names: in the panel's account it would be filed in the stream."""
    reader, surveys = callers[READER].client, callers["surveys"]
    before = await surveys.messages_in("SURVEYS")
    for subject in ("PANEL.API.STREAM.INFO.SURVEYS", "PANEL.API.DIRECT.GET.SURVEYS"):
        await reader.publish(subject, b'{"seq":1}', reply="surveys.v1.forged")
    await reader.flush()
    await asyncio.sleep(0.3)
    assert await surveys.messages_in("SURVEYS") == before

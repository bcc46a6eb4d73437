"""A stranger to the house, with nats-py and a read-only credential, hears everything that is public, and can hear it again."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.stack import Stack

SCRIPT = Path(__file__).parents[2] / "docs" / "subscribe.py"
WANTED = {
    "identity.v1.account_created",
    "membership.v1.confirmation_requested",
    "notifications.v1.notification_sent",
    "membership.v1.member_joined",
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("subscriber") / "run") as running:
        yield running


class Subscriber:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.heard: list[dict[str, Any]] = []

    async def listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.heard.append(json.loads(line))

    def kinds(self) -> set[str]:
        return {message["type"] for message in self.heard}

    async def until(self, kinds: set[str]) -> None:
        async with asyncio.timeout(30):
            while not kinds <= self.kinds():
                await asyncio.sleep(0.05)


@asynccontextmanager
async def subscriber(stack: Stack, *options: str) -> AsyncIterator[Subscriber]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), *options, str(stack.state.endpoints), stdout=asyncio.subprocess.PIPE
    )
    listening = Subscriber(process)
    task = asyncio.create_task(listening.listen())
    try:
        yield listening
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await task


async def join(stack: Stack, address: str) -> None:
    """Sign up, read the mail, follow its link, confirm: through the gateway, as a person's client would."""
    async with httpx.AsyncClient(base_url=stack.endpoints["public"], timeout=20) as client:
        form = (await client.get("/api/membership/form")).json()
        person = {
            "name": "Needle Nål",
            "email": address,
            "gender": form["genders"][0],
            "birth_year": 1980,
            "area": next(iter(form["areas"])),
            "interests": [next(iter(form["interests"]))],
            "consent": form["consent_version"],
        }
        (await client.post("/api/membership/sign-ups", json=person)).raise_for_status()
        link = await confirm_link(stack, address)
        (await client.post("/api/membership/confirmations", json={"token": link.rpartition("/")[2]})).raise_for_status()


async def confirm_link(stack: Stack, address: str) -> str:
    async with httpx.AsyncClient(timeout=20) as client, asyncio.timeout(30):
        while True:
            mails = (await client.get(stack.endpoints["inbox_json"], params={"to": address})).json()
            if mails:
                (link,) = [word for word in mails[0]["text"].split() if "/bekreft/" in word]
                return str(link).partition("?")[0]
            await asyncio.sleep(0.05)


async def test_a_stranger_hears_what_happens_and_can_hear_it_all_again_from_the_start(stack: Stack) -> None:
    async with subscriber(stack, "--from-start") as first:
        await first.until({"identity.v1.account_created"})
        await join(stack, "needle@example.test")
        await first.until(WANTED)
        async with subscriber(stack, "--from-start") as again, subscriber(stack) as from_now:
            await again.until(WANTED)
            assert sorted(map(json.dumps, again.heard)) == sorted(map(json.dumps, first.heard))
            await join(stack, "other@example.test")
            await from_now.until(WANTED - {"identity.v1.account_created"})
            assert "identity.v1.account_created" not in from_now.kinds()
    told = json.dumps(first.heard)
    assert "needle" not in told.lower()
    assert "/bekreft/" not in told


async def test_positions_are_without_gaps_and_each_is_told_once(stack: Stack) -> None:
    async with subscriber(stack, "--from-start") as listening:
        await listening.until(WANTED)
        for service in ("identity", "membership", "notifications"):
            positions = [m["position"] for m in listening.heard if m["type"].startswith(service)]
            assert positions == list(range(1, len(positions) + 1))

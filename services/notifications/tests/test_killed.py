"""The whole service as a process of its own, killed with -9: nobody is sent the same mail twice, and nobody is forgotten."""

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import nats
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from eventlog.streams import provide
from notifications.events import About, Kind
from notifications.heard import notification_id
from notifications.notification import Status

from .conftest import LINK_KEY_TEXT, MUNICIPALITY, PUBLIC_URL, Membership, Outbox, Peer

PUBLIC_KEY = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Running:
    """`python -m notifications`, to be killed and started again."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._environment = environment
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "notifications", env=self._environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


@pytest.fixture
async def service(
    box: Outbox, membership: Membership, peer: Peer, tmp_path: Path, unused_tcp_port: int
) -> AsyncIterator[Running]:
    environment = os.environ | {
        "DATABASE_URL": box.url,
        "NATS_URL": membership.url,
        "PORT": str(unused_tcp_port),
        "PUBLIC_URL": PUBLIC_URL,
        "STAFF_TOKEN_PUBLIC_KEY": PUBLIC_KEY.decode(),
        "MUNICIPALITY": str(MUNICIPALITY),
        "SMTP_URL": peer.url,
        "LINK_KEY": LINK_KEY_TEXT,
    }
    running = Running(environment, tmp_path / "log")
    await running.start()
    yield running
    await running.kill()
    logged = (tmp_path / "log").read_text()
    for personal in ("@example.test", "Kari", "/s/", "/bekreft/"):
        assert personal not in logged


@asynccontextmanager
async def streams(url: str) -> AsyncIterator[Any]:
    nc = await nats.connect(url)
    for name in ("membership", "surveys"):
        await provide(nc, name, 1)
    yield nc.jetstream()
    await nc.close()


async def invite(stream: Any, survey_id: UUID, members: Iterable[UUID]) -> list[UUID]:
    """Publish what surveys would; returns the ids of the mails that should come of it."""
    published = {"survey_id": survey_id, "title": {"nb": "Om klima"}, "minutes": 5}
    await stream.publish("surveys.v1.survey_published", msgspec.json.encode(published), headers={"ce-id": str(uuid4())})
    ids = []
    for member_id in members:
        about = About(kind=Kind.invitation, cause_id=uuid4(), member_id=member_id, survey_id=survey_id)
        issued = {"invitation_id": about.cause_id, "survey_id": survey_id, "member_id": member_id}
        await stream.publish("surveys.v1.invitation_issued", msgspec.json.encode(issued), headers={"ce-id": str(uuid4())})
        ids.append(notification_id(about))
    return ids


async def test_killed_between_attempt_and_outcome_the_mail_is_uncertain_and_goes_again_only_by_a_persons_act(
    box: Outbox, membership: Membership, peer: Peer, service: Running
) -> None:
    address = "hang.a@example.test"
    async with streams(membership.url) as stream:
        (id_,) = await invite(stream, uuid4(), [membership.member(address)])
        await box.until(id_, lambda s: s.status is Status.attempting, patience=20)
        async with asyncio.timeout(5):
            while not peer.handed_over[address]:
                await asyncio.sleep(0.01)
        await service.kill()
        assert (await box.state(id_)).status is Status.attempting
        await service.start()
        state = await box.until(id_, lambda s: s.status is Status.uncertain, patience=20)
        assert state.reason == "sender_stopped"
        await asyncio.sleep(1)
        assert peer.handed_over[address] == 1


async def test_killed_again_and_again_nobody_is_sent_a_mail_twice_and_nobody_is_forgotten(
    box: Outbox, membership: Membership, peer: Peer, service: Running
) -> None:
    chance = random.Random(2019)
    async with streams(membership.url) as stream:
        ids = await invite(stream, uuid4(), [membership.member(f"m{n}@example.test") for n in range(400)])
        kills = 0
        while kills < 5 and len(peer.contents) < 370:
            before = len(peer.contents)
            async with asyncio.timeout(20):
                while len(peer.contents) < before + chance.randint(5, 70):
                    await asyncio.sleep(0.002)
            await asyncio.sleep(chance.random() * 0.02)
            await service.kill()
            kills += 1
            await service.start()
        ended = (Status.sent, Status.uncertain)
        states = [await box.until(id_, lambda s: s.status in ended, patience=40) for id_ in ids]
    outcome = Counter(str(state.status) for state in states)
    sys.stdout.write(f"\nkills {kills}, mails {len(ids)}, taken by the server {len(peer.contents)}, {dict(outcome)}\n")
    assert kills >= 4
    assert max(peer.handed_over.values()) == 1
    received = {mail["Message-ID"] for mail in peer.taken}
    for id_, state in zip(ids, states, strict=True):
        assert f"<{id_}@innbyggerpanel.example>" in received or state.status is Status.uncertain
    assert outcome["uncertain"] <= kills * 8

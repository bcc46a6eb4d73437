"""A mail server that does as its script says, a membership that answers, and the outbox on a real database."""

import asyncio
import email
import email.policy
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI
from faststream.nats import NatsBroker
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import ui
from eventlog import EventLog
from eventlog.projections import run_projections
from notifications import outbox
from notifications.events import ALL_EVENTS, About, Kind
from notifications.heard import notification_id, queue
from notifications.known_surveys import close, remember
from notifications.links import Links
from notifications.mails import Composer
from notifications.notification import Notification, notification_decider
from notifications.published import announce
from notifications.resolving import Resolver
from notifications.sending import Sender
from notifications.smtp import MailServer

ROOT = Path(__file__).resolve().parents[3]
MUNICIPALITY = ROOT / "deploy" / "municipality" / "baerum.toml"
PUBLIC_URL = "http://127.0.0.1:8080"
LINK_KEY = b"k" * 32
LINK_KEY_TEXT = b64encode(LINK_KEY).decode()


@pytest.fixture
def site() -> None:
    ui.setup(FastAPI(), packages=["notifications"], municipality=MUNICIPALITY, public_url=PUBLIC_URL)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@dataclass
class Peer:
    """A real SMTP server. The first word of an address is its script: `busy.…` 450, `full.…` 450 after DATA, and so on."""

    port: int = 0
    contents: list[bytes] = field(default_factory=list)
    offered: Counter[str] = field(default_factory=Counter)
    handed_over: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    utf8: bool = False
    slowness: float = 0.0
    server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def taken(self) -> list[EmailMessage]:
        return [parsed(content) for content in self.contents]

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    def _protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(self, loop=asyncio.get_running_loop(), hostname="peer.test", enable_SMTPUTF8=self.utf8)

    async def stop(self) -> None:
        assert self.server is not None
        self.server.close()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802, ARG002 – aiosmtpd's names
        self.offered[address] += 1
        match address.split(".", maxsplit=1)[0]:
            case "busy":
                return f"450 4.2.0 <{address}> try later"
            case "unknown":
                return f"550 5.1.1 <{address}> no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 – aiosmtpd's names
        await asyncio.sleep(self.slowness)
        (address,) = envelope.rcpt_tos
        self.handed_over[address] += 1
        match address.split(".")[0]:
            case "full":
                return "452 4.3.1 no room"
            case "spam":
                return f"550 5.7.1 not for <{address}>"
            case "cut":
                cast("asyncio.Transport", server.transport).abort()
                return "250 OK"
            case "hang":
                await asyncio.sleep(3600)
        assert isinstance(envelope.content, bytes)
        self.contents.append(envelope.content)
        return "250 OK"


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    running = Peer()
    await running.start()
    yield running
    await running.stop()


@dataclass
class Membership:
    """Answers the one question, as membership does, from what the test tells it."""

    url: str
    addresses: dict[UUID, str] = field(default_factory=dict)
    statuses: dict[UUID, str] = field(default_factory=dict)
    languages: dict[UUID, str] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    broker: NatsBroker | None = None

    def member(self, address: str, language: str = "nb") -> UUID:
        member_id = uuid4()
        self.addresses[member_id] = address
        self.languages[member_id] = language
        return member_id

    async def start(self) -> None:
        self.broker = NatsBroker(self.url, logger=None)
        self.broker.subscriber("rpc.membership.resolve", queue="membership")(self.answer)
        await self.broker.start()

    async def answer(self, question: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        self.asked.append(len(question["requests"]))
        self.requests += question["requests"]
        return {"answers": [self._one(request) for request in question["requests"]]}

    def _one(self, request: dict[str, Any]) -> dict[str, Any]:
        member_id = UUID(request["member_id"])
        status = self.statuses.get(member_id, "ok")
        if status != "ok":
            return {"notification_id": request["notification_id"], "status": status}
        link = None if request["kind"] in ("invitation", "sign_up_repeated") else f"/{request['kind']}/abc"
        return {
            "notification_id": request["notification_id"],
            "status": "ok",
            "address": self.addresses[member_id],
            "name": "Kari Ås",
            "language": self.languages[member_id],
            "link": link,
            "code": "482913" if request["kind"] == "sign_in" else "",
            "unsubscribe": "/avmeld/abc",
            "of_a_later_version": "more than we read",
        }

    async def stop(self) -> None:
        assert self.broker is not None
        await self.broker.stop()


@pytest.fixture
async def membership(own_nats: Any) -> AsyncIterator[Membership]:
    answering = Membership(own_nats.url)
    await answering.start()
    yield answering
    await answering.stop()


@dataclass
class Outbox:
    """The service's own parts on a real database, without its worker: tests start the sender when they want it."""

    url: str
    engine: AsyncEngine
    log: EventLog
    senders: list[tuple[asyncio.Task[None], Resolver]] = field(default_factory=list)

    async def queue(self, member_id: UUID, survey_id: UUID | None = None, kind: Kind | None = None) -> UUID:
        about = About(
            kind=kind or (Kind.invitation if survey_id else Kind.confirmation),
            cause_id=uuid4(),
            member_id=member_id,
            survey_id=survey_id,
        )
        await queue(self.log, [about], datetime.now(UTC))
        return notification_id(about)

    async def survey(self, title: str = "Om klima", *, closed: bool = False) -> UUID:
        survey_id = uuid4()
        async with self.engine.begin() as connection:
            await remember(connection, survey_id, {"nb": title, "nn": title, "en": title}, 5)
            if closed:
                await close(connection, survey_id, datetime.now(UTC))
        return survey_id

    async def state(self, id_: UUID) -> Notification:
        return (await self.log.load(notification_decider, id_)).state

    async def until(self, id_: UUID, condition: Callable[[Notification], bool], patience: float = 10.0) -> Notification:
        async with asyncio.timeout(patience):
            while not condition(state := await self.state(id_)):
                await asyncio.sleep(0.02)
        return state

    def start_sender(
        self, server_url: str, nats_url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC), patience: float = 1.0
    ) -> Sender:
        resolver = Resolver(nats_url)
        sender = Sender(
            self.log,
            self.engine,
            resolver,
            Composer("panel@panel.example", Links(PUBLIC_URL, LINK_KEY)),
            MailServer.at(server_url),
            smtp_patience=patience,
            clock=clock,
        )
        self.senders.append((asyncio.create_task(sender.run()), resolver))
        return sender

    async def stop_senders(self) -> None:
        for task, resolver in self.senders:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await resolver.close()
        self.senders.clear()


@pytest.fixture
async def box(postgres: Callable[..., Awaitable[str]], site: None) -> AsyncIterator[Outbox]:
    url = await postgres("notifications")
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=2, max_overflow=3)
    log = EventLog(url, engine, ALL_EVENTS, announce, name="notifications")
    await log.open()
    projecting = asyncio.create_task(run_projections(log, engine, [outbox.projection]))
    opened = Outbox(url, engine, log)
    yield opened
    await opened.stop_senders()
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)
    await log.close()
    await engine.dispose()

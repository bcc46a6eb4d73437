"""What staff see of the outbox, read as a person reads it, and the same as JSON."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog
from eventlog.projections import run_projections
from notifications import outbox
from notifications.events import About, Kind, Problem
from notifications.heard import notification_id, queue
from notifications.known_surveys import remember
from notifications.main import service
from notifications.notification import (
    BeginAttempt,
    Command,
    RecordFailed,
    RecordSent,
    RecordUncertain,
    Status,
    notification_decider,
)
from notifications.settings import Settings
from runtime.house import House
from runtime.rights import AUDIENCE, HEADER
from runtime.serve import create_app

from .conftest import LINK_KEY_TEXT, MUNICIPALITY

KEY = Ed25519PrivateKey.generate()
PUBLIC_URL = "http://panel.test"
ATTEMPT = UUID(int=1)


def staff(*rights: str, language: str = "nb") -> dict[str, str]:
    claims = {"sub": str(uuid4()), "name": "Ansatt", "rights": rights, "aud": AUDIENCE, "exp": int(time.time()) + 60}
    return {HEADER: jwt.encode(claims, KEY, "EdDSA"), "accept": "text/html", "accept-language": language}


def reader() -> dict[str, str]:
    return staff("outbox:read")


def steward() -> dict[str, str]:
    return staff("outbox:read", "dispatch:send")


class Room:
    """The service's own routes and projection on a real database, and a hand to put mails into every state."""

    def __init__(self, client: httpx.AsyncClient, house: House) -> None:
        self.client = client
        self.log: EventLog = house.log
        self.engine: AsyncEngine = house.engine

    async def survey(self, title: str) -> UUID:
        survey_id = uuid4()
        async with self.engine.begin() as connection:
            await remember(connection, survey_id, {"nb": title, "nn": title, "en": title}, 5)
        return survey_id

    async def mail(self, *commands: Command, survey_id: UUID | None = None) -> UUID:
        kind = Kind.invitation if survey_id else Kind.confirmation
        about = About(kind=kind, cause_id=uuid4(), member_id=uuid4(), survey_id=survey_id)
        await queue(self.log, [about], datetime.now(UTC))
        id_ = notification_id(about)
        for command in commands:
            await self.log.execute(notification_decider, id_, command, datetime.now(UTC))
        return id_

    async def settled(self) -> None:
        async with self.engine.connect() as connection:
            head = await connection.exec_driver_sql("select position from log_head")
            position = head.scalar_one()
        assert await self.log.caught_up("outbox", position)


@pytest.fixture
async def room(postgres: Callable[..., Awaitable[str]]) -> AsyncIterator[Room]:
    settings = Settings(
        database_url=await postgres("notifications"),
        nats_url="nats://127.0.0.1:1",
        port=8104,
        public_url=PUBLIC_URL,
        roles="api",
        staff_token_public_key=KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        municipality=MUNICIPALITY,
        smtp_url="smtp://127.0.0.1:1",
        link_key=LINK_KEY_TEXT,
    )
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        house = app.state.house
        projecting = asyncio.create_task(run_projections(house.log, house.engine, [outbox.projection]))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
            yield Room(client, house)
        projecting.cancel()
        await asyncio.gather(projecting, return_exceptions=True)


begin = BeginAttempt(ATTEMPT, uuid4())
sent = (begin, RecordSent(ATTEMPT))
uncertain = (begin, RecordUncertain(ATTEMPT, "sender_stopped"))
failed = (RecordFailed(Problem.permanent, "smtp_550"),)


async def test_the_outbox_is_for_staff_who_may_read_it(room: Room) -> None:
    for path in ("/staff/outbox", "/api/notifications/staff/outbox", "/api/notifications/staff/outbox/trouble"):
        assert (await room.client.get(path)).status_code == 401
        assert (await room.client.get(path, headers=staff("panel:read"))).status_code == 403
    order = f"/staff/outbox/{uuid4()}/send-again"
    assert (await room.client.post(order, headers=reader())).status_code == 403


async def test_an_empty_outbox_says_when_the_first_mail_goes(room: Room) -> None:
    page = (await room.client.get("/staff/outbox", headers=reader())).text
    assert "Ingen e-post ennå" in page


async def test_mails_are_counted_by_kind_and_survey_and_state(room: Room) -> None:
    climate = await room.survey("Om klima")
    for commands in (sent, sent, uncertain, ()):
        await room.mail(*commands, survey_id=climate)
    await room.mail(*failed)
    await room.settled()
    told = (await room.client.get("/api/notifications/staff/outbox", headers=reader())).json()
    assert told["totals"] == {"queued": 1, "attempting": 0, "sent": 2, "failed": 1, "uncertain": 1, "dropped": 0}
    by_kind = {m["kind"]: m for m in told["mailings"]}
    assert by_kind["invitation"] == {
        "kind": "invitation",
        "survey_id": str(climate),
        "numbers": {"queued": 1, "sent": 2, "uncertain": 1},
    }
    assert by_kind["confirmation"]["numbers"] == {"failed": 1}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            (
                "Invitasjon: Om klima",
                "Utsendingen stanset midt i denne e-posten.",
                "Send på nytt",
                "avviste e-posten (svar 550)",
            ),
        ),
        (
            "nn",
            ("Invitasjon: Om klima", "Utsendinga stansa midt i denne e-posten.", "Send på nytt", "avviste e-posten (svar 550)"),
        ),
        ("en", ("Invitation: Om klima", "The sending stopped in the middle", "Send again", "refused the e-mail (answer 550)")),
    ],
)
async def test_what_needs_a_person_is_listed_with_its_reason_in_words(
    room: Room, language: str, words: tuple[str, ...]
) -> None:
    await room.mail(*uncertain, survey_id=await room.survey("Om klima"))
    await room.mail(*failed)
    await room.settled()
    page = (await room.client.get("/staff/outbox", headers=staff("outbox:read", "dispatch:send", language=language))).text
    for word in words:
        assert word in page.replace("\N{NO-BREAK SPACE}", " ")


async def test_only_those_who_may_send_see_the_button(room: Room) -> None:
    await room.mail(*failed)
    await room.settled()
    assert "/send-again" not in (await room.client.get("/staff/outbox", headers=reader())).text


async def test_an_uncertain_mail_is_sent_again_by_a_persons_act_and_pressing_twice_orders_once(room: Room) -> None:
    id_ = await room.mail(*uncertain)
    await room.settled()
    for _ in range(2):
        answer = await room.client.post(f"/staff/outbox/{id_}/send-again", headers=steward())
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/outbox?again=1")
    loaded = await room.log.load(notification_decider, id_)
    assert loaded.state.status is Status.queued
    assert loaded.version == 4
    page = (await room.client.get("/staff/outbox?again=1", headers=steward())).text
    assert "lagt i kø og sendes på nytt" in page
    assert "All e-post er sendt, eller er på vei" in page


async def test_another_site_cannot_make_staff_send_again(room: Room) -> None:
    id_ = await room.mail(*uncertain)
    answer = await room.client.post(f"/staff/outbox/{id_}/send-again", headers=steward() | {"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await room.log.load(notification_decider, id_)).state.status is Status.uncertain


async def test_a_sent_or_unknown_mail_cannot_be_sent_again(room: Room) -> None:
    path = "/api/notifications/staff/outbox/{}/send-again"
    answer = await room.client.post(path.format(await room.mail(*sent)), headers=steward())
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:samrad:problem:cannot_send_again")
    answer = await room.client.post(path.format(uuid4()), headers=steward())
    assert answer.status_code == 404
    answer = await room.client.post(path.format("not-an-id"), headers=steward())
    assert answer.status_code == 422


async def test_trouble_is_paged_and_each_mail_is_on_one_page(room: Room) -> None:
    ids = {str(await room.mail(*failed)) for _ in range(30)}
    await room.settled()
    page = (await room.client.get("/staff/outbox", headers=steward())).text
    assert page.count("/send-again") == 25
    (next_page,) = [part.split('"')[0] for part in page.split('href="') if part.startswith("/staff/outbox?before=")]
    second = (await room.client.get(next_page.replace("&amp;", "&").split("#")[0], headers=steward())).text
    assert second.count("/send-again") == 5
    assert all(id_ in page + second for id_ in ids)
    listed = (await room.client.get("/api/notifications/staff/outbox/trouble?limit=30", headers=reader())).json()
    assert {t["notification_id"] for t in listed} == ids
    rest = await room.client.get(
        f"/api/notifications/staff/outbox/trouble?before={listed[9]['position']}&limit=200", headers=reader()
    )
    assert len(rest.json()) == 20


async def test_the_openapi_document_tells_of_the_outbox(room: Room) -> None:
    document = (await room.client.get("/api/notifications/openapi.json")).json()
    assert "/api/notifications/staff/outbox" in document["paths"]
    assert not [path for path in document["paths"] if path.startswith("/staff")]

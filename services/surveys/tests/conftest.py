"""A running surveys service on a real database, with staff, a panel and a questionnaire."""

import base64
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eventlog import Recorded
from runtime.serve import create_app
from sealing import link_token
from surveys.events import Background
from surveys.inviting import panel
from surveys.inviting.invitation import invitation_id
from surveys.main import service
from surveys.parts import Parts
from surveys.settings import Settings

ROOT = Path(__file__).parents[3]
STAFF_KEY = Ed25519PrivateKey.generate()
PUBLIC_PEM = (
    STAFF_KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
)
EVERY_RIGHT = ("surveys:read", "surveys:write", "surveys:publish", "dispatch:send", "results:read")
YES_NO = [{"id": "yes", "text": {"nb": "Ja", "en": "Yes"}}, {"id": "no", "text": {"nb": "Nei", "en": "No"}}]


STAFF, COLLEAGUE = UUID(int=7), UUID(int=8)


def staff_headers(*rights: str, who: UUID = STAFF) -> dict[str, str]:
    claims = {
        "sub": str(who),
        "name": "En ansatt" if who == STAFF else "En kollega",
        "rights": list(rights or EVERY_RIGHT),
        "aud": "samrad",
        "exp": datetime.now(UTC) + timedelta(hours=1),
    }
    return {"X-Samrad-Staff": jwt.encode(claims, STAFF_KEY, "EdDSA")}


def definition(title: str = "Om klima") -> dict[str, Any]:
    """Two pages: a choice with a number that hangs on it; a scale and two texts."""
    return {
        "format": "samrad.survey/1",
        "languages": ["nb", "en"],
        "title": {"nb": title, "en": "On climate"},
        "sections": [
            {
                "id": "travel",
                "title": {"nb": "Reise", "en": "Travel"},
                "questions": [
                    {
                        "id": "cycles",
                        "kind": "single_choice",
                        "text": {"nb": "Sykler du?", "en": "Do you cycle?"},
                        "required": True,
                        "options": YES_NO,
                    },
                    {
                        "id": "days",
                        "kind": "number",
                        "text": {"nb": "Hvor mange dager i uka?", "en": "How many days a week?"},
                        "min": 0,
                        "max": 7,
                        "show_if": {"question": "cycles", "is": "yes"},
                    },
                ],
            },
            {
                "id": "views",
                "title": {"nb": "Syn", "en": "Views"},
                "questions": [
                    {"id": "worry", "kind": "scale", "text": {"nb": "Hvor bekymret er du?", "en": "How worried are you?"}},
                    {"id": "why", "kind": "long_text", "text": {"nb": "Hvorfor?", "en": "Why?"}},
                    {"id": "word", "kind": "short_text", "text": {"nb": "Ett ord?", "en": "One word?"}},
                ],
            },
        ],
    }


NOW = datetime(2019, 10, 1, 9, tzinfo=UTC)
ANSWERS = {"cycles": "yes", "days": 3, "worry": 8, "why": "Fordi vinteren uteblir", "word": "snø"}


@dataclass
class Running:
    """The service as its clients and its neighbours meet it."""

    client: httpx.AsyncClient
    parts: Parts
    members: list[UUID] = field(default_factory=list)

    async def with_members(self, n: int, **attributes: Any) -> list[UUID]:
        usual = {"age_band": "30-39", "gender": "woman", "area": "sandvika", "interests": ("klima",), "language": "nb"}
        members = [uuid4() for _ in range(n)]
        async with self.parts.engine.begin() as connection:
            await panel.take_in(connection, ((m, Background(**{**usual, **attributes})) for m in members))
        self.members += members
        return members

    async def published(self, document: dict[str, Any] | None = None) -> UUID:
        staff = staff_headers()
        drafted = await self.client.post("/api/surveys/staff/surveys", json=document or definition(), headers=staff)
        survey_id = UUID(drafted.json()["survey_id"])
        await self.approved(survey_id)
        published = await self.client.post(f"/api/surveys/staff/surveys/{survey_id}/publish", headers=staff)
        assert published.status_code == 204, published.text
        return survey_id

    async def approved(self, survey_id: UUID) -> None:
        """Asked for by the one, approved by the other."""
        path = f"/api/surveys/staff/surveys/{survey_id}"
        asked = await self.client.post(f"{path}/review", headers=staff_headers())
        assert asked.status_code == 204, asked.text
        colleague = staff_headers(who=COLLEAGUE)
        version = (await self.client.get(f"{path}/review", headers=colleague)).json()["version"]
        approved = await self.client.post(f"{path}/approve", json={"version": version}, headers=colleague)
        assert approved.status_code == 204, approved.text

    async def dispatched(self, survey_id: UUID) -> list[str]:
        """Order a dispatch to everyone and wait for it; the tokens of the members' links."""
        path = f"/api/surveys/staff/surveys/{survey_id}/dispatches"
        ordered = await self.client.post(path, headers=staff_headers())
        assert ordered.status_code == 202, ordered.text
        await self.dispatch_done(survey_id)
        return [self.token(survey_id, member) for member in self.members]

    def token(self, survey_id: UUID, member_id: UUID) -> str:
        invitation = invitation_id(self.parts.invitation_secret, survey_id, member_id)
        return link_token(self.parts.link_key, "s", invitation)

    async def dispatch_done(self, survey_id: UUID) -> None:
        await until(lambda: self._all_completed(f"/api/surveys/staff/surveys/{survey_id}/dispatches"))

    async def _all_completed(self, path: str) -> bool:
        sent = await self.client.get(path, headers=staff_headers())
        return all(sending["completed_at"] for sending in sent.json())

    async def events(self) -> list[Recorded]:
        async with self.parts.engine.connect() as connection:
            return await self.parts.log.read(connection, 0, 10_000)

    async def everything_projected(self) -> None:
        recorded = await self.events()
        assert await self.parts.log.caught_up("surveys", recorded[-1].position if recorded else 0)


async def until(holds: Callable[[], Any], patience: float = 10.0) -> None:
    import asyncio

    async with asyncio.timeout(patience):
        while not await holds():
            await asyncio.sleep(0.02)


def of_type(recorded: Iterable[Recorded], kind: type) -> list[Recorded]:
    return [r for r in recorded if isinstance(r.event, kind)]


@pytest.fixture
async def settings(postgres: Any) -> Settings:
    return Settings(
        database_url=await postgres("surveys"),
        keyring_database_url=await postgres(),
        nats_url="nats://127.0.0.1:9",  # nobody is there: everything here works without the broker
        port=8103,
        public_url="http://panel.test",
        staff_token_public_key=PUBLIC_PEM,
        municipality=ROOT / "deploy/municipality/baerum.toml",
        master_key=base64.b64encode(bytes(range(32))).decode(),
        link_key=base64.b64encode(bytes(range(32, 64))).decode(),
    )


@pytest.fixture
async def running(settings: Settings) -> AsyncIterator[Running]:
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://panel.test") as client:
            yield Running(client, app.state.house.own)

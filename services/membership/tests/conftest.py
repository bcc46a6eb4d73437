"""A running membership service on a real database and keyring."""

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from eventlog import Event, Recorded
from membership.events import Notice, SignedUp
from membership.main import service
from membership.over_time import activity
from membership.parts import Parts
from membership.settings import Settings
from runtime.serve import create_app

ROOT = Path(__file__).parents[3]
STAFF_KEY = Ed25519PrivateKey.generate()
PUBLIC_PEM = (
    STAFF_KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
)
PUBLIC_URL = "http://panel.test"
FORM = {
    "name": "Kari Nordmann",
    "email": "kari@nordmann.test",
    "gender": "woman",
    "birth_year": "1984",
    "area": "sandvika",
    "interests": ["climate", "schools"],
    "consent": "2026-11",
}


def staff_headers(*rights: str) -> dict[str, str]:
    claims = {
        "sub": str(UUID(int=7)),
        "name": "En ansatt",
        "rights": list(rights or ("panel:read", "panel:write")),
        "aud": "samrad",
        "exp": datetime.now(UTC) + timedelta(hours=1),  # longer than any run of the tests
    }
    return {"X-Samrad-Staff": jwt.encode(claims, STAFF_KEY, "EdDSA"), "accept": "text/html"}


def some_key(seed: int) -> str:
    return base64.b64encode(bytes(range(seed, seed + 32))).decode()


@dataclass
class Running:
    """The service as a resident's browser meets it."""

    client: httpx.AsyncClient
    parts: Parts

    async def sign_up(self, **changes: object) -> httpx.Response:
        return await self.client.post("/bli-med", data={**FORM, **changes}, headers={"accept": "text/html"})

    async def surveys_says(self, now: datetime, months: Mapping[UUID, str] | None = None) -> None:
        """That of all the members there are these took part, and no others."""
        await self.everything_projected()
        async with self.parts.engine.begin() as connection:
            ids = list(await connection.scalars(text("select member_id from panel")))
            await activity.note(connection, ids, months or {}, now.date())

    async def join(self, **changes: object) -> UUID:
        """Sign up and confirm; the member's id."""
        response = await self.sign_up(**{"email": f"{uuid4().hex}@nordmann.test", **changes})
        assert response.status_code == 303, response.text
        member_id = (await self.events(SignedUp))[-1].stream_id
        assert (await self.client.post(self.parts.confirm_path(member_id))).status_code == 303
        return member_id

    async def events(self, kind: type[Event] = Event) -> list[Recorded]:
        async with self.parts.engine.connect() as connection:
            recorded = await self.parts.log.read(connection, 0, 10_000)
        return [r for r in recorded if isinstance(r.event, kind)]

    async def notices(self) -> list[Notice]:
        return [r.event.notice for r in await self.events() if isinstance(r.event, SignedUp)]

    async def everything_projected(self) -> None:
        recorded = await self.events()
        for projection in ("panel", "waiting", "campaigns", "staff_views", "imports", "was_asked"):
            assert await self.parts.log.caught_up(projection, recorded[-1].position)


def settings_of(database: str, keyring: str, folder: Path, **more: object) -> Settings:
    """The service on these databases, with nobody at the broker: joining works without it."""
    return Settings.model_validate(
        {
            "database_url": database,
            "keyring_database_url": keyring,
            "nats_url": "nats://127.0.0.1:9",
            "port": 8102,
            "public_url": PUBLIC_URL,
            "staff_token_public_key": PUBLIC_PEM,
            "municipality": ROOT / "deploy/municipality/baerum.toml",
            "master_key": some_key(0),
            "lookup_key": some_key(32),
            "link_key": some_key(64),
            "erasures": folder / "erasures",
        }
        | more
    )


@pytest.fixture
async def settings(postgres: Callable[..., Awaitable[str]], tmp_path: Path) -> Settings:
    return settings_of(await postgres("membership"), await postgres(), tmp_path)


@pytest.fixture
async def running(settings: Settings) -> AsyncIterator[Running]:
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            yield Running(client, app.state.house.own)


def words(html: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())

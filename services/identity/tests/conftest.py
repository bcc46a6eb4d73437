"""A running identity on real PostgreSQL and NATS, a clock that tests set, and a browser that comes through a gateway."""

import base64
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from conftest import Databases
from identity.account import EnrolTotp
from identity.desk import Desk
from identity.main import service
from identity.settings import Settings
from runtime.rights import HEADER
from runtime.serve import create_app

MUNICIPALITY = Path(__file__).parents[3] / "deploy" / "municipality" / "baerum.toml"
PUBLIC = "http://panel.test"
PASSWORD = "fire helt vanlige ord"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def key_pair() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def on(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def code(self) -> str:
        """The code an app shows now; a step later every time, since a code is good once."""
        self.on(seconds=30)
        return pyotp.TOTP(SECRET).at(self.now)


@dataclass(frozen=True)
class Town:
    app: FastAPI
    desk: Desk
    clock: Clock
    settings: Settings

    def browser(self, address: str = "192.0.2.1") -> "Browser":
        return Browser(self.app, address)

    async def account(self, *roles: str) -> str:
        """An account with both factors; its name."""
        name = f"{secrets.token_hex(6)}@example.test"
        account_id, _ = await self.desk.create(name, PASSWORD, frozenset(roles or ("steward",)), self.clock.now, initial=False)
        account = await self.desk.account(account_id)
        await self.desk.execute(account_id, EnrolTotp(account.sealed("totp", SECRET), step=0, signs_in=False), self.clock.now)
        return name

    async def signed_in(self, *roles: str, address: str = "192.0.2.1") -> "Browser":
        browser = self.browser(address)
        body = {"name": await self.account(*roles), "password": PASSWORD, "code": self.clock.code()}
        answer = await browser.post("/api/identity/sign-in", json=body)
        assert answer.status_code == 204, answer.text
        return browser


class Browser:
    """Keeps cookies; asks as the gateway does, `forward_auth` first on all staff pages but the sign-in ones."""

    def __init__(self, app: FastAPI, address: str) -> None:
        transport = httpx.ASGITransport(app=app, client=(address, 1), raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=PUBLIC, headers={"Accept": "text/html"})

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self._client.cookies)

    def set_cookie(self, name: str, value: str) -> None:
        self._client.cookies.set(name, value, domain="panel.test")

    async def authorize(self) -> httpx.Response:
        return await self._client.get("/internal/authorize")

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self._through("GET", path, **more)

    async def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        return await self._through("POST", path, data=data, **more)

    async def _through(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
        headers.pop(HEADER, None)
        if re.match(r"/staff/(?!sign-)|/api/identity/staff/", path):
            answer = await self.authorize()
            if answer.status_code == 401:
                return answer
            headers[HEADER] = answer.headers[HEADER]
        return await self._client.request(method, path, headers=headers, **more)


@pytest.fixture(scope="session")
async def identity_settings(databases: Databases, nats_server: str) -> Settings:
    private, public = key_pair()
    return Settings.model_validate(
        {
            "database_url": await databases.fresh("identity"),
            "nats_url": nats_server,
            "port": 8101,
            "public_url": PUBLIC,
            "municipality": MUNICIPALITY,
            "staff_token_private_key": private,
            "staff_token_public_key": public,
            "master_key": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
    )


@pytest.fixture(scope="session")
async def town(identity_settings: Settings) -> AsyncIterator[Town]:
    app = create_app(service(identity_settings))
    async with app.router.lifespan_context(app):
        clock = Clock()
        app.state.house.clock = lambda: clock.now
        yield Town(app, app.state.house.own, clock, identity_settings)

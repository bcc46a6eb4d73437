"""A service of a few routes, without its database: what every request passes."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import APIRouter, FastAPI, Request
from sqlalchemy.exc import OperationalError

from eventlog import EventTypes, Refused
from runtime.rights import AUDIENCE, HEADER, Staff, needs, open_to_all
from runtime.serve import Service, create_app
from runtime.settings import Settings

MUNICIPALITY = Path(__file__).parents[3] / "deploy" / "municipality" / "baerum.toml"
PUBLIC_URL = "https://panel.example"
KEY = Ed25519PrivateKey.generate()
SECRET = "what-a-person-wrote"


class TooLate(Refused):
    code = "too_late"
    status = 410
    title = "Siden finnes ikke"


def routes() -> APIRouter:
    router = APIRouter()

    @router.get("/hello", dependencies=[open_to_all])
    async def hello() -> dict[str, str]:
        return {"said": "hello"}

    @router.post("/size", dependencies=[open_to_all])
    @router.post("/staff/size", dependencies=[open_to_all])
    async def size(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @router.get("/staff/things")
    async def things(staff: Annotated[Staff, needs("panel:read")]) -> dict[str, str]:
        return {"name": staff.name}

    @router.get("/api/toy/refused", dependencies=[open_to_all])
    @router.get("/refused", dependencies=[open_to_all])
    async def refused() -> None:
        raise TooLate

    @router.get("/api/toy/fault", dependencies=[open_to_all])
    async def fault() -> None:
        wrote = SECRET
        raise ValueError(wrote)

    @router.get("/api/toy/away", dependencies=[open_to_all])
    async def away() -> None:
        raise OperationalError("select 1", {}, OSError())

    return router


def settings() -> Settings:
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    fields: dict[str, Any] = {
        "database_url": "postgresql://nobody@127.0.0.1:1/nothing",
        "nats_url": "nats://127.0.0.1:1",
        "port": 8999,
        "public_url": PUBLIC_URL,
        "staff_token_public_key": pem,
        "municipality": MUNICIPALITY,
    }
    return Settings.model_validate(fields)


def toy(*more: APIRouter) -> FastAPI:
    return create_app(Service("surveys", settings(), EventTypes(), routers=[routes(), *more]))


@pytest.fixture
def ask() -> Callable[..., Any]:
    app = toy()

    async def send(method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            return await client.request(method, path, **more)

    return send


def token(*, key: Ed25519PrivateKey = KEY, **changes: Any) -> dict[str, str]:
    claims = {
        "sub": str(uuid.uuid4()),
        "name": "Kari",
        "rights": ["panel:read"],
        "aud": AUDIENCE,
        "exp": datetime.now(UTC) + timedelta(seconds=60),
    } | changes
    kept = {name: claim for name, claim in claims.items() if claim is not None}
    return {HEADER: jwt.encode(kept, key, algorithm="EdDSA")}

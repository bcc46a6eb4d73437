"""The service on real parts, for tests of its routes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from analytics.main import service
from analytics.results import published_results
from eventlog.projections import run_projections
from runtime.rights import AUDIENCE, HEADER
from runtime.serve import create_app
from runtime.settings import Settings

KEY = Ed25519PrivateKey.generate()
MUNICIPALITY = Path(__file__).parents[3] / "deploy/municipality/baerum.toml"
PUBLIC_URL = "http://panel.test"


def settings(database: str, nats_url: str = "nats://127.0.0.1:1", roles: str = "api") -> Settings:
    return Settings(
        database_url=database,
        nats_url=nats_url,
        port=8105,
        public_url=PUBLIC_URL,
        roles=roles,
        staff_token_public_key=KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        municipality=MUNICIPALITY,
    )


def staff(*rights: str) -> dict[str, str]:
    claims = {
        "sub": str(uuid4()),
        "name": "Ansatt",
        "rights": rights,
        "aud": AUDIENCE,
        "exp": int(time.time()) + 3600,
    }  # longer than any run of the tests
    return {HEADER: jwt.encode(claims, KEY, "EdDSA")}


@asynccontextmanager
async def analytics(database: str) -> AsyncIterator[httpx.AsyncClient]:
    """The service without a broker: its routes and its own projection."""
    app = create_app(service(settings(database)))
    async with app.router.lifespan_context(app):
        house = app.state.house
        projecting = asyncio.create_task(run_projections(house.log, house.engine, [published_results]))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
            yield client
        projecting.cancel()
        await asyncio.gather(projecting, return_exceptions=True)

"""Every service started on real parts, without its neighbours: for guards that ask all of them the same."""

import base64
import contextlib
import importlib
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from runtime.serve import create_app

SERVICES = ("identity", "membership", "surveys", "notifications", "analytics")
ROOT = Path(__file__).parents[2]
PUBLIC = "http://panel.test"


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class StaffKeys:
    """The pair that identity signs with and every service verifies with."""

    private: Ed25519PrivateKey

    @property
    def private_pem(self) -> str:
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def public_pem(self) -> str:
        key = self.private.public_key()
        return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def settings_of(service: str, keys: StaffKeys, database: str, keyring: str, nats: str) -> Any:
    """The service's own settings, made as its environment would make them."""
    module = importlib.import_module(f"{service}.main")
    return module.service.__annotations__["settings"].model_validate(
        {
            "database_url": database,
            "keyring_database_url": keyring,
            "nats_url": nats,
            "port": 8100,
            "public_url": PUBLIC,
            "roles": "api",
            "municipality": ROOT / "deploy/municipality/baerum.toml",
            "staff_token_public_key": keys.public_pem,
            "staff_token_private_key": keys.private_pem,
            "master_key": _key(),
            "lookup_key": _key(),
            "link_key": _key(),
            "erasures": Path(tempfile.mkdtemp(prefix="samrad-erasures-")) / "erasures",
            "smtp_url": "smtp://127.0.0.1:1025",
        }
    )


@contextlib.asynccontextmanager
async def running(service: str, keys: StaffKeys, fresh: Callable[..., Awaitable[str]], nats: str) -> AsyncIterator[FastAPI]:
    settings = settings_of(service, keys, await fresh(service), await fresh(), nats)
    app = create_app(importlib.import_module(f"{service}.main").service(settings))
    async with app.router.lifespan_context(app):
        yield app

"""What must be there before services start: the staff token's key pair, and every database at its newest migration.

A program of its own, so that what it loads does not stay in the supervisor's memory:
`python -m local.prepare KEYS_FOLDER SERVICE=DATABASE_URL…` (the URLs come in the environment, as `<SERVICE>_URL`).
"""

import asyncio
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from local.keys import write_private
from runtime.migrate import migrations_of, upgrade


def make_token_keys(folder: Path) -> None:
    private, public = folder / "staff-token.private.pem", folder / "staff-token.public.pem"
    if private.exists() and public.exists():
        return
    key = Ed25519PrivateKey.generate()
    write_private(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    write_private(public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


async def migrate(services: list[str]) -> None:
    for service in services:
        if migrations_of(service).exists():
            await upgrade(service, os.environ[f"{service.upper()}_URL"])


if __name__ == "__main__":
    make_token_keys(Path(sys.argv[1]))
    asyncio.run(migrate(sys.argv[2:]))

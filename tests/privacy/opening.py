"""What a thief could read who has every store and the master key: all that is sealed, tried with every key there still is."""

import json
import re
from collections.abc import Iterator, Mapping
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local.stack import Stack
from sealing import Key, Unreadable, read_key
from sealing.key import decrypt
from sealing.keyring import _place
from tests.privacy.haystack import rows

FIELDS = ("name", "email", "gender", "birth_year", "area", "interests", "extra", "seen", *(f"rows.{n}" for n in range(40)))
SEALED = re.compile(r"[A-Za-z0-9_-]{80,}")  # what is sealed is never shorter


async def readable(stack: Stack) -> set[str]:
    """Every text that can be opened, in any row of any database: facts, read models, rows of a file that is under way."""
    keys = await _keys(stack)
    return {text async for _, row in rows(stack.endpoints) for sealed in SEALED.findall(row) for text in _opened(keys, sealed)}


def _opened(keys: Mapping[UUID, Key], sealed: str) -> Iterator[str]:
    """Sealed texts are bound to their subject and field; every key is tried at each of its own."""
    for subject_id, key in keys.items():
        for field in FIELDS:
            try:
                yield key.open(field, subject_id, sealed)
            except Unreadable:
                continue


async def _keys(stack: Stack) -> dict[UUID, Key]:
    secrets = json.loads((stack.state.folder / "secrets.json").read_text())
    master = AESGCM(read_key(secrets["membership/MASTER_KEY"]))
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(
        host=server["socket"], port=server["port"], user=server["superuser"], database="membership_keyring"
    )
    try:
        found = await connection.fetch("select subject_id, wrapped from keys where wrapped is not null")
    finally:
        await connection.close()
    return {row["subject_id"]: Key(decrypt(master, _place(row["subject_id"]), row["wrapped"])) for row in found}

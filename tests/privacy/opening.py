"""What a thief could read who has every store and the master key: all that is sealed, tried with every key there still is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local.stack import Stack
from sealing import Key, Unreadable, read_key
from sealing.key import decrypt
from sealing.keyring import _place

FIELDS = ("name", "email", "gender", "birth_year", "area", "interests", "extra", "seen")


async def readable(stack: Stack) -> set[str]:
    """Every text in membership's facts that can be opened."""
    keys = await _keys(stack)
    opened: set[str] = set()
    for row in await _rows(stack, "membership", "select stream_id, data from events"):
        for sealed in _texts(json.loads(row["data"])):
            opened |= set(_opened(keys, row["stream_id"], sealed))
    return opened


def _opened(keys: Mapping[UUID, Key], stream_id: UUID, sealed: str) -> Iterator[str]:
    """Sealed texts are bound to their place; every key is tried there all the same."""
    for key in keys.values():
        for field in FIELDS:
            try:
                yield key.open(field, stream_id, sealed)
            except Unreadable:
                continue


async def _keys(stack: Stack) -> dict[UUID, Key]:
    secrets = json.loads((stack.state.folder / "secrets.json").read_text())
    master = AESGCM(read_key(secrets["membership/MASTER_KEY"]))
    rows = await _rows(stack, "membership_keyring", "select subject_id, wrapped from keys where wrapped is not null")
    return {row["subject_id"]: Key(decrypt(master, _place(row["subject_id"]), row["wrapped"])) for row in rows}


async def _rows(stack: Stack, database: str, question: str) -> list[asyncpg.Record]:
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(host=server["socket"], port=server["port"], user=server["superuser"], database=database)
    try:
        return list(await connection.fetch(question))
    finally:
        await connection.close()


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)

"""Recovery codes: ten, each good once, kept as keyed hashes. Sixty bits each, in letters that are not mistaken for others."""

import secrets
from hashlib import sha256
from hmac import digest
from uuid import UUID

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODES = 10
GROUPS, LETTERS = 3, 4


def new_codes() -> tuple[str, ...]:
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)) for _ in range(CODES)
    )


def code_hash(key: bytes, account_id: UUID, code: str) -> str:
    """As it is typed: with or without dashes, in any case."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return digest(key, account_id.bytes + letters.encode(), sha256).hex()

"""Personal links: an id and a proof that we made the link. Never stored, never on the bus, never logged."""

import binascii
import hmac
from hashlib import sha256
from uuid import UUID

from sealing.key import decode, encode

ID_BYTES = 16
PROOF_BYTES = 16
TOKEN_LENGTH = 43


def link_token(key: bytes, purpose: str, id: UUID) -> str:  # noqa: A002 – it is any id
    """43 characters for an address. A token made for one purpose is worth nothing for another."""
    return encode(id.bytes + _proof(key, purpose, id.bytes))


def read_link(key: bytes, purpose: str, token: str) -> UUID | None:
    """The id, or None when the token is not ours. Takes as long for a wrong proof as for a right one."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = decode(token)
    except (binascii.Error, ValueError):
        return None
    ours = hmac.compare_digest(raw[ID_BYTES:], _proof(key, purpose, raw[:ID_BYTES]))
    return UUID(bytes=raw[:ID_BYTES]) if ours and encode(raw) == token else None


def _proof(key: bytes, purpose: str, raw_id: bytes) -> bytes:
    return hmac.digest(key, b"samrad.link.v1\0" + purpose.encode() + b"\0" + raw_id, sha256)[:PROOF_BYTES]

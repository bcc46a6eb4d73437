"""Proof for somebody who left: what was destroyed and when, under their random number, signed. It names nobody.

The signing key is derived from the link key, so there is no further secret to keep. What is signed is the statement as JSON
with sorted keys and no spaces, in UTF-8; anybody can check it with the public key.
"""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from membership.events import MemberForgotten
from membership.facts import facts_of
from membership.member import NothingToConfirm
from membership.parts import Parts
from sealing import link_token, read_link

PURPOSE = "certificate"
FORMAT = "samrad.certificate/1"
DESTROYED = ("personal_key", "address_fingerprint", "sessions", "mail_limits", "read_models")


def token_of(parts: Parts, member_id: UUID) -> str:
    return link_token(parts.link_key, PURPOSE, member_id)


async def forgotten_at(parts: Parts, token: str) -> tuple[UUID, datetime]:
    """Whose certificate this is, and when they were forgotten. Raises NothingToConfirm."""
    member_id = read_link(parts.link_key, PURPOSE, token)
    if member_id is not None:
        for fact in (await parts.log.load(facts_of, member_id)).state:
            if isinstance(fact, MemberForgotten):
                return member_id, fact.forgotten_at
    raise NothingToConfirm


def statement(member_id: UUID, at: datetime, panel: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "panel": panel,
        "member": str(member_id),
        "forgotten_at": at.isoformat(),
        "destroyed": list(DESTROYED),
    }


def signed(parts: Parts, said: Mapping[str, object]) -> dict[str, object]:
    return {"statement": said, "signature": _text(_key(parts).sign(signed_bytes(said)))}


def signed_bytes(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def public_key(parts: Parts) -> str:
    """32 bytes of Ed25519 in base64."""
    return _text(_key(parts).public_key().public_bytes_raw())


def _key(parts: Parts) -> Ed25519PrivateKey:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"samrad.certificate.v1").derive(parts.link_key)
    return Ed25519PrivateKey.from_private_bytes(derived)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

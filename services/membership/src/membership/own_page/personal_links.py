"""A member's personal links and codes: derived from the link key when they are needed, and stored nowhere.

A token of one purpose is worth nothing for another.
"""

import base64
import hmac
from hashlib import sha256
from uuid import UUID

from membership.parts import Parts
from sealing import link_token, read_link

SIGN_IN = "sign-in"
ASKED_HERE = "sign-in-asked-here"
UNSUBSCRIBE = "unsubscribe"
STAY = "stay"
NEW_ADDRESS = "new-address"
CODE_DIGITS = 8


def sign_in_path(parts: Parts, request_id: UUID) -> str:
    return f"/min-side/inn/{link_token(parts.link_key, SIGN_IN, request_id)}"


def stay_path(parts: Parts, member_id: UUID) -> str:
    return f"/min-side/bli/{link_token(parts.link_key, STAY, member_id)}"


def unsubscribe_path(parts: Parts, member_id: UUID) -> str:
    return f"/avmeld/{link_token(parts.link_key, UNSUBSCRIBE, member_id)}"


def new_address_path(parts: Parts, member_id: UUID, new_email: str) -> str:
    """`new_email`: as it is sealed. A later request makes another link, so the earlier one is worth nothing."""
    return f"/min-side/ny-adresse/{link_token(parts.link_key, _new_address(new_email), member_id)}"


def id_in(token: str) -> UUID | None:
    """Whose a link says it is, before it is known whether we made it."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(f"{token}=")[:16])
    except ValueError:
        return None


def is_new_address(parts: Parts, token: str, new_email: str | None) -> bool:
    return new_email is not None and read_link(parts.link_key, _new_address(new_email), token) is not None


def _new_address(new_email: str) -> str:
    return f"{NEW_ADDRESS}:{new_email}"


def sign_in_code(parts: Parts, request_id: UUID) -> str:
    """Eight digits: with five tries a request and six requests a day nobody guesses one in a lifetime."""
    proof = hmac.digest(parts.link_key, b"samrad.code.v1\0" + request_id.bytes, sha256)
    return f"{int.from_bytes(proof) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def is_sign_in_code(parts: Parts, request_id: UUID, written: str) -> bool:
    digits = "".join(written.split())
    return digits.isascii() and hmac.compare_digest(digits, sign_in_code(parts, request_id))

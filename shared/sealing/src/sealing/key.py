"""Sealing one field of one subject with AES-256-GCM, bound to where it stands."""

import base64
import binascii
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
STEP = 32  # texts are filled up to a multiple of this, so that "man" and "woman" are equally long


class Unreadable(Exception):
    """Not sealed with this key, not for this place, or changed since."""


class Key:
    """One subject's key. `context` is the id the field belongs to, so a sealed text cannot be moved to another's place."""

    __slots__ = ("_cipher",)

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(secret)

    def __repr__(self) -> str:
        return "Key(…)"

    def seal(self, field: str, context: UUID, text: str) -> str:
        return encode(encrypt(self._cipher, _place(field, context), _filled(text.encode())))

    def open(self, field: str, context: UUID, sealed: str) -> str:
        """Raises Unreadable."""
        try:
            return _unfilled(decrypt(self._cipher, _place(field, context), decode(sealed))).decode()
        except (binascii.Error, ValueError) as error:
            raise Unreadable from error


def encrypt(cipher: AESGCM, place: bytes, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, secret, place)


def decrypt(cipher: AESGCM, place: bytes, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def read_key(text: str) -> bytes:
    """A 32-byte key from its base64, as settings carry it. Raises ValueError."""
    key = base64.b64decode(text.strip(), altchars=b"-_" if "-" in text or "_" in text else None, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key is {KEY_BYTES} bytes, this is {len(key)}")
    return key


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _place(field: str, context: UUID) -> bytes:
    return b"samrad.field.v1" + context.bytes + field.encode()


def _filled(text: bytes) -> bytes:
    return text + b"\x80" + bytes(-(len(text) + 1) % STEP)


def _unfilled(filled: bytes) -> bytes:
    text, _, _ = filled.rpartition(b"\x80")
    return text

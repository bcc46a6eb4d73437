"""The key that a stand's tablet seals to, and what it sealed.

The pair is made from the master key, so it is in no setting and no database.
"""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from membership.events import Language
from membership.signing_up.form import Written

INFO = b"samrad.stand.v1"
ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)  # of P-256
POINT = 65
NONCE = 12


class Unopened(Exception):
    """Not sealed to our key, or not a sign-up."""


class Said(msgspec.Struct, frozen=True):
    """What the tablet sealed. Checked like a form afterwards."""

    name: str = ""
    email: str = ""
    gender: str = ""
    birth_year: str = ""
    area: str = ""
    interests: tuple[str, ...] = ()
    extra: dict[str, str] = {}
    consent: str = ""
    campaign: str = ""
    language: Language = "nb"

    def written(self) -> Written:
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name != "language"}
        return Written(**fields)


@dataclass(frozen=True)
class StandKey:
    private: EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """For the page: the point, uncompressed, as base64."""
        return base64.b64encode(_point(self.private.public_key())).decode()

    def open(self, queued_id: UUID, sealed: str) -> Said:
        """Raises Unopened."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw[:POINT])
            key = HKDF(SHA256(), 32, raw[:POINT], INFO).derive(self.private.exchange(ECDH(), theirs))
            text = AESGCM(key).decrypt(raw[POINT : POINT + NONCE], raw[POINT + NONCE :], str(queued_id).encode())
            return msgspec.json.decode(text, type=Said)
        except (binascii.Error, ValueError, InvalidTag, msgspec.DecodeError) as error:
            raise Unopened from error


def stand_key(master_key: bytes) -> StandKey:
    number = int.from_bytes(HKDF(SHA256(), 48, None, INFO).derive(master_key))
    return StandKey(derive_private_key(number % (ORDER - 1) + 1, SECP256R1()))


def _point(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

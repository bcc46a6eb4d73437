"""The pass the gateway puts on a request of a signed-in member of staff: a token every service can verify by itself.

Signed for a minute, kept for twenty seconds, so that a page with many requests costs one look-up. Sign-out, a changed role and
a closed account throw the pass away at once in this process; in other processes it lives out its twenty seconds.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

AUDIENCE = "samrad"
GOOD_FOR = timedelta(seconds=60)
KEPT_FOR = timedelta(seconds=20)
MOST = 1_000


@dataclass(frozen=True)
class Pass:
    token: str
    account_id: UUID
    kept_until: datetime


class PassOffice:
    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._key = private_key
        self._passes: OrderedDict[bytes, Pass] = OrderedDict()

    def present(self, token_hash: bytes, now: datetime) -> str | None:
        """The pass made for this session a moment ago, if any."""
        kept = self._passes.get(token_hash)
        if kept is None or now >= kept.kept_until:
            return None
        return kept.token

    def make(self, token_hash: bytes, account_id: UUID, name: str, rights: frozenset[str], now: datetime) -> str:
        claims = {
            "sub": str(account_id),
            "name": name,
            "rights": sorted(rights),
            "aud": AUDIENCE,
            "exp": now + GOOD_FOR,
        }
        token = jwt.encode(claims, self._key, algorithm="EdDSA")
        self._passes[token_hash] = Pass(token, account_id, now + KEPT_FOR)
        self._passes.move_to_end(token_hash)
        if len(self._passes) > MOST:
            self._passes.popitem(last=False)
        return token

    def withdraw(self, *, token_hash: bytes | None = None, account_id: UUID | None = None) -> None:
        gone = [h for h, p in self._passes.items() if h == token_hash or p.account_id == account_id]
        for key in gone:
            del self._passes[key]


def load_private_key(pem_or_path: str) -> Ed25519PrivateKey:
    pem = pem_or_path if pem_or_path.lstrip().startswith("-----") else Path(pem_or_path).read_text()
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the staff token key is not an Ed25519 private key")
    return key

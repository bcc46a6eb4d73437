"""Many sign-ups, or wishes for a way in, from one network: whoever comes after more than a school would send shows what costs
a machine something.

A browser solves ALTCHA's puzzle by itself, in a second. Without JavaScript a person gets a ticket, waits and sends the form
once more. Nobody is shut out. A network is remembered as a hash with a salt that lives an hour, in memory alone, so each
process counts for itself.
"""

import base64
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from altcha import create_challenge, verify_solution
from fastapi import Request

HOUR = 3600
SIGN_UPS_OF_A_NETWORK = 300  # an hour; a school of 200 is far from it
SIGN_UPS_OF_ALL = 3_000
TICKETS_OF_A_NETWORK = 60
TICKETS_OF_ALL = 3_000
WAIT = timedelta(seconds=20)
GOOD_FOR = timedelta(minutes=30)
COST = 5_000  # rounds of PBKDF2 for each of some 256 tries: about a second in a browser, two milliseconds to verify
LONGEST_PROOF = 2_000
NEIGHBOURHOOD = {4: 24, 6: 48}  # bits of an address, by the protocol's version
HERE = frozenset({"127.0.0.0/24", "::/48"})  # this machine itself: tests, benches, the demo


@dataclass(frozen=True)
class Shown:
    """What a client shows, of either kind."""

    proof: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class Slowed:
    """Show one of these: the challenge solved, or the ticket after `wait` seconds."""

    challenge: Mapping[str, Any]
    ticket: str
    wait: int = int(WAIT.total_seconds())

    @property
    def challenge_text(self) -> str:
        return json.dumps(self.challenge)


def address_of(request: Request) -> str:
    """As the gateway tells it, which heeds what no client says of itself; uvicorn believes it from a trusted peer alone."""
    return request.client.host if request.client else ""


def network_of(address: str) -> str:
    """The neighbourhood of an address: its /24, or its /48."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ip_network(f"{parsed}/{NEIGHBOURHOOD[parsed.version]}", strict=False))


class Networks:
    """What networks have used up in this hour."""

    def __init__(self) -> None:
        self._hour = 0
        self._salt = b""
        self._used: Counter[tuple[str, bytes]] = Counter()

    def take(self, what: str, network: str, now: datetime, *, each: int, everyone: int) -> bool:
        """Whether the network, and all together, have one left; takes it."""
        hour = int(now.timestamp()) // HOUR
        if hour != self._hour:
            self._hour, self._salt, self._used = hour, secrets.token_bytes(16), Counter()
        own, total = (what, blake2b(network.encode(), key=self._salt).digest()), (what, b"")
        if self._used[own] >= each or self._used[total] >= everyone:
            return False
        self._used[own] += 1
        self._used[total] += 1
        return True


class Spent:
    """What is good for once. Forgets what is no longer good at all."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}  # in the order of their ends: all are good for equally long

    def spend(self, name: str, now: datetime) -> bool:
        """False for what was spent before."""
        moment = now.timestamp()
        while self._until and next(iter(self._until.values())) < moment:
            self._until.pop(next(iter(self._until)))
        if name in self._until:
            return False
        self._until[name] = moment + 2 * GOOD_FOR.total_seconds()
        return True


class Floods:
    def __init__(self, key: bytes) -> None:
        self._proof_key = hmac.digest(key, b"samrad.altcha.v1", sha256)
        self._ticket_key = hmac.digest(key, b"samrad.ticket.v1", sha256)
        self._networks = Networks()
        self._spent = Spent()

    def slow(self, address: str, shown: Shown, now: datetime, *, what: str = "sign_up") -> Slowed | None:
        """None for what may go on, and is counted; each kind has a count of its own."""
        network = network_of(address)
        if network in HERE or self._networks.take(what, network, now, each=SIGN_UPS_OF_A_NETWORK, everyone=SIGN_UPS_OF_ALL):
            return None
        if self._solved(shown.proof, now) or self._waited(shown.ticket, network, now):
            return None
        ticket = shown.ticket if self._ready_at(shown.ticket, now) > now else self._new_ticket(now)
        return Slowed(self._challenge(now), ticket)

    def _challenge(self, now: datetime) -> Mapping[str, Any]:
        made = create_challenge("PBKDF2/SHA-256", COST, expires_at=now + GOOD_FOR, hmac_secret=self._proof_key)
        return dict(made.to_dict())

    def _solved(self, proof: str, now: datetime) -> bool:
        if not proof or len(proof) > LONGEST_PROOF or not verify_solution(proof, self._proof_key).verified:
            return False
        nonce: str = json.loads(base64.b64decode(proof))["challenge"]["parameters"]["nonce"]
        return self._spent.spend(nonce, now)

    def _waited(self, ticket: str, network: str, now: datetime) -> bool:
        ready = self._ready_at(ticket, now)
        if not ready <= now < ready + GOOD_FOR or not self._spent.spend(ticket, now):
            return False
        return self._networks.take("ticket", network, now, each=TICKETS_OF_A_NETWORK, everyone=TICKETS_OF_ALL)

    def _new_ticket(self, now: datetime) -> str:
        stamped = f"{int((now + WAIT).timestamp())}.{secrets.token_hex(8)}"
        return f"{stamped}.{self._stamp(stamped)}"

    def _ready_at(self, ticket: str, now: datetime) -> datetime:
        """When a ticket of ours is good; long ago for any other."""
        stamped, _, stamp = ticket.rpartition(".")
        if not hmac.compare_digest(self._stamp(stamped).encode(), stamp.encode(errors="replace")):
            return now - 2 * GOOD_FOR
        return datetime.fromtimestamp(int(stamped.partition(".")[0]), UTC)

    def _stamp(self, stamped: str) -> str:
        return hmac.digest(self._ticket_key, stamped.encode(errors="replace"), sha256).hex()[:32]

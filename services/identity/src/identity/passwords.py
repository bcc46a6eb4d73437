"""Passwords: what is good enough, and argon2 at the edge. Never more than two hashes at a time, so memory stays bounded."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from identity.refusals import WeakPassword

SHORTEST, LONGEST = 12, 256
FEWEST_KINDS = 5  # different characters
AT_A_TIME = 2

# OWASP's smallest is 19 MiB and two passes; this is more of both, and about 60 ms on a small server.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_nobodys_hash = _hasher.hash(secrets.token_urlsafe())
_room = asyncio.Semaphore(AT_A_TIME)


def good_password(password: str, name: str) -> str:
    """The password, or WeakPassword. Length is what counts (NIST SP 800-63B); no rules about kinds of signs."""
    folded = password.casefold()
    own = name.casefold().split("@")[0]
    guessable = len(set(folded)) < FEWEST_KINDS or own in folded or "samråd" in folded or "samrad" in folded
    if not SHORTEST <= len(password) <= LONGEST or guessable:
        raise WeakPassword
    return password


def initial_password() -> str:
    """Handed over once, by a colleague: easy to read aloud, 80 bits."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


async def hash_password(password: str) -> str:
    async with _room:
        return await asyncio.to_thread(_hasher.hash, password)


async def password_matches(hashed: str | None, password: str) -> bool:
    """Always one argon2 computation, also for an account that is not there: its absence must not be faster."""
    async with _room:
        return await asyncio.to_thread(_matches, hashed or _nobodys_hash, password[:LONGEST]) and hashed is not None


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (Argon2Error, InvalidHashError):
        return False

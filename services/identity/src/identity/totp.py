"""Time-based one-time codes (RFC 6238): six digits, 30 seconds, one step to either side for clocks that differ."""

from datetime import datetime
from hmac import compare_digest

import pyotp

STEP = 30
WINDOW = 1
DIGITS = 6


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 asks."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, or None. Every step of the window is compared, so the time tells nothing."""
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    present = int(now.timestamp()) // STEP
    steps = range(present - WINDOW, present + WINDOW + 1)
    matches = [step for step in steps if compare_digest(totp.generate_otp(step).encode(), digits.encode())]
    return max(matches, default=None)


def enrolment_uri(secret: str, name: str, issuer: str) -> str:
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP).provisioning_uri(name=name, issuer_name=issuer)

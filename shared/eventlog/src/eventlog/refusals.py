"""What can be refused.

Refused                 a rule of the panel says no (409 unless the rule says otherwise)
├── StaleVersion        somebody else was first, and again at every retry
├── AlreadyClaimed      a key that must be unique is taken
├── Unwritable          a text holds what no read model could ever show
└── LogUnavailable      the database did not answer in time; nothing is known to be lost
"""

from typing import ClassVar


class Refused(Exception):
    """A broken rule, raised before any event is built. Carries what a person is told and the HTTP status that says it."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "Dette kan ikke gjøres nå"


class StaleVersion(Refused):
    code = "stale_version"
    title = "Noen andre endret dette samtidig. Prøv igjen."


class AlreadyClaimed(Refused):
    code = "already_claimed"
    title = "Dette er allerede i bruk"


class Unwritable(Refused):
    code = "unwritable"
    status = 422
    title = "Teksten har tegn som ikke kan lagres. Skriv den på nytt."


class LogUnavailable(Refused):
    code = "unavailable"
    status = 503
    title = "Tjenesten svarer ikke akkurat nå. Prøv igjen om litt."

"""No, thank you: one who was asked to confirm does not want to be a member, and is erased at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS, SignUpExpired
from membership.member import Member, NothingToConfirm, Status, evolve


@dataclass(frozen=True)
class Decline:
    pass


def decide(_: Decline, member: Member, now: datetime) -> Sequence[Event]:
    """A member has another way out. Who said no, or waited too long, has been erased before."""
    match member.status:
        case Status.unconfirmed:
            return [SignUpExpired(expired_at=now)]
        case Status.expired | Status.forgotten:
            return []
        case _:
            raise NothingToConfirm


declining: Decider[Decline, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

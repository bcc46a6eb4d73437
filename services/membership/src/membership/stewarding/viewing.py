"""A member of staff looks at one person: it is recorded first, and the member may read who and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS, MemberViewed
from membership.member import Member, NoSuchMember, Status, evolve


@dataclass(frozen=True)
class View:
    """`seen`: the name of the one who looks, and the reason, sealed with the member's key."""

    staff_id: UUID
    seen: str


def decide(command: View, member: Member, now: datetime) -> Sequence[Event]:
    """Every look counts, the second one at the same person as well."""
    if member.status is not Status.active:
        raise NoSuchMember
    return [MemberViewed(staff_id=command.staff_id, seen=command.seen, viewed_at=now)]


viewing: Decider[View, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

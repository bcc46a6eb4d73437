"""Erased whatever the log believes: who came back with an older backup, and what was signed up again by one who now leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS, Forgetting, MemberForgotten, SignUpExpired
from membership.member import Member, Status, evolve


@dataclass(frozen=True)
class EraseAgain:
    pass


def decide(_: EraseAgain, member: Member, now: datetime) -> Sequence[Event]:
    match member.status:
        case Status.active:
            return [MemberForgotten(forgotten_at=now, forgotten_by=None, cause=Forgetting.restored)]
        case Status.unconfirmed:
            return [SignUpExpired(expired_at=now)]
        case _:
            return []


restored: Decider[EraseAgain, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

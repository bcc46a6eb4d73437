"""A member grows older: in a new year their year of birth may belong to another age band."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS, AgeBand, BackgroundChange, MemberBackgroundChanged
from membership.member import Member, NoSuchMember, Status, evolve


@dataclass(frozen=True)
class GrowOlder:
    """`age_band`: the one that follows from the year of birth now."""

    age_band: AgeBand


def decide(command: GrowOlder, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.active or member.background is None:
        raise NoSuchMember
    if member.background.age_band == command.age_band:
        return []
    background = msgspec.structs.replace(member.background, age_band=command.age_band)
    return [MemberBackgroundChanged(background=background, cause=BackgroundChange.birthday, changed_at=now)]


growing: Decider[GrowOlder, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

"""A member changes what they wrote of themselves, or the language they are written to in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from eventlog import Decider, Event
from membership.events import (
    MEMBER_EVENTS,
    Background,
    BackgroundChange,
    Language,
    MemberBackgroundChanged,
    ProfileChanged,
    SealedProfile,
)
from membership.member import Member, NoSuchMember, Status, evolve


@dataclass(frozen=True)
class ChangeProfile:
    """`profile`: what is as before stands sealed as before. The address in it is not heeded: it is changed by itself."""

    profile: SealedProfile
    background: Background
    language: Language


def decide(command: ChangeProfile, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.active or member.profile is None:
        raise NoSuchMember
    profile = msgspec.structs.replace(command.profile, email=member.profile.email)
    changed: list[Event] = []
    if profile != member.profile or command.language != member.language:
        changed.append(ProfileChanged(profile=profile, language=command.language, changed_at=now))
    if command.background != member.background:
        cause = BackgroundChange.member
        changed.append(MemberBackgroundChanged(background=command.background, cause=cause, changed_at=now))
    return changed


changing: Decider[ChangeProfile, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

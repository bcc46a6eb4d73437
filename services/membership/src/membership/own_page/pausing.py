"""A pause: no invitations until a day, or until the member says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, assert_never

from eventlog import Decider, Event, Refused
from membership.events import MEMBER_EVENTS, MemberPaused, MemberResumed, PauseReason
from membership.member import Member, NoSuchMember, Status, evolve
from ui.formats import HERE

LONGEST = timedelta(days=731)


class PauseUnfit(Refused):
    code: ClassVar[str] = "pause_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Velg en dag fra i morgen og høyst to år fram i tid"


@dataclass(frozen=True)
class Pause:
    """`until`: the first day they want to be asked again; None: they will say."""

    until: date | None
    reason: PauseReason


@dataclass(frozen=True)
class Resume:
    pass


PausingCommand = Pause | Resume


def decide(command: PausingCommand, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.active:
        raise NoSuchMember
    match command:
        case Pause():
            return pause(command, member, now)
        case Resume():
            return [MemberResumed(resumed_at=now)] if member.paused else []
        case _:
            assert_never(command)


def pause(command: Pause, member: Member, now: datetime) -> Sequence[Event]:
    today = now.astimezone(HERE).date()
    if command.until is not None and not today < command.until <= today + LONGEST:
        raise PauseUnfit
    if member.paused and member.paused_until == command.until:
        return []
    return [MemberPaused(until=command.until, reason=command.reason, paused_at=now)]


def is_paused(member: Member, now: datetime) -> bool:
    """A pause until a day is over on that day by itself."""
    return member.paused and (member.paused_until is None or now.astimezone(HERE).date() < member.paused_until)


pausing: Decider[PausingCommand, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

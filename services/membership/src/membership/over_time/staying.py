"""Does a member who has long been silent want to stay? They are asked, reminded twice, and forgotten if they say nothing."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS, MemberAskedToStay, MemberStayed
from membership.member import Member, NoSuchMember, Status, evolve
from ui.formats import HERE

ASKED_AFTER = 24  # months of silence
FORGOTTEN_AFTER = 25
REMINDED_AFTER = (timedelta(weeks=2), timedelta(weeks=1))  # after the question, and after the first reminder
LAST_WORD = timedelta(weeks=1)  # from the last reminder until they are forgotten
TIMES = 1 + len(REMINDED_AFTER)


@dataclass(frozen=True)
class AskToStay:
    """`last_on`: the day something was last heard from them."""

    last_on: date


@dataclass(frozen=True)
class Stay:
    pass


StayingCommand = AskToStay | Stay


def decide(command: StayingCommand, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.active:
        raise NoSuchMember
    match command:
        case AskToStay(last_on=last_on):
            time = time_to_ask(member, last_on, now)
            return [] if time is None else [MemberAskedToStay(time=time, asked_at=now)]
        case Stay():
            return [MemberStayed(stayed_at=now)] if member.asked_to_stay else []


def time_to_ask(member: Member, last_on: date, now: datetime) -> int | None:
    """Which time it would be, when it is time to ask."""
    if not _sleeps(member, last_on, now):
        return None
    asked_at = _asked_at(member, last_on)
    if asked_at is None:
        return 1
    if member.asked_to_stay >= TIMES or now < asked_at + REMINDED_AFTER[member.asked_to_stay - 1]:
        return None
    return member.asked_to_stay + 1


def to_be_forgotten(member: Member, last_on: date, now: datetime) -> bool:
    """Silent for 25 months, and asked every time there is: nobody is forgotten who was not told in time."""
    asked_at = _asked_at(member, last_on)
    if asked_at is None or member.asked_to_stay < TIMES or not _sleeps(member, last_on, now):
        return False
    return now >= asked_at + LAST_WORD and last_on <= months_before(now.astimezone(HERE).date(), FORGOTTEN_AFTER)


def _sleeps(member: Member, last_on: date, now: datetime) -> bool:
    """One who pauses until a day to come has said when they are back."""
    today = now.astimezone(HERE).date()
    away = member.paused_until is not None and member.paused_until > today
    return member.status is Status.active and not away and last_on <= months_before(today, ASKED_AFTER)


def _asked_at(member: Member, last_on: date) -> datetime | None:
    """When they were last asked, unless something was heard since: then it begins anew."""
    at = member.asked_to_stay_at
    return None if at is None or last_on > at.astimezone(HERE).date() else at


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


staying: Decider[StayingCommand, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from membership.events import MemberAskedToStay, MemberStayed, PauseReason
from membership.events import MemberPaused as Paused
from membership.member import Member, NoSuchMember
from membership.over_time.staying import AskToStay, Stay, decide, months_before, staying, to_be_forgotten

from .test_member import CONFIRM, SIGN_UP, after

JOINED = datetime(2024, 1, 10, 12, tzinfo=UTC)
LAST = JOINED.date()
MEMBER = after(SIGN_UP, CONFIRM, at=JOINED)
DAY = timedelta(days=1)


def days(first: datetime, many: int) -> Iterator[datetime]:
    return (first + n * DAY for n in range(many))


def live(member: Member, last_on: date, until: datetime) -> tuple[Member, list[datetime], datetime | None]:
    """Every day from joining as the house lives it: when they were asked, and when they were to be forgotten."""
    asked: list[datetime] = []
    for now in days(JOINED, (until - JOINED).days):
        if to_be_forgotten(member, last_on, now):
            return member, asked, now
        events = decide(AskToStay(last_on), member, now)
        asked += [now] * len(events)
        member = staying.fold(events, member)
    return member, asked, None


def test_a_silent_member_is_asked_at_24_months_reminded_twice_and_forgotten_at_25() -> None:
    member, asked, forgotten = live(MEMBER, LAST, JOINED + 1000 * DAY)
    assert [at.date() for at in asked] == [date(2026, 1, 10), date(2026, 1, 24), date(2026, 1, 31)]
    assert member.asked_to_stay == 3
    assert forgotten is not None
    assert forgotten.date() == date(2026, 2, 10)


def test_one_who_says_that_they_stay_is_not_asked_again() -> None:
    asked = datetime(2026, 1, 10, 12, tzinfo=UTC)
    member = staying.fold(decide(AskToStay(LAST), MEMBER, asked), MEMBER)
    (stayed,) = decide(Stay(), member, asked + DAY)
    assert stayed == MemberStayed(stayed_at=asked + DAY)
    member = staying.fold([stayed], member)
    assert decide(Stay(), member, asked + 2 * DAY) == []
    assert live(member, (asked + DAY).date(), asked + 500 * DAY)[1:] == ([], None)


def test_one_who_did_something_else_after_the_question_is_asked_from_the_start_two_years_later() -> None:
    asked = datetime(2026, 1, 10, 12, tzinfo=UTC)
    member = staying.fold(decide(AskToStay(LAST), MEMBER, asked), MEMBER)
    answered = date(2026, 1, 20)
    assert decide(AskToStay(answered), member, asked + 30 * DAY) == []
    later = datetime(2028, 1, 20, 12, tzinfo=UTC)
    assert decide(AskToStay(answered), member, later) == [MemberAskedToStay(time=1, asked_at=later)]


def test_nobody_is_forgotten_before_they_have_had_a_week_from_the_last_reminder() -> None:
    """Though the house was still for years: the questions come first."""
    late = JOINED + 2000 * DAY
    member = MEMBER
    assert not to_be_forgotten(member, LAST, late)
    for now in days(late, 21):
        assert not to_be_forgotten(member, LAST, now)
        member = staying.fold(decide(AskToStay(LAST), member, now), member)
    assert member.asked_to_stay == 2
    member = staying.fold(decide(AskToStay(LAST), member, late + 21 * DAY), member)
    assert not to_be_forgotten(member, LAST, late + 27 * DAY)
    assert to_be_forgotten(member, LAST, late + 28 * DAY)


def test_one_who_pauses_until_a_day_to_come_is_not_asleep_but_one_who_paused_for_ever_is() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    until = staying.fold([Paused(until=date(2026, 6, 1), reason=PauseReason.member, paused_at=JOINED)], MEMBER)
    for_ever = staying.fold([Paused(until=None, reason=PauseReason.member, paused_at=JOINED)], MEMBER)
    assert decide(AskToStay(LAST), until, now) == []
    assert not to_be_forgotten(replace(until, asked_to_stay=3, asked_to_stay_at=JOINED + 730 * DAY), LAST, now)
    assert len(decide(AskToStay(LAST), for_ever, now)) == 1


def test_a_member_who_is_not_asleep_is_not_asked() -> None:
    assert decide(AskToStay(LAST), MEMBER, datetime(2026, 1, 9, 12, tzinfo=UTC)) == []
    assert decide(Stay(), MEMBER, JOINED) == []


@pytest.mark.parametrize("command", [AskToStay(LAST), Stay()])
def test_only_members_are_asked_and_stay(command: AskToStay | Stay) -> None:
    with pytest.raises(NoSuchMember):
        decide(command, after(SIGN_UP), JOINED)


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 10), 25) == date(2023, 12, 10)
    assert months_before(date(2024, 2, 29), 24) == date(2022, 2, 28)

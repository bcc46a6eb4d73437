from datetime import date, timedelta

import pytest

from membership.events import MemberPaused, MemberResumed, PauseReason
from membership.member import Member, NoSuchMember
from membership.own_page.pausing import Pause, PauseUnfit, PausingCommand, Resume, decide, is_paused, pausing

from .test_member import CONFIRM, FORGET, NOW, SIGN_UP, after

MEMBER = after(SIGN_UP, CONFIRM)
SUMMER = date(2027, 6, 1)
UNTIL_SUMMER = Pause(SUMMER, PauseReason.member)
FOR_NOW = Pause(None, PauseReason.unsubscribed)


def then(*commands: PausingCommand) -> Member:
    member = MEMBER
    for command in commands:
        member = pausing.fold(decide(command, member, NOW), member)
    return member


def test_a_pause_until_a_day_is_over_on_that_day_by_itself() -> None:
    assert decide(UNTIL_SUMMER, MEMBER, NOW) == [MemberPaused(until=SUMMER, reason=PauseReason.member, paused_at=NOW)]
    paused = then(UNTIL_SUMMER)
    assert is_paused(paused, NOW)
    assert is_paused(paused, NOW.replace(year=2027, month=5, day=31))
    assert not is_paused(paused, NOW.replace(year=2027, month=6, day=1))


def test_a_pause_without_a_day_lasts_until_they_say() -> None:
    assert is_paused(then(FOR_NOW), NOW + timedelta(days=4000))
    assert decide(Resume(), then(FOR_NOW), NOW) == [MemberResumed(resumed_at=NOW)]
    assert not is_paused(then(FOR_NOW, Resume()), NOW)


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2020, 1, 1), date(2028, 11, 24)])
def test_a_pause_until_today_the_past_or_more_than_two_years_ahead_is_refused(until: date) -> None:
    with pytest.raises(PauseUnfit):
        decide(Pause(until, PauseReason.member), MEMBER, NOW)


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP), after(SIGN_UP, CONFIRM, FORGET)])
@pytest.mark.parametrize("command", [UNTIL_SUMMER, Resume()])
def test_only_members_pause(who: Member, command: PausingCommand) -> None:
    with pytest.raises(NoSuchMember):
        decide(command, who, NOW)


def test_pausing_the_same_way_twice_and_ending_no_pause_is_recorded_once() -> None:
    assert decide(UNTIL_SUMMER, then(UNTIL_SUMMER), NOW) == []
    assert decide(FOR_NOW, then(FOR_NOW), NOW) == []
    assert len(decide(FOR_NOW, then(UNTIL_SUMMER), NOW)) == 1
    assert decide(Resume(), MEMBER, NOW) == []

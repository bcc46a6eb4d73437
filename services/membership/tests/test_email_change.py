from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from eventlog import Event
from membership.events import EmailChanged, EmailChangeRequested, MemberForgotten
from membership.member import NoSuchMember
from membership.member import decide as live
from membership.own_page.email_change import (
    GOOD_FOR,
    AskedTooOften,
    AskForNewAddress,
    ConfirmNewAddress,
    EmailChangeOver,
    EmailCommand,
    Moving,
    decide,
    moving,
)

from .test_member import CONFIRM, NOW, SIGN_UP, after

ASK, YES = AskForNewAddress("~new"), ConfirmNewAddress("~new")
SIGNED_UP: Sequence[Event] = live(SIGN_UP, after(), NOW)
JOINED: Sequence[Event] = [*SIGNED_UP, *live(CONFIRM, after(SIGN_UP), NOW)]
MEMBER = moving.fold(JOINED)


def then(*commands: EmailCommand, at: datetime = NOW) -> Moving:
    state = MEMBER
    for command in commands:
        state = moving.fold(decide(command, state, at), state)
    return state


def test_a_new_address_is_asked_for_and_confirmed() -> None:
    assert decide(ASK, MEMBER, NOW) == [EmailChangeRequested(email="~new", requested_at=NOW)]
    assert decide(YES, then(ASK), NOW) == [EmailChanged(email="~new", changed_at=NOW)]
    changed = then(ASK, YES).member
    assert changed.profile is not None
    assert (changed.profile.email, changed.new_email) == ("~new", None)


def test_after_a_day_or_a_later_request_the_link_is_worth_nothing() -> None:
    assert decide(YES, then(ASK), NOW + GOOD_FOR - timedelta(seconds=1))
    with pytest.raises(EmailChangeOver):
        decide(YES, then(ASK), NOW + GOOD_FOR)
    with pytest.raises(EmailChangeOver):
        decide(YES, then(ASK, AskForNewAddress("~other")), NOW)
    with pytest.raises(EmailChangeOver):
        decide(YES, MEMBER, NOW)


def test_three_requests_a_day() -> None:
    asked = then(ASK, ASK, ASK)
    with pytest.raises(AskedTooOften):
        decide(ASK, asked, NOW + timedelta(hours=23))
    assert decide(ASK, asked, NOW + timedelta(hours=24))


@pytest.mark.parametrize(
    "who", [Moving(), moving.fold(SIGNED_UP), moving.fold([*JOINED, MemberForgotten(forgotten_at=NOW, forgotten_by=None)])]
)
@pytest.mark.parametrize("command", [ASK, YES])
def test_only_members_change_their_address(who: Moving, command: EmailCommand) -> None:
    with pytest.raises(NoSuchMember):
        decide(command, who, NOW)


def test_confirming_twice_is_recorded_once() -> None:
    assert decide(YES, then(ASK, YES), NOW + timedelta(days=3)) == []

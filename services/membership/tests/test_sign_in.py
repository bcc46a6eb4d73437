from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from membership.events import SignedIn, SignInMissed, SignInRequested
from membership.own_page.sign_in import (
    GOOD_FOR,
    MOST_MISSES,
    AskToSignIn,
    NoSuchSignIn,
    SignIn,
    SignInCommand,
    SignInOver,
    UseCode,
    UseLink,
    decide,
    sign_ins,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KARI = uuid4()
ASK = AskToSignIn(KARI, "nn")
WRONG, RIGHT = UseCode(right=False), UseCode(right=True)


def after(*commands: SignInCommand, at: datetime = NOW) -> SignIn:
    sign_in = SignIn()
    for command in commands:
        sign_in = sign_ins.fold(decide(command, sign_in, at), sign_in)
    return sign_in


@pytest.mark.parametrize("member_id", [KARI, None])
def test_asking_is_recorded_alike_for_a_member_and_for_nobody(member_id: None) -> None:
    asked = decide(AskToSignIn(member_id, "nb"), SignIn(), NOW)
    assert asked == [SignInRequested(member_id=member_id, language="nb", requested_at=NOW)]


def test_asking_twice_under_one_id_is_recorded_once() -> None:
    assert decide(ASK, after(ASK), NOW) == []


@pytest.mark.parametrize("command", [UseLink(), RIGHT])
def test_a_link_or_the_right_code_lets_the_member_in_once(command: SignInCommand) -> None:
    assert decide(command, after(ASK), NOW) == [SignedIn(member_id=KARI, signed_in_at=NOW)]
    for again in (UseLink(), RIGHT):
        with pytest.raises(SignInOver):
            decide(again, after(ASK, command), NOW)


@pytest.mark.parametrize("command", [UseLink(), RIGHT, WRONG])
def test_after_ten_minutes_it_is_over(command: SignInCommand) -> None:
    assert decide(command, after(ASK), NOW + GOOD_FOR - timedelta(seconds=1))
    with pytest.raises(SignInOver):
        decide(command, after(ASK), NOW + GOOD_FOR)


def test_five_wrong_codes_and_the_right_one_is_worth_nothing_but_the_link_is() -> None:
    assert decide(WRONG, after(ASK), NOW) == [SignInMissed(missed_at=NOW)]
    guessed = after(ASK, *[WRONG] * MOST_MISSES)
    for code in (WRONG, RIGHT):
        with pytest.raises(SignInOver):
            decide(code, guessed, NOW)
    assert decide(UseLink(), guessed, NOW) == [SignedIn(member_id=KARI, signed_in_at=NOW)]


def test_no_code_is_right_and_no_link_known_for_an_address_that_is_nobodys() -> None:
    nobody = after(AskToSignIn(None, "nb"))
    assert decide(RIGHT, nobody, NOW) == [SignInMissed(missed_at=NOW)]
    with pytest.raises(NoSuchSignIn):
        decide(UseLink(), nobody, NOW)


def test_what_was_never_asked_for_lets_nobody_in() -> None:
    with pytest.raises(NoSuchSignIn):
        decide(UseLink(), SignIn(), NOW)
    with pytest.raises(SignInOver):
        decide(RIGHT, SignIn(), NOW)

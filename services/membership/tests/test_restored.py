import pytest

from membership.erasing.restored import EraseAgain, decide, restored
from membership.events import Forgetting, MemberForgotten, SignUpExpired
from membership.member import Member

from .test_member import CONFIRM, FORGET, NOW, SIGN_UP, after


def test_a_member_who_came_back_is_forgotten_again() -> None:
    forgotten = MemberForgotten(forgotten_at=NOW, forgotten_by=None, cause=Forgetting.restored)
    assert decide(EraseAgain(), after(SIGN_UP, CONFIRM), NOW) == [forgotten]


def test_a_sign_up_that_came_back_expires_though_its_time_is_not_over() -> None:
    assert decide(EraseAgain(), after(SIGN_UP), NOW) == [SignUpExpired(expired_at=NOW)]


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP, CONFIRM, FORGET)])
def test_one_who_is_not_there_is_left_alone(who: Member) -> None:
    assert decide(EraseAgain(), who, NOW) == []


def test_erasing_again_is_done_once() -> None:
    member = after(SIGN_UP, CONFIRM)
    assert decide(EraseAgain(), restored.fold(decide(EraseAgain(), member, NOW), member), NOW) == []

import msgspec
import pytest

from membership.events import BackgroundChange, MemberBackgroundChanged
from membership.member import Member, NoSuchMember
from membership.over_time.growing import GrowOlder, decide, growing

from .test_member import BACKGROUND, CONFIRM, NOW, SIGN_UP, after

OLDER = msgspec.structs.replace(BACKGROUND, age_band="50-59")


def test_a_member_whose_band_is_another_gets_the_background_that_goes_with_it() -> None:
    changed = MemberBackgroundChanged(background=OLDER, cause=BackgroundChange.birthday, changed_at=NOW)
    assert decide(GrowOlder("50-59"), after(SIGN_UP, CONFIRM), NOW) == [changed]


def test_a_band_that_is_the_same_is_no_change() -> None:
    member = after(SIGN_UP, CONFIRM)
    assert decide(GrowOlder("40-49"), member, NOW) == []
    grown = growing.fold(decide(GrowOlder("50-59"), member, NOW), member)
    assert decide(GrowOlder("50-59"), grown, NOW) == []


def test_only_members_grow_older() -> None:
    with pytest.raises(NoSuchMember):
        decide(GrowOlder("50-59"), Member(), NOW)

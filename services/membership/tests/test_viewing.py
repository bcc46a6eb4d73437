from dataclasses import replace
from uuid import UUID

import pytest

from membership.events import MemberViewed
from membership.member import Member, NoSuchMember
from membership.stewarding.viewing import View, decide, viewing

from .test_member import CONFIRM, FORGET, NOW, SIGN_UP, STAFF, after

LOOK = View(STAFF, "~seen")


def test_a_look_at_a_member_is_recorded_with_who_and_why() -> None:
    assert decide(LOOK, after(SIGN_UP, CONFIRM), NOW) == [MemberViewed(staff_id=STAFF, seen="~seen", viewed_at=NOW)]


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP), after(SIGN_UP, CONFIRM, FORGET)])
def test_only_members_can_be_looked_at(who: Member) -> None:
    with pytest.raises(NoSuchMember):
        decide(LOOK, who, NOW)


def test_every_look_counts_and_changes_nothing_about_the_member() -> None:
    member = after(SIGN_UP, CONFIRM)
    seen = viewing.fold(decide(LOOK, member, NOW), member)
    assert seen == member
    assert len(decide(replace(LOOK, staff_id=UUID(int=10)), seen, NOW)) == 1

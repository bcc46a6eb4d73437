import msgspec
import pytest

from membership.events import BackgroundChange, MemberBackgroundChanged, ProfileChanged
from membership.member import Member, NoSuchMember
from membership.own_page.profile import ChangeProfile, changing, decide

from .test_member import BACKGROUND, CONFIRM, FORGET, NOW, PROFILE, SIGN_UP, after

MEMBER = after(SIGN_UP, CONFIRM)
MOVED = msgspec.structs.replace(PROFILE, area="~another")
ELSEWHERE = msgspec.structs.replace(BACKGROUND, area="bekkestua")


def test_a_member_who_moves_has_another_profile_and_another_background() -> None:
    assert decide(ChangeProfile(MOVED, ELSEWHERE, "nn"), MEMBER, NOW) == [
        ProfileChanged(profile=MOVED, language="nn", changed_at=NOW),
        MemberBackgroundChanged(background=ELSEWHERE, cause=BackgroundChange.member, changed_at=NOW),
    ]


def test_a_new_name_is_nothing_the_house_hears_of() -> None:
    renamed = msgspec.structs.replace(PROFILE, name="~married")
    (event,) = decide(ChangeProfile(renamed, BACKGROUND, "nn"), MEMBER, NOW)
    assert isinstance(event, ProfileChanged)


def test_an_address_is_not_changed_this_way() -> None:
    sneaked = msgspec.structs.replace(PROFILE, email="~another")
    assert decide(ChangeProfile(sneaked, BACKGROUND, "nn"), MEMBER, NOW) == []


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP), after(SIGN_UP, CONFIRM, FORGET)])
def test_only_members_change_their_profile(who: Member) -> None:
    with pytest.raises(NoSuchMember):
        decide(ChangeProfile(MOVED, ELSEWHERE, "nn"), who, NOW)


def test_changing_nothing_is_not_recorded() -> None:
    assert decide(ChangeProfile(PROFILE, BACKGROUND, "nn"), MEMBER, NOW) == []
    change = ChangeProfile(MOVED, ELSEWHERE, "nb")
    assert decide(change, changing.fold(decide(change, MEMBER, NOW), MEMBER), NOW) == []

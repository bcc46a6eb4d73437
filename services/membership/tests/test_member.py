from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from membership.events import Background, Consent, MemberForgotten, MemberJoined, Notice, SealedProfile, SignedUp, SignUpExpired
from membership.member import (
    TIME_TO_CONFIRM,
    Confirm,
    Expire,
    Forget,
    LinkExpired,
    Member,
    NoSuchMember,
    NothingToConfirm,
    SignUp,
    Status,
    StillWaiting,
    decide,
    members,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROFILE = SealedProfile("~name", "~email", "~gender", "~year", "~area", "~interests")
CONSENT = Consent("2026-11", "hash", "nn")
BACKGROUND = Background("40-49", "woman", "sandvika", ("climate",), "nn")
SIGN_UP = SignUp(PROFILE, CONSENT, "nn", "byfesten", known_member=None, mail_allowed=True)
CONFIRM = Confirm(BACKGROUND)


def after(*commands: SignUp | Confirm | Expire | Forget, at: datetime = NOW) -> Member:
    member = Member()
    for command in commands:
        member = members.fold(decide(command, member, at), member)
    return member


def test_a_sign_up_waits_for_confirmation() -> None:
    (event,) = decide(SIGN_UP, Member(), NOW)
    assert event == SignedUp(
        profile=PROFILE,
        consent=CONSENT,
        language="nn",
        campaign="byfesten",
        notice=Notice.confirm,
        told=None,
        signed_up_at=NOW,
    )
    assert after(SIGN_UP).status is Status.unconfirmed


def test_a_known_address_tells_the_member_and_cannot_be_confirmed() -> None:
    somebody = uuid4()
    known = replace(SIGN_UP, known_member=somebody)
    (event,) = decide(known, Member(), NOW)
    assert isinstance(event, SignedUp)
    assert (event.notice, event.told) == (Notice.already_member, somebody)
    with pytest.raises(NothingToConfirm):
        decide(CONFIRM, after(known), NOW)


@pytest.mark.parametrize("member_id", [None, uuid4()])
def test_an_address_that_has_had_its_mails_gets_no_more(member_id: UUID | None) -> None:
    (event,) = decide(replace(SIGN_UP, known_member=member_id, mail_allowed=False), Member(), NOW)
    assert isinstance(event, SignedUp)
    assert event.notice is Notice.nothing


def test_signing_up_twice_under_one_id_is_recorded_once() -> None:
    assert decide(SIGN_UP, after(SIGN_UP), NOW) == []
    assert decide(SIGN_UP, after(SIGN_UP, CONFIRM), NOW) == []


def test_a_confirmation_makes_a_member() -> None:
    (event,) = decide(CONFIRM, after(SIGN_UP), NOW)
    assert event == MemberJoined(background=BACKGROUND, campaign="byfesten", joined_at=NOW)
    assert after(SIGN_UP, CONFIRM).status is Status.active


def test_a_confirmation_after_48_hours_is_refused() -> None:
    assert decide(CONFIRM, after(SIGN_UP), NOW + TIME_TO_CONFIRM - timedelta(seconds=1))
    with pytest.raises(LinkExpired):
        decide(CONFIRM, after(SIGN_UP), NOW + TIME_TO_CONFIRM)


def test_nobody_is_confirmed_who_never_signed_up() -> None:
    with pytest.raises(NothingToConfirm):
        decide(CONFIRM, Member(), NOW)


def test_confirming_twice_is_recorded_once() -> None:
    assert decide(CONFIRM, after(SIGN_UP, CONFIRM), NOW + timedelta(days=400)) == []


def test_a_sign_up_nobody_confirmed_expires_and_loses_its_profile() -> None:
    late = NOW + TIME_TO_CONFIRM
    (event,) = decide(Expire(), after(SIGN_UP), late)
    assert event == SignUpExpired(expired_at=late)
    assert members.fold([event], after(SIGN_UP)).profile is None


def test_a_sign_up_that_may_still_be_confirmed_does_not_expire() -> None:
    with pytest.raises(StillWaiting):
        decide(Expire(), after(SIGN_UP), NOW + timedelta(hours=47))


def test_a_member_never_expires_and_nothing_expires_twice() -> None:
    late = NOW + timedelta(days=400)
    assert decide(Expire(), after(SIGN_UP, CONFIRM), late) == []
    expired = members.fold(decide(Expire(), after(SIGN_UP), late), after(SIGN_UP))
    assert decide(Expire(), expired, late) == []
    with pytest.raises(LinkExpired):
        decide(CONFIRM, expired, late)


STAFF = UUID(int=9)
FORGET = Forget(STAFF)


def test_a_member_is_forgotten_and_nothing_of_theirs_is_kept_in_mind() -> None:
    (event,) = decide(Forget(STAFF), after(SIGN_UP, CONFIRM), NOW)
    assert event == MemberForgotten(forgotten_at=NOW, forgotten_by=STAFF)
    assert members.fold([event], after(SIGN_UP, CONFIRM)) == Member(status=Status.forgotten)


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP)])
def test_only_members_are_forgotten(who: Member) -> None:
    with pytest.raises(NoSuchMember):
        decide(Forget(STAFF), who, NOW)


def test_forgetting_twice_is_recorded_once() -> None:
    assert decide(Forget(STAFF), after(SIGN_UP, CONFIRM, Forget(STAFF)), NOW) == []
    with pytest.raises(NothingToConfirm):
        decide(CONFIRM, after(SIGN_UP, CONFIRM, Forget(STAFF)), NOW)

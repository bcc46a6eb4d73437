from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from eventlog import Event
from membership.events import (
    ContactBudgetChosen,
    EmailChangeRequested,
    MemberAskedToStay,
    MemberForgotten,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    Notice,
    PauseReason,
    SignedUp,
    SignInRequested,
    SignUpExpired,
    Source,
)
from membership.member import Member, decide
from membership.published import announce

from .test_member import BACKGROUND, NOW, SIGN_UP

MEMBER = UUID(int=1)
SOMEBODY = UUID(int=2)


def signed_up(notice: Notice, told: UUID | None) -> SignedUp:
    (event,) = decide(SIGN_UP, Member(), NOW)
    assert isinstance(event, SignedUp)
    return msgspec.structs.replace(event, notice=notice, told=told)


def test_a_sign_up_asks_for_a_mail_and_says_nothing_of_the_person() -> None:
    message = announce(MEMBER, signed_up(Notice.confirm, None))
    assert message is not None
    assert message.subject == "membership.v1.confirmation_requested"
    assert msgspec.json.decode(msgspec.json.encode(message.data)) == {"member_id": str(MEMBER), "language": "nn"}


def test_a_repeated_sign_up_is_told_of_the_member_it_concerns() -> None:
    message = announce(MEMBER, signed_up(Notice.already_member, SOMEBODY))
    assert message is not None
    assert message.subject == "membership.v1.sign_up_repeated"
    assert msgspec.json.decode(msgspec.json.encode(message.data)) == {"member_id": str(SOMEBODY), "language": "nn"}


def test_a_new_member_is_told_of_by_coarse_background_and_the_date_here() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    message = announce(MEMBER, MemberJoined(background=BACKGROUND, campaign=None, joined_at=late))
    assert message is not None
    assert msgspec.json.decode(msgspec.json.encode(message.data)) == {
        "member_id": str(MEMBER),
        "background": {
            "age_band": "40-49",
            "gender": "woman",
            "area": "sandvika",
            "interests": ["climate"],
            "language": "nn",
        },
        "campaign": None,
        "joined_on": "2026-11-24",
    }


def test_all_are_told_to_drop_a_member_who_is_forgotten() -> None:
    message = announce(MEMBER, MemberForgotten(forgotten_at=NOW, forgotten_by=SOMEBODY))
    assert message is not None
    assert message.subject == "membership.v1.member_forgotten"
    assert msgspec.to_builtins(message.data) == {"member_id": str(MEMBER)}


def test_nobody_is_told_of_the_rest() -> None:
    assert announce(MEMBER, signed_up(Notice.nothing, SOMEBODY)) is None
    assert announce(MEMBER, SignUpExpired(expired_at=NOW)) is None


@pytest.mark.parametrize(
    ("event", "subject", "told"),
    [
        (
            MemberPaused(until=date(2027, 1, 1), reason=PauseReason.member, paused_at=NOW),
            "member_paused",
            {"until": "2027-01-01"},
        ),
        (MemberResumed(resumed_at=NOW), "member_resumed", {}),
        (ContactBudgetChosen(most_a_month=2, chosen_at=NOW), "contact_budget_chosen", {"most_a_month": 2}),
        (EmailChangeRequested(email="~email", requested_at=NOW), "email_change_requested", {}),
        (MemberAskedToStay(time=1, asked_at=NOW), "member_asked_to_stay", {"time": 1}),
    ],
)
def test_what_a_member_decides_is_told_without_a_word_of_them(event: Event, subject: str, told: dict[str, object]) -> None:
    message = announce(MEMBER, event)
    assert message is not None
    assert message.subject == f"membership.v1.{subject}"
    assert msgspec.to_builtins(message.data) == {"member_id": str(MEMBER)} | told


def test_a_sign_in_is_told_of_only_when_the_address_is_a_members() -> None:
    asked = SignInRequested(member_id=SOMEBODY, language="nb", requested_at=NOW)
    message = announce(MEMBER, asked)
    assert message is not None
    assert msgspec.to_builtins(message.data) == {"request_id": str(MEMBER), "member_id": str(SOMEBODY)}
    assert announce(MEMBER, msgspec.structs.replace(asked, member_id=None)) is None


def test_somebody_brought_along_is_invited_and_not_asked_to_confirm_what_they_wrote() -> None:
    message = announce(MEMBER, msgspec.structs.replace(signed_up(Notice.confirm, None), source=Source.imported))
    assert message is not None
    assert message.subject == "membership.v1.member_invited"

"""What the world may know of membership: private facts turned into public messages, here and nowhere else."""

from datetime import date
from uuid import UUID

import msgspec

from eventlog import Event, Message
from membership.events import (
    Background,
    ContactBudgetChosen,
    EmailChangeRequested,
    Language,
    MemberAskedToStay,
    MemberBackgroundChanged,
    MemberForgotten,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    Notice,
    SignedUp,
    SignInRequested,
    Source,
)
from ui.formats import HERE


class ConfirmationRequestedV1(msgspec.Struct, frozen=True):
    member_id: UUID
    language: Language


class SignUpRepeatedV1(msgspec.Struct, frozen=True):
    member_id: UUID
    language: Language


class MemberJoinedV1(msgspec.Struct, frozen=True):
    member_id: UUID
    background: Background
    campaign: str | None
    joined_on: date


class MemberForgottenV1(msgspec.Struct, frozen=True):
    """Drop what is kept of this member."""

    member_id: UUID


class MemberInvitedV1(msgspec.Struct, frozen=True):
    """Somebody brought along from an earlier panel is asked whether they want to be in this one."""

    member_id: UUID


class MemberBackgroundChangedV1(msgspec.Struct, frozen=True):
    member_id: UUID
    background: Background


class MemberPausedV1(msgspec.Struct, frozen=True):
    """Send no invitations: before `until`, or at all when it is null."""

    member_id: UUID
    until: date | None


class MemberResumedV1(msgspec.Struct, frozen=True):
    member_id: UUID


class ContactBudgetChosenV1(msgspec.Struct, frozen=True):
    """At most so many invitations in 30 days, over all departments; null: no limit of the member's own."""

    member_id: UUID
    most_a_month: int | None


class SignInRequestedV1(msgspec.Struct, frozen=True):
    """A member wants a link and a code to get in with. `request_id` is asked about when the mail is made."""

    request_id: UUID
    member_id: UUID


class EmailChangeRequestedV1(msgspec.Struct, frozen=True):
    """The owner of the new address must say yes."""

    member_id: UUID


class MemberAskedToStayV1(msgspec.Struct, frozen=True):
    """Nothing was heard from them for long; `time` is 1 for the question and more for its reminders."""

    member_id: UUID
    time: int


ID = UUID("0b7c9a52-3c1e-4c55-8f0a-2d1f1f7b9c11")
REQUEST = UUID("6c0a0b7e-6d0f-4a51-9c55-0b1f8f3d7a21")
BACKGROUND = Background("30-39", "woman", "sandvika", ("climate", "schools"), "nb")
EXAMPLES = (
    Message("membership.v1.confirmation_requested", ConfirmationRequestedV1(ID, "nb")),
    Message("membership.v1.sign_up_repeated", SignUpRepeatedV1(ID, "nb")),
    Message("membership.v1.member_joined", MemberJoinedV1(ID, BACKGROUND, "byfesten", date(2019, 6, 8))),
    Message("membership.v1.member_forgotten", MemberForgottenV1(ID)),
    Message("membership.v1.member_invited", MemberInvitedV1(ID)),
    Message("membership.v1.member_background_changed", MemberBackgroundChangedV1(ID, BACKGROUND)),
    Message("membership.v1.member_paused", MemberPausedV1(ID, date(2019, 8, 1))),
    Message("membership.v1.member_resumed", MemberResumedV1(ID)),
    Message("membership.v1.contact_budget_chosen", ContactBudgetChosenV1(ID, 2)),
    Message("membership.v1.sign_in_requested", SignInRequestedV1(REQUEST, ID)),
    Message("membership.v1.email_change_requested", EmailChangeRequestedV1(ID)),
    Message("membership.v1.member_asked_to_stay", MemberAskedToStayV1(ID, 1)),
)
"""One of each, for the contracts."""


def announce(stream_id: UUID, event: Event) -> Message | None:
    match event:
        case SignedUp():
            return _of_sign_up(stream_id, event)
        case MemberJoined(background=background, campaign=campaign, joined_at=joined_at):
            joined = MemberJoinedV1(stream_id, background, campaign, joined_at.astimezone(HERE).date())
            return Message("membership.v1.member_joined", joined)
        case MemberForgotten():
            return Message("membership.v1.member_forgotten", MemberForgottenV1(stream_id))
        case SignInRequested(member_id=UUID() as member_id):
            return Message("membership.v1.sign_in_requested", SignInRequestedV1(stream_id, member_id))
        case _:
            return _of_life(stream_id, event)


def _of_sign_up(member_id: UUID, event: SignedUp) -> Message | None:
    match event:
        case SignedUp(notice=Notice.confirm, source=Source.imported):
            return Message("membership.v1.member_invited", MemberInvitedV1(member_id))
        case SignedUp(notice=Notice.confirm, language=language):
            return Message("membership.v1.confirmation_requested", ConfirmationRequestedV1(member_id, language))
        case SignedUp(notice=Notice.already_member, told=UUID() as told, language=language):
            return Message("membership.v1.sign_up_repeated", SignUpRepeatedV1(told, language))
        case _:
            return None


def _of_life(member_id: UUID, event: Event) -> Message | None:  # noqa: PLR0911 – one for each kind of fact
    match event:
        case MemberBackgroundChanged(background=background):
            return Message("membership.v1.member_background_changed", MemberBackgroundChangedV1(member_id, background))
        case MemberPaused(until=until):
            return Message("membership.v1.member_paused", MemberPausedV1(member_id, until))
        case MemberResumed():
            return Message("membership.v1.member_resumed", MemberResumedV1(member_id))
        case ContactBudgetChosen(most_a_month=most):
            return Message("membership.v1.contact_budget_chosen", ContactBudgetChosenV1(member_id, most))
        case EmailChangeRequested():
            return Message("membership.v1.email_change_requested", EmailChangeRequestedV1(member_id))
        case MemberAskedToStay(time=time):
            return Message("membership.v1.member_asked_to_stay", MemberAskedToStayV1(member_id, time))
        case _:
            return None

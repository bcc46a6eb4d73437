"""What the world may know of membership: private facts turned into public messages, here and nowhere else."""

from datetime import date
from uuid import UUID

import msgspec

from eventlog import Event, Message
from membership.events import Background, Language, MemberForgotten, MemberJoined, Notice, SignedUp
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


ID = UUID("0b7c9a52-3c1e-4c55-8f0a-2d1f1f7b9c11")
BACKGROUND = Background("30-39", "woman", "sandvika", ("climate", "schools"), "nb")
EXAMPLES = (
    Message("membership.v1.confirmation_requested", ConfirmationRequestedV1(ID, "nb")),
    Message("membership.v1.sign_up_repeated", SignUpRepeatedV1(ID, "nb")),
    Message("membership.v1.member_joined", MemberJoinedV1(ID, BACKGROUND, "byfesten", date(2019, 6, 8))),
    Message("membership.v1.member_forgotten", MemberForgottenV1(ID)),
)
"""One of each, for the contracts."""


def announce(member_id: UUID, event: Event) -> Message | None:
    match event:
        case SignedUp(notice=Notice.confirm, language=language):
            return Message("membership.v1.confirmation_requested", ConfirmationRequestedV1(member_id, language))
        case SignedUp(notice=Notice.already_member, told=UUID() as told, language=language):
            return Message("membership.v1.sign_up_repeated", SignUpRepeatedV1(told, language))
        case MemberJoined(background=background, campaign=campaign, joined_at=joined_at):
            joined = MemberJoinedV1(member_id, background, campaign, joined_at.astimezone(HERE).date())
            return Message("membership.v1.member_joined", joined)
        case MemberForgotten():
            return Message("membership.v1.member_forgotten", MemberForgottenV1(member_id))
        case _:
            return None

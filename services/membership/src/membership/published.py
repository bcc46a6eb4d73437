"""What the world may know of membership: private facts turned into public messages, here and nowhere else."""

from datetime import date
from uuid import UUID

import msgspec

from eventlog import Event, Message
from membership.events import Background, Language, MemberJoined, Notice, SignedUp
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


def announce(member_id: UUID, event: Event) -> Message | None:
    match event:
        case SignedUp(notice=Notice.confirm, language=language):
            return Message("membership.v1.confirmation_requested", ConfirmationRequestedV1(member_id, language))
        case SignedUp(notice=Notice.already_member, told=UUID() as told, language=language):
            return Message("membership.v1.sign_up_repeated", SignUpRepeatedV1(told, language))
        case MemberJoined(background=background, campaign=campaign, joined_at=joined_at):
            joined = MemberJoinedV1(member_id, background, campaign, joined_at.astimezone(HERE).date())
            return Message("membership.v1.member_joined", joined)
        case _:
            return None

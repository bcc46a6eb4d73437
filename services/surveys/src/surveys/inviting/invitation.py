"""One member's right to answer one survey once.

InvitationRefusal
├── NoSuchInvitation     404
├── AlreadyAnswered      the link answers once
├── InvitationEnded      410, who was invited is forgotten
└── SurveyClosedRefused  too late
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec

from eventlog import Decider, Event, Refused
from surveys.events import (
    INVITATION_EVENTS,
    Answer,
    Background,
    InvitationIssued,
    InvitationWithdrawn,
    ResponseStarted,
    ResponseSubmitted,
)


class Invitation(msgspec.Struct, frozen=True):
    survey_id: UUID | None = None
    background: Background | None = None
    started: bool = False
    submission_id: UUID | None = None
    withdrawn: bool = False

    @property
    def answered(self) -> bool:
        return self.submission_id is not None


class IssueInvitation(msgspec.Struct, frozen=True):
    survey_id: UUID
    member_id: UUID
    dispatch_id: UUID
    background: Background


class WithdrawInvitation(msgspec.Struct, frozen=True):
    member_id: UUID


class StartResponse(msgspec.Struct, frozen=True):
    survey_open: bool


class SubmitResponse(msgspec.Struct, frozen=True):
    """Answers that have been checked; the texts are sealed. `submission_id` tells a retry from a second answer."""

    submission_id: UUID
    response_id: UUID
    survey_open: bool
    language: str
    answers: dict[str, Answer]
    texts: dict[str, str]
    seed: int | None = None


InvitationCommand = IssueInvitation | WithdrawInvitation | StartResponse | SubmitResponse


class InvitationRefusal(Refused):
    pass


class NoSuchInvitation(InvitationRefusal):
    code = "no_such_invitation"
    status = 404
    title = "Vi kjenner ikke denne lenken"


class AlreadyAnswered(InvitationRefusal):
    code = "already_answered"
    title = "Denne lenken er brukt. Svaret er registrert fra før."


class InvitationEnded(InvitationRefusal):
    code = "invitation_ended"
    status = 410
    title = "Denne invitasjonen gjelder ikke lenger"


class SurveyClosedRefused(InvitationRefusal):
    code = "survey_closed"
    status = 410
    title = "Undersøkelsen er avsluttet"


def decide(command: InvitationCommand, invitation: Invitation, _now: datetime) -> Sequence[Event]:
    match command:
        case IssueInvitation():
            return issue(command, invitation)
        case WithdrawInvitation():
            return withdraw(command, invitation)
        case StartResponse():
            return start(command, invitation)
        case SubmitResponse():
            return submit(command, invitation)
        case _:
            assert_never(command)


def issue(command: IssueInvitation, invitation: Invitation) -> Sequence[Event]:
    if invitation.survey_id is not None:
        return []
    return [
        InvitationIssued(
            survey_id=command.survey_id,
            member_id=command.member_id,
            dispatch_id=command.dispatch_id,
            background=command.background,
        )
    ]


def withdraw(command: WithdrawInvitation, invitation: Invitation) -> Sequence[Event]:
    if invitation.survey_id is None or invitation.withdrawn:
        return []
    return [InvitationWithdrawn(survey_id=invitation.survey_id, member_id=command.member_id)]


def start(command: StartResponse, invitation: Invitation) -> Sequence[Event]:
    if invitation.answered:
        raise AlreadyAnswered
    return _start(invitation, survey_open=command.survey_open)


def submit(command: SubmitResponse, invitation: Invitation) -> Sequence[Event]:
    if invitation.submission_id == command.submission_id:
        return []
    if invitation.answered:
        raise AlreadyAnswered
    started = _start(invitation, survey_open=command.survey_open)
    assert invitation.survey_id is not None
    assert invitation.background is not None
    return [
        *started,
        ResponseSubmitted(
            response_id=command.response_id,
            submission_id=command.submission_id,
            survey_id=invitation.survey_id,
            background=invitation.background,
            language=command.language,
            answers=command.answers,
            texts=command.texts,
            seed=command.seed,
        ),
    ]


def _start(invitation: Invitation, *, survey_open: bool) -> Sequence[Event]:
    """Who sends everything at once has also started: the rates have one meaning however an answer came in."""
    if invitation.survey_id is None or invitation.background is None:
        raise NoSuchInvitation
    if invitation.withdrawn:
        raise InvitationEnded
    if not survey_open:
        raise SurveyClosedRefused
    if invitation.started:
        return []
    return [ResponseStarted(survey_id=invitation.survey_id, background=invitation.background)]


def evolve(invitation: Invitation, event: Event) -> Invitation:
    match event:
        case InvitationIssued(survey_id=survey_id, background=background):
            return Invitation(survey_id, background)
        case InvitationWithdrawn():
            return msgspec.structs.replace(invitation, withdrawn=True)
        case ResponseStarted():
            return msgspec.structs.replace(invitation, started=True)
        case ResponseSubmitted(submission_id=submission_id):
            return msgspec.structs.replace(invitation, started=True, submission_id=submission_id)
        case _:
            return invitation


invitation_decider: Decider[InvitationCommand, Invitation] = Decider(decide, evolve, Invitation(), INVITATION_EVENTS)


def invitation_id(secret: bytes, survey_id: UUID, member_id: UUID) -> UUID:
    """The one id this member's invitation to this survey can have: unguessable, and the same however often it is issued."""
    digest = hmac.new(secret, b"invitation:" + survey_id.bytes + member_id.bytes, hashlib.sha256).digest()
    return UUID(bytes=digest[:16], version=4)


def seed_of(secret: bytes, invitation_id: UUID) -> int:
    """What draws lots and orders shuffled things for one person: 32 bits, the same on every device, and nobody's choice."""
    return int.from_bytes(hmac.digest(secret, b"seed:" + invitation_id.bytes, hashlib.sha256)[:4])

"""Four eyes: a survey is published when somebody who has not written on it has approved it as it stands.

ApprovalRefusal
├── OwnWork          who has written on it cannot judge it
├── NotAskedFor      nobody has asked for it
├── ChangedSince     what was read is not what stands there now
└── NotApproved      what nobody has approved is not published
"""

from collections.abc import Sequence
from enum import Enum
from uuid import UUID

import msgspec

from eventlog import Event, Refused
from surveys.events import ReviewAsked, SurveyApproved, SurveySentBack
from ui import mark


class Review(Enum):
    none = "none"
    asked = "asked"
    approved = "approved"
    sent_back = "sent_back"


class Approval(msgspec.Struct, frozen=True):
    """`version` is that of the latest writing; `authors` are all who have written since the survey was drafted."""

    review: Review = Review.none
    version: int = 0
    authors: frozenset[UUID] = frozenset()
    asked_by: UUID | None = None
    answered_by: UUID | None = None
    note: str = ""


class AskForReview(msgspec.Struct, frozen=True):
    survey_id: UUID
    by: UUID


class Approve(msgspec.Struct, frozen=True):
    """`version`: the one that was read."""

    survey_id: UUID
    version: int
    by: UUID


class SendBack(msgspec.Struct, frozen=True):
    survey_id: UUID
    note: str
    by: UUID


Reviewing = AskForReview | Approve | SendBack


class ApprovalRefusal(Refused):
    pass


class OwnWork(ApprovalRefusal):
    code = "own_work"
    title = mark("Du har skrevet på undersøkelsen. En kollega som ikke har det, må godkjenne den.")


class NotAskedFor(ApprovalRefusal):
    code = "not_asked_for"
    title = mark("Ingen har bedt om godkjenning av denne undersøkelsen")


class ChangedSince(ApprovalRefusal):
    code = "changed_since"
    title = mark("Undersøkelsen er endret siden du leste den. Les den på nytt før du godkjenner.")


class NotApproved(ApprovalRefusal):
    code = "not_approved"
    title = mark("Undersøkelsen må godkjennes av en kollega som ikke har skrevet på den, før den kan publiseres.")


def decide(command: Reviewing, approval: Approval) -> Sequence[Event]:
    match command:
        case AskForReview(survey_id, by):
            if approval.review in {Review.asked, Review.approved}:
                return []
            return [ReviewAsked(survey_id=survey_id, version=approval.version, asked_by=by)]
        case Approve():
            return approve(command, approval)
        case SendBack(survey_id, note, by):
            _may_judge(by, approval)
            if approval.review not in {Review.asked, Review.approved}:
                raise NotAskedFor
            return [SurveySentBack(survey_id=survey_id, note=note, sent_back_by=by)]


def approve(command: Approve, approval: Approval) -> Sequence[Event]:
    _may_judge(command.by, approval)
    if command.version != approval.version:
        raise ChangedSince
    if approval.review is Review.approved:
        return []
    if approval.review is not Review.asked:
        raise NotAskedFor
    return [SurveyApproved(survey_id=command.survey_id, version=command.version, approved_by=command.by)]


def _may_judge(by: UUID, approval: Approval) -> None:
    if by in approval.authors:
        raise OwnWork


def evolve(approval: Approval, event: ReviewAsked | SurveyApproved | SurveySentBack) -> Approval:
    match event:
        case ReviewAsked(asked_by=by):
            return msgspec.structs.replace(approval, review=Review.asked, asked_by=by, answered_by=None, note="")
        case SurveyApproved(approved_by=by):
            return msgspec.structs.replace(approval, review=Review.approved, answered_by=by)
        case SurveySentBack(sent_back_by=by, note=note):
            return msgspec.structs.replace(approval, review=Review.sent_back, answered_by=by, note=note)


def with_writing(approval: Approval, version: int, by: UUID) -> Approval:
    """Whoever writes is an author from then on; what was approved is no longer what stands there."""
    review = Review.none if approval.review is Review.approved else approval.review
    return msgspec.structs.replace(approval, review=review, version=version, authors=approval.authors | {by})

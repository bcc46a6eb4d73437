"""The private facts of surveys. Stored for ever, imported by nobody; `published.py` says what the world may know."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from eventlog import Event, EventTypes
from surveys.drafting.changes import Change

AgeBand = Literal["15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+"]
Gender = Literal["woman", "man", "other", "unstated"]
Language = Literal["nb", "nn", "en"]
Answer = str | int | float | list[Any] | dict[str, Any]
"""What a kind of question keeps (`questionnaire/kinds/`): an option, several, a number, or one of these for each row."""


class Background(msgspec.Struct, frozen=True):
    """The coarse background of a member, as it was when the invitation was issued."""

    age_band: AgeBand
    gender: Gender
    area: str
    interests: tuple[str, ...]
    language: Language


class Audience(msgspec.Struct, frozen=True):
    """Who may be invited: in each attribute one of the listed values, or anyone where the list is empty."""

    age_bands: tuple[AgeBand, ...] = ()
    genders: tuple[Gender, ...] = ()
    areas: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


class Loss(msgspec.Struct, frozen=True):
    """Something an import could not bring along."""

    place: str
    what: str
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """What the register says beside the questions: what it is for, whose it is, when it is meant to run."""

    purpose: str = ""
    department: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


class SurveyDrafted(Event, frozen=True, tag="survey_drafted"):
    """`previous` is the survey this is a new version of; `co_authors` wrote what it took over that nobody had approved."""

    number: str
    definition: dict[str, Any]
    losses: tuple[Loss, ...]
    drafted_by: UUID
    previous: UUID | None = None
    co_authors: tuple[UUID, ...] = ()


class SurveyPlanned(Event, frozen=True, tag="survey_planned"):
    plan: Plan
    planned_by: UUID


class DefinitionReplaced(Event, frozen=True, tag="definition_replaced"):
    definition: dict[str, Any]
    losses: tuple[Loss, ...]
    replaced_by: UUID


class SurveyEdited(Event, frozen=True, tag="survey_edited"):
    """One step as the person who took it understands it; several changes where one brought the others along."""

    changes: tuple[Change, ...]
    edited_by: UUID


class StepUndone(Event, frozen=True, tag="step_undone"):
    """`step` is the version of the fact that is taken back; `changes` are what that took."""

    step: int
    changes: tuple[Change, ...]
    undone_by: UUID


class StepRedone(Event, frozen=True, tag="step_redone"):
    step: int
    changes: tuple[Change, ...]
    redone_by: UUID


class ReviewAsked(Event, frozen=True, tag="review_asked"):
    survey_id: UUID
    version: int
    asked_by: UUID


class SurveyApproved(Event, frozen=True, tag="survey_approved"):
    """`version` is that of the writing that was read and approved."""

    survey_id: UUID
    version: int
    approved_by: UUID


class SurveySentBack(Event, frozen=True, tag="survey_sent_back"):
    survey_id: UUID
    note: str
    sent_back_by: UUID


class AudienceChosen(Event, frozen=True, tag="audience_chosen"):
    audience: Audience
    chosen_by: UUID


class SurveyPublished(Event, frozen=True, tag="survey_published"):
    """Holds the whole questionnaire: what was asked can be read from this one fact."""

    survey_id: UUID
    number: str
    slug: str
    definition: dict[str, Any]
    minutes: int
    published_at: datetime
    published_by: UUID


class SurveyClosed(Event, frozen=True, tag="survey_closed"):
    survey_id: UUID
    closed_at: datetime
    closed_by: UUID


class SurveyReworded(Event, frozen=True, tag="survey_reworded"):
    """A text put right after the survey was published. Holds the whole questionnaire as it reads from then on."""

    survey_id: UUID
    piece: str
    field: str
    language: str
    before: str
    after: str
    reason: str
    definition: dict[str, Any]
    reworded_at: datetime
    reworded_by: UUID


class CommentWritten(Event, frozen=True, tag="comment_written"):
    """`piece` is the address of what it is about: `survey`, `question/q1`."""

    survey_id: UUID
    piece: str
    words: str
    written_by: UUID


class CommentResolved(Event, frozen=True, tag="comment_resolved"):
    survey_id: UUID
    resolved_by: UUID


class CommentReopened(Event, frozen=True, tag="comment_reopened"):
    survey_id: UUID
    reopened_by: UUID


class ItemKept(Event, frozen=True, tag="item_kept"):
    """A question to be asked again, in other surveys and other years, under the same name."""

    item: str
    question: dict[str, Any]
    kept_by: UUID


class ItemRetired(Event, frozen=True, tag="item_retired"):
    item: str
    retired_by: UUID


class DispatchOrdered(Event, frozen=True, tag="dispatch_ordered"):
    survey_id: UUID
    audience: Audience
    ordered_by: UUID


class DispatchCompleted(Event, frozen=True, tag="dispatch_completed"):
    """`cut_short`: the survey was closed before all were invited."""

    survey_id: UUID
    cut_short: bool


class InvitationIssued(Event, frozen=True, tag="invitation_issued"):
    survey_id: UUID
    member_id: UUID
    dispatch_id: UUID
    background: Background


class InvitationWithdrawn(Event, frozen=True, tag="invitation_withdrawn"):
    """The member is forgotten: nobody may answer by it any more, and nothing leads from the member to it."""

    survey_id: UUID
    member_id: UUID


class ResponseStarted(Event, frozen=True, tag="response_started"):
    survey_id: UUID
    background: Background


class ResponseSubmitted(Event, frozen=True, tag="response_submitted"):
    """`answers` holds the closed ones; `texts` the free ones, sealed with the survey's key.

    `seed` says in which order shuffled things stood; None where nothing could be shuffled yet.
    """

    response_id: UUID
    submission_id: UUID
    survey_id: UUID
    background: Background
    language: str
    answers: dict[str, Answer]
    texts: dict[str, str]
    seed: int | None = None


SURVEY_EVENTS = EventTypes(
    SurveyDrafted,
    SurveyPlanned,
    DefinitionReplaced,
    SurveyEdited,
    StepUndone,
    StepRedone,
    ReviewAsked,
    SurveyApproved,
    SurveySentBack,
    AudienceChosen,
    SurveyPublished,
    SurveyReworded,
    SurveyClosed,
)
COMMENT_EVENTS = EventTypes(CommentWritten, CommentResolved, CommentReopened)
ITEM_EVENTS = EventTypes(ItemKept, ItemRetired)
DISPATCH_EVENTS = EventTypes(DispatchOrdered, DispatchCompleted)
INVITATION_EVENTS = EventTypes(InvitationIssued, InvitationWithdrawn, ResponseStarted, ResponseSubmitted)
ALL_EVENTS = SURVEY_EVENTS | COMMENT_EVENTS | ITEM_EVENTS | DISPATCH_EVENTS | INVITATION_EVENTS

"""A survey's life: drafted, published, closed.

SurveyRefusal
├── NoSuchSurvey        404
├── NotADraft           the questions are fixed once the survey is published
├── NotPublished        nothing can be closed or sent before it is published
└── AlreadyClosed       a closed survey stays closed
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from eventlog import Decider, Event, Refused
from surveys.correcting.correction import CorrectWording, correct
from surveys.drafting import manuscript
from surveys.drafting.manuscript import Manuscript, Writing
from surveys.drafting.pieces import SURVEY, pieces_in
from surveys.events import (
    SURVEY_EVENTS,
    Audience,
    AudienceChosen,
    DefinitionReplaced,
    Loss,
    Plan,
    ReviewAsked,
    StepRedone,
    StepUndone,
    SurveyApproved,
    SurveyClosed,
    SurveyDrafted,
    SurveyEdited,
    SurveyPlanned,
    SurveyPublished,
    SurveyReworded,
    SurveySentBack,
)
from surveys.reviewing import approval
from surveys.reviewing.approval import Approval, NotApproved, Review, Reviewing

LONGEST_SLUG = 60


class Status(Enum):
    missing = "missing"
    draft = "draft"
    published = "published"
    closed = "closed"


class Survey(Manuscript, frozen=True, kw_only=True):
    status: Status = Status.missing
    number: str = ""
    slug: str = ""
    audience: Audience | None = None
    plan: Plan = Plan()
    previous: UUID | None = None
    corrections: int = 0


class DraftSurvey(msgspec.Struct, frozen=True):
    number: str
    definition: dict[str, Any]
    losses: tuple[Loss, ...]
    by: UUID
    previous: UUID | None = None
    co_authors: tuple[UUID, ...] = ()


class PlanSurvey(msgspec.Struct, frozen=True):
    plan: Plan
    by: UUID


class ChooseAudience(msgspec.Struct, frozen=True):
    audience: Audience
    by: UUID


class PublishSurvey(msgspec.Struct, frozen=True):
    survey_id: UUID
    slug: str
    minutes: int
    by: UUID


class CloseSurvey(msgspec.Struct, frozen=True):
    survey_id: UUID
    by: UUID


SurveyCommand = DraftSurvey | PlanSurvey | Writing | Reviewing | ChooseAudience | PublishSurvey | CorrectWording | CloseSurvey


class SurveyRefusal(Refused):
    pass


class NoSuchSurvey(SurveyRefusal):
    code = "no_such_survey"
    status = 404
    title = "Denne undersøkelsen finnes ikke"


class NotADraft(SurveyRefusal):
    code = "not_a_draft"
    title = "Spørsmålene ligger fast når undersøkelsen er publisert"


class NotPublished(SurveyRefusal):
    code = "not_published"
    title = "Undersøkelsen må publiseres først"


class AlreadyClosed(SurveyRefusal):
    code = "already_closed"
    title = "Undersøkelsen er avsluttet"


def decide(command: SurveyCommand, survey: Survey, now: datetime) -> Sequence[Event]:  # noqa: PLR0911 - one for each command
    if survey.status is Status.missing and not isinstance(command, DraftSurvey):
        raise NoSuchSurvey
    match command:
        case DraftSurvey():
            return draft(command, survey)
        case PlanSurvey():
            return plan(command, survey)
        case ChooseAudience():
            return choose_audience(command, survey)
        case PublishSurvey():
            return publish(command, survey, now)
        case CorrectWording():
            return correct_wording(command, survey, now)
        case CloseSurvey():
            return close(command, survey, now)
        case _:
            return in_the_making(command, survey)


def in_the_making(command: Writing | Reviewing, survey: Survey) -> Sequence[Event]:
    if survey.status is not Status.draft:
        raise NotADraft
    if isinstance(command, approval.AskForReview | approval.Approve | approval.SendBack):
        return approval.decide(command, survey.approval)
    return manuscript.decide(command, survey)


def draft(command: DraftSurvey, survey: Survey) -> Sequence[Event]:
    if survey.status is not Status.missing:
        return []
    return [
        SurveyDrafted(
            number=command.number,
            definition=command.definition,
            losses=command.losses,
            drafted_by=command.by,
            previous=command.previous,
            co_authors=command.co_authors,
        )
    ]


def plan(command: PlanSurvey, survey: Survey) -> Sequence[Event]:
    """Also of what runs or is over: the register is put right when somebody sees what is wrong in it."""
    if survey.plan == command.plan:
        return []
    return [SurveyPlanned(plan=command.plan, planned_by=command.by)]


def choose_audience(command: ChooseAudience, survey: Survey) -> Sequence[Event]:
    if survey.status is Status.closed:
        raise AlreadyClosed
    if survey.audience == command.audience:
        return []
    return [AudienceChosen(audience=command.audience, chosen_by=command.by)]


def publish(command: PublishSurvey, survey: Survey, now: datetime) -> Sequence[Event]:
    if survey.status is Status.published:
        return []
    if survey.status is Status.closed:
        raise AlreadyClosed
    if survey.approval.review is not Review.approved:
        raise NotApproved
    return [
        SurveyPublished(
            survey_id=command.survey_id,
            number=survey.number,
            slug=command.slug,
            definition=survey.definition,
            minutes=command.minutes,
            published_at=now,
            published_by=command.by,
        )
    ]


def correct_wording(command: CorrectWording, survey: Survey, now: datetime) -> Sequence[Event]:
    """Also when it is closed: its results are read for years. A draft is edited instead."""
    if survey.status is Status.draft:
        raise NotPublished
    return correct(command, survey.definition, now)


def close(command: CloseSurvey, survey: Survey, now: datetime) -> Sequence[Event]:
    if survey.status is Status.closed:
        return []
    if survey.status is Status.draft:
        raise NotPublished
    return [SurveyClosed(survey_id=command.survey_id, closed_at=now, closed_by=command.by)]


def evolve(survey: Survey, event: Event) -> Survey:
    return msgspec.structs.replace(_evolve(survey, event), version=survey.version + 1)


def _begun(event: SurveyDrafted) -> Survey:
    return Survey(
        status=Status.draft,
        number=event.number,
        definition=event.definition,
        losses=event.losses,
        used=frozenset(pieces_in(event.definition, SURVEY)),
        approval=Approval(version=1, authors=frozenset({event.drafted_by, *event.co_authors})),
        previous=event.previous,
    )


def _evolve(survey: Survey, event: Event) -> Survey:  # noqa: PLR0911 - one for each fact
    match event:
        case SurveyDrafted():
            return _begun(event)
        case SurveyPlanned(plan=planned):
            return msgspec.structs.replace(survey, plan=planned)
        case DefinitionReplaced() | SurveyEdited() | StepUndone() | StepRedone():
            return manuscript.evolve(survey, event)
        case ReviewAsked() | SurveyApproved() | SurveySentBack():
            return msgspec.structs.replace(survey, approval=approval.evolve(survey.approval, event))
        case AudienceChosen(audience=audience):
            return msgspec.structs.replace(survey, audience=audience)
        case SurveyPublished(slug=slug):
            return msgspec.structs.replace(survey, status=Status.published, slug=slug)
        case SurveyReworded(definition=definition):
            return msgspec.structs.replace(survey, definition=definition, corrections=survey.corrections + 1)
        case SurveyClosed():
            return msgspec.structs.replace(survey, status=Status.closed)
        case _:
            return survey


survey_decider: Decider[SurveyCommand, Survey] = Decider(decide, evolve, Survey(), SURVEY_EVENTS)


def slug_of(title: str) -> str:
    """The title as an address: 'Om nettsidene våre' becomes om-nettsidene-vare."""
    spelled = title.lower().replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-") or "undersokelse"

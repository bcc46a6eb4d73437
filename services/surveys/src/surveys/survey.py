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
from surveys.drafting import deciding
from surveys.drafting.changes import Change, Replaced, all_applied, names_given
from surveys.drafting.commands import Command
from surveys.drafting.pieces import SURVEY, pieces_in
from surveys.drafting.steps import Steps, fitting, to_redo, to_undo, undoing, with_redone, with_step, with_undone
from surveys.events import (
    SURVEY_EVENTS,
    Audience,
    AudienceChosen,
    DefinitionReplaced,
    Loss,
    StepRedone,
    StepUndone,
    SurveyClosed,
    SurveyDrafted,
    SurveyEdited,
    SurveyPublished,
)
from surveys.questionnaire.reading import read_draft

LONGEST_SLUG = 60


class Status(Enum):
    missing = "missing"
    draft = "draft"
    published = "published"
    closed = "closed"


class Survey(msgspec.Struct, frozen=True):
    """`used`: every address a piece ever had, so that none is given twice. `version` counts the facts."""

    status: Status = Status.missing
    number: str = ""
    slug: str = ""
    definition: dict[str, Any] = {}
    losses: tuple[Loss, ...] = ()
    audience: Audience | None = None
    used: frozenset[str] = frozenset()
    steps: Steps = Steps()
    version: int = 0


class DraftSurvey(msgspec.Struct, frozen=True):
    number: str
    definition: dict[str, Any]
    losses: tuple[Loss, ...]
    by: UUID


class ReplaceDefinition(msgspec.Struct, frozen=True):
    definition: dict[str, Any]
    losses: tuple[Loss, ...]
    by: UUID


class EditSurvey(msgspec.Struct, frozen=True):
    command: Command
    by: UUID


class UndoStep(msgspec.Struct, frozen=True):
    """Without a step: the person's own latest."""

    by: UUID
    step: int | None = None


class RedoStep(msgspec.Struct, frozen=True):
    by: UUID
    step: int | None = None


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


Writing = ReplaceDefinition | EditSurvey | UndoStep | RedoStep
SurveyCommand = DraftSurvey | Writing | ChooseAudience | PublishSurvey | CloseSurvey


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


def decide(command: SurveyCommand, survey: Survey, now: datetime) -> Sequence[Event]:
    if survey.status is Status.missing and not isinstance(command, DraftSurvey):
        raise NoSuchSurvey
    match command:
        case DraftSurvey():
            return draft(command, survey)
        case ReplaceDefinition() | EditSurvey() | UndoStep() | RedoStep():
            return write(command, survey)
        case ChooseAudience():
            return choose_audience(command, survey)
        case PublishSurvey():
            return publish(command, survey, now)
        case CloseSurvey():
            return close(command, survey, now)


def draft(command: DraftSurvey, survey: Survey) -> Sequence[Event]:
    if survey.status is not Status.missing:
        return []
    return [SurveyDrafted(number=command.number, definition=command.definition, losses=command.losses, drafted_by=command.by)]


def write(command: Writing, survey: Survey) -> Sequence[Event]:
    if survey.status is not Status.draft:
        raise NotADraft
    match command:
        case ReplaceDefinition():
            return replace_definition(command, survey)
        case EditSurvey():
            return edit(command, survey)
        case UndoStep():
            return undo(command, survey)
        case RedoStep():
            return redo(command, survey)


def replace_definition(command: ReplaceDefinition, survey: Survey) -> Sequence[Event]:
    if (survey.definition, survey.losses) == (command.definition, command.losses):
        return []
    return [DefinitionReplaced(definition=command.definition, losses=command.losses, replaced_by=command.by)]


def edit(command: EditSurvey, survey: Survey) -> Sequence[Event]:
    made = deciding.settled(survey.definition, deciding.decide(command.command, survey.definition, survey.used))
    if not made:
        return []
    read_draft(all_applied(survey.definition, made))
    return [SurveyEdited(changes=made, edited_by=command.by)]


def undo(command: UndoStep, survey: Survey) -> Sequence[Event]:
    step = to_undo(survey.steps, command.by, command.step)
    if step.undone:
        return []
    return [StepUndone(step=step.number, changes=undoing(survey.steps, step, survey.definition), undone_by=command.by)]


def redo(command: RedoStep, survey: Survey) -> Sequence[Event]:
    step = to_redo(survey.steps, command.by, command.step)
    return [StepRedone(step=step.number, changes=fitting(survey.definition, step.changes), redone_by=command.by)]


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


def close(command: CloseSurvey, survey: Survey, now: datetime) -> Sequence[Event]:
    if survey.status is Status.closed:
        return []
    if survey.status is Status.draft:
        raise NotPublished
    return [SurveyClosed(survey_id=command.survey_id, closed_at=now, closed_by=command.by)]


def evolve(survey: Survey, event: Event) -> Survey:
    return msgspec.structs.replace(_evolve(survey, event), version=survey.version + 1)


def _evolve(survey: Survey, event: Event) -> Survey:
    match event:
        case SurveyDrafted(number=number, definition=definition, losses=losses):
            used = frozenset(pieces_in(definition, SURVEY))
            return Survey(Status.draft, number, definition=definition, losses=losses, used=used)
        case DefinitionReplaced() | SurveyEdited() | StepUndone() | StepRedone():
            return _written(survey, event)
        case AudienceChosen(audience=audience):
            return msgspec.structs.replace(survey, audience=audience)
        case SurveyPublished(slug=slug):
            return msgspec.structs.replace(survey, status=Status.published, slug=slug)
        case SurveyClosed():
            return msgspec.structs.replace(survey, status=Status.closed)
        case _:
            return survey


def _written(survey: Survey, event: DefinitionReplaced | SurveyEdited | StepUndone | StepRedone) -> Survey:
    number = survey.version + 1
    match event:
        case DefinitionReplaced(definition=definition, losses=losses, replaced_by=by):
            changes: tuple[Change, ...] = (Replaced(definition),)
            survey = msgspec.structs.replace(survey, losses=losses)
            steps = with_step(survey.steps, number, by, changes, survey.definition)
        case SurveyEdited(changes=changes, edited_by=by):
            steps = with_step(survey.steps, number, by, changes, survey.definition)
        case StepUndone(step=step, changes=changes):
            steps = with_undone(survey.steps, step)
        case StepRedone(step=step, changes=changes):
            steps = with_redone(survey.steps, step)
    used = survey.used.union(name for change in changes for name in names_given(change))
    return msgspec.structs.replace(survey, definition=all_applied(survey.definition, changes), used=used, steps=steps)


survey_decider: Decider[SurveyCommand, Survey] = Decider(decide, evolve, Survey(), SURVEY_EVENTS)


def slug_of(title: str) -> str:
    """The title as an address: 'Om nettsidene våre' becomes om-nettsidene-vare."""
    spelled = title.lower().replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-") or "undersokelse"

"""A survey's definition while it is written: every edit, undo and redo, who has written, and whether that is approved."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from eventlog import Event
from surveys.drafting import deciding
from surveys.drafting.changes import Change, LanguagesChanged, Replaced, all_applied, names_given
from surveys.drafting.commands import Command
from surveys.drafting.pieces import SURVEY, find
from surveys.drafting.steps import Steps, fitting, to_redo, to_undo, undoing, with_redone, with_step, with_undone
from surveys.events import DefinitionReplaced, Loss, StepRedone, StepUndone, SurveyEdited
from surveys.questionnaire.reading import LARGEST, MOST_QUESTIONS, read_draft
from surveys.reviewing.approval import Approval, with_writing


class Manuscript(msgspec.Struct, frozen=True, kw_only=True):
    """`used`: every address a piece ever had, so that none is given twice. `version` counts the survey's facts."""

    definition: dict[str, Any] = {}
    losses: tuple[Loss, ...] = ()
    used: frozenset[str] = frozenset()
    steps: Steps = Steps()
    approval: Approval = Approval()
    version: int = 0


M = TypeVar("M", bound=Manuscript)


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


Writing = ReplaceDefinition | EditSurvey | UndoStep | RedoStep
Wrote = DefinitionReplaced | SurveyEdited | StepUndone | StepRedone


def decide(command: Writing, manuscript: Manuscript) -> Sequence[Event]:
    match command:
        case ReplaceDefinition():
            return replace_definition(command, manuscript)
        case EditSurvey():
            return edit(command, manuscript)
        case UndoStep():
            return undo(command, manuscript)
        case RedoStep():
            return redo(command, manuscript)


def replace_definition(command: ReplaceDefinition, manuscript: Manuscript) -> Sequence[Event]:
    if (manuscript.definition, manuscript.losses) == (command.definition, command.losses):
        return []
    return [DefinitionReplaced(definition=command.definition, losses=command.losses, replaced_by=command.by)]


def edit(command: EditSurvey, manuscript: Manuscript) -> Sequence[Event]:
    document = manuscript.definition
    made = deciding.decide(command.command, document, manuscript.used)
    after = all_applied(document, made)
    if after == document:  # also when a text was written and taken back within one step
        return []
    keep_shape(after, made)
    return [SurveyEdited(changes=made, edited_by=command.by)]


def keep_shape(document: dict[str, Any], changes: tuple[Change, ...]) -> None:
    """Raises InvalidQuestionnaire where the document would be none. Where all that changed stands in questions, they alone
    are read: of 300 questions in three languages all take 11 ms, one takes none.
    """
    touched = {"/".join(_piece(change).split("/")[:2]) for change in changes}
    asked = sum(len(section.get("questions", ())) for section in document["sections"])
    apart = all(piece.startswith("question/") for piece in touched)
    if not apart or asked > MOST_QUESTIONS or len(msgspec.json.encode(document)) > LARGEST:
        read_draft(document)
        return
    questions = [question for piece in sorted(touched) if (question := find(document, piece)) is not None]
    read_draft({**document, "sections": [{"id": "alone", "title": {}, "questions": questions}]})


def _piece(change: Change) -> str:
    return SURVEY if isinstance(change, LanguagesChanged | Replaced) else change.piece


def undo(command: UndoStep, manuscript: Manuscript) -> Sequence[Event]:
    step = to_undo(manuscript.steps, command.by, command.step)
    if step.undone:
        return []
    changes = undoing(manuscript.steps, step, manuscript.definition)
    return [StepUndone(step=step.number, changes=changes, undone_by=command.by)]


def redo(command: RedoStep, manuscript: Manuscript) -> Sequence[Event]:
    step = to_redo(manuscript.steps, command.by, command.step)
    return [StepRedone(step=step.number, changes=fitting(manuscript.definition, step.changes), redone_by=command.by)]


def evolve(manuscript: M, event: Wrote) -> M:
    number = manuscript.version + 1
    losses = manuscript.losses
    match event:
        case DefinitionReplaced(definition=definition, losses=losses, replaced_by=by):
            changes: tuple[Change, ...] = (Replaced(definition),)
            steps = with_step(manuscript.steps, number, by, changes, manuscript.definition)
        case SurveyEdited(changes=changes, edited_by=by):
            steps = with_step(manuscript.steps, number, by, changes, manuscript.definition)
        case StepUndone(step=step, changes=changes, undone_by=by):
            steps = with_undone(manuscript.steps, step)
        case StepRedone(step=step, changes=changes, redone_by=by):
            steps = with_redone(manuscript.steps, step)
    return msgspec.structs.replace(
        manuscript,
        definition=all_applied(manuscript.definition, changes),
        losses=losses,
        used=manuscript.used.union(name for change in changes for name in names_given(change)),
        steps=steps,
        approval=with_writing(manuscript.approval, number, by),
    )

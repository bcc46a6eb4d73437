"""Writing a survey together, one step at a time. Pages and JSON share these; the rules are in `drafting/`.

    reword = Reword("question/q1", "text", "nb", seen="Sykler du", text="Sykler du?")
    edited = await editing.edit(parts, survey_id, reword, by, now)
    edited.version, edited.document           # what stands there now; `edited.pieces` are the addresses of new pieces
    await editing.undo(parts, survey_id, by, now)        # the person's own latest step; `step=` names another
    await editing.redo(parts, survey_id, by, now)
    await editing.history(parts, survey_id)              # the latest steps first, a page at a time
    await editing.changes_since(parts, survey_id, version)   # what others have done since a page was made

Commands (`drafting/commands.py`): `Add`, `Reword`, `ChangeField`, `Move`, `Duplicate`, `Remove`, `ChooseLanguages`, `Several`.
Pieces by address: `survey`, `section/s1`, `question/q1`, `question/q1/options/o1`, `question/q1/rows/r1`.
Refusals: `EditConflict` (.piece .field .language .seen .present .wanted), `StillRead` (.readers), `NoSuchPiece`, `IdTaken`,
`Unfit`, `NothingToUndo`, `TooOld`, `NotADraft`, and InvalidQuestionnaire where the document would lose its shape.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, text

from eventlog import Event
from surveys.drafting.changes import Added, Change, Replaced
from surveys.drafting.commands import (
    Add,
    ChangeField,
    ChooseLanguages,
    Command,
    Duplicate,
    Move,
    Remove,
    Reword,
    Several,
)
from surveys.drafting.manuscript import EditSurvey, RedoStep, UndoStep
from surveys.drafting.refusals import EditConflict, IdTaken, NoSuchPiece, NothingToUndo, StillRead, TooOld, Unfit
from surveys.events import SURVEY_EVENTS, DefinitionReplaced, StepRedone, StepUndone, SurveyDrafted, SurveyEdited
from surveys.parts import Parts
from surveys.survey import Survey, SurveyCommand

ON_A_PAGE = 50
MOST_SINCE = 500
LATEST = 2**31 - 1
WRITTEN = ("survey_drafted", "definition_replaced", "survey_edited", "step_undone", "step_redone")
BEFORE = text("""
select version, type, schema_version, data::text as data, recorded_at from events
where stream_id = :survey_id and version < :before and type = any(:types) order by version desc limit :limit
""")
SINCE = text("""
select version, type, schema_version, data::text as data, recorded_at from events
where stream_id = :survey_id and version > :version and type = any(:types) order by version limit :limit
""")


class Edited(msgspec.Struct, frozen=True):
    """After a command. `changes` is empty when all was already as it wanted."""

    version: int
    document: dict[str, Any]
    changes: tuple[Change, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """The addresses of what was added."""
        return tuple(change.piece for change in self.changes if isinstance(change, Added))


class Entry(msgspec.Struct, frozen=True):
    """One step of a survey's history. `undoes` and `redoes` name the version of the step they took back or made again."""

    version: int
    at: datetime
    by: UUID
    changes: tuple[Change, ...]
    began: bool = False
    undoes: int | None = None
    redoes: int | None = None


async def edit(parts: Parts, survey_id: UUID, command: Command, by: UUID, now: datetime) -> Edited:
    return await _write(parts, survey_id, EditSurvey(command, by), now)


async def undo(parts: Parts, survey_id: UUID, by: UUID, now: datetime, *, step: int | None = None) -> Edited:
    """Take back the person's own latest step, or the named one. Raises EditConflict when somebody changed the same since."""
    return await _write(parts, survey_id, UndoStep(by, step), now)


async def redo(parts: Parts, survey_id: UUID, by: UUID, now: datetime, *, step: int | None = None) -> Edited:
    return await _write(parts, survey_id, RedoStep(by, step), now)


async def _write(parts: Parts, survey_id: UUID, command: SurveyCommand, now: datetime) -> Edited:
    outcome = await parts.surveys.execute(survey_id, command, now)
    changes = tuple(change for event in outcome.events for change in _entry_parts(event)["changes"])
    return Edited(outcome.state.version, outcome.state.definition, changes)


def undoable(survey: Survey, by: UUID) -> int | None:
    """The step the person's next undo takes back."""
    return next((step.number for step in reversed(survey.steps.latest) if step.by == by and not step.undone), None)


def redoable(survey: Survey, by: UUID) -> int | None:
    """The step the person's next redo makes again."""
    owners = {step.number: step.by for step in survey.steps.latest}
    return next((number for number in reversed(survey.steps.taken_back) if owners.get(number) == by), None)


async def history(parts: Parts, survey_id: UUID, before: int = LATEST, limit: int = ON_A_PAGE) -> list[Entry]:
    """The latest first, from below a version."""
    where = {"survey_id": survey_id, "before": before, "types": list(WRITTEN), "limit": limit}
    async with parts.engine.connect() as connection:
        return [_entry(row) for row in await connection.execute(BEFORE, where)]


async def changes_since(parts: Parts, survey_id: UUID, version: int) -> list[Entry]:
    """What has been done after a version, in its order; at most 500 steps, after which a page is better made anew."""
    where = {"survey_id": survey_id, "version": version, "types": list(WRITTEN), "limit": MOST_SINCE}
    async with parts.engine.connect() as connection:
        return [_entry(row) for row in await connection.execute(SINCE, where)]


def _entry(row: Row[Any]) -> Entry:
    event = SURVEY_EVENTS.decode(row.type, row.schema_version, row.data)
    return Entry(version=row.version, at=row.recorded_at, **_entry_parts(event))


def _entry_parts(event: Event) -> dict[str, Any]:
    match event:
        case SurveyDrafted(drafted_by=by):
            return {"by": by, "changes": (), "began": True}
        case DefinitionReplaced(definition=definition, replaced_by=by):
            return {"by": by, "changes": (Replaced(definition),)}
        case SurveyEdited(changes=changes, edited_by=by):
            return {"by": by, "changes": changes}
        case StepUndone(step=step, changes=changes, undone_by=by):
            return {"by": by, "changes": changes, "undoes": step}
        case StepRedone(step=step, changes=changes, redone_by=by):
            return {"by": by, "changes": changes, "redoes": step}
        case _:
            raise TypeError(type(event).__name__)


__all__ = [
    "Add",
    "ChangeField",
    "ChooseLanguages",
    "Command",
    "Duplicate",
    "EditConflict",
    "Edited",
    "Entry",
    "IdTaken",
    "Move",
    "NoSuchPiece",
    "NothingToUndo",
    "Remove",
    "Reword",
    "Several",
    "StillRead",
    "TooOld",
    "Unfit",
    "changes_since",
    "edit",
    "history",
    "redo",
    "redoable",
    "undo",
    "undoable",
]

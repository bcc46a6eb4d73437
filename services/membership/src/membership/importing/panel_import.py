"""Bringing an existing panel along: a file is uploaded, ordered in by somebody who has seen what it would become, and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never
from uuid import UUID

from eventlog import Decider, Event, Refused
from membership.events import IMPORT_EVENTS, ImportCancelled, ImportCompleted, ImportOrdered, ImportUploaded
from membership.importing.columns import REQUIRED

TIME_TO_DECIDE = timedelta(hours=24)  # so long may a file of people lie here


class Stage(StrEnum):
    unknown = "unknown"
    uploaded = "uploaded"
    ordered = "ordered"
    completed = "completed"
    cancelled = "cancelled"


class NoSuchImport(Refused):
    code: ClassVar[str] = "no_such_import"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Vi finner ikke denne filen"


class ImportGone(Refused):
    code: ClassVar[str] = "import_gone"
    status: ClassVar[int] = 410
    title: ClassVar[str] = "Filen er slettet. Last den opp på nytt."


class ImportUnderWay(Refused):
    code: ClassVar[str] = "import_under_way"
    title: ClassVar[str] = "Innhentingen er alt i gang og kan ikke stoppes"


class ColumnsMissing(Refused):
    code: ClassVar[str] = "columns_missing"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Velg kolonnen med e-postadresser og kolonnen med fødselsår"


@dataclass(frozen=True)
class Upload:
    rows: int
    by: UUID


@dataclass(frozen=True)
class Order:
    columns: Mapping[str, int]
    by: UUID


@dataclass(frozen=True)
class Complete:
    invited: int
    known: int
    rejected: Mapping[str, int]


@dataclass(frozen=True)
class Cancel:
    """`by` None: its time is over."""

    by: UUID | None


ImportCommand = Upload | Order | Complete | Cancel


@dataclass(frozen=True)
class PanelImport:
    stage: Stage = Stage.unknown
    rows: int = 0
    columns: Mapping[str, int] | None = None
    ordered_at: datetime | None = None
    invited: int = 0
    known: int = 0
    rejected: Mapping[str, int] | None = None


def decide(command: ImportCommand, state: PanelImport, now: datetime) -> Sequence[Event]:
    match command:
        case Upload():
            fresh = state.stage is Stage.unknown
            return [ImportUploaded(rows=command.rows, uploaded_by=command.by, uploaded_at=now)] if fresh else []
        case Order():
            return order(command, state, now)
        case Complete():
            return complete(command, state, now)
        case Cancel():
            return cancel(command, state, now)
        case _:
            assert_never(command)


def order(command: Order, state: PanelImport, now: datetime) -> Sequence[Event]:
    match state.stage:
        case Stage.uploaded if any(field not in command.columns for field in REQUIRED):
            raise ColumnsMissing
        case Stage.uploaded:
            return [ImportOrdered(columns=dict(command.columns), ordered_by=command.by, ordered_at=now)]
        case Stage.ordered | Stage.completed:
            return []
        case Stage.cancelled:
            raise ImportGone
        case _:
            raise NoSuchImport


def complete(command: Complete, state: PanelImport, now: datetime) -> Sequence[Event]:
    if state.stage is not Stage.ordered:
        return []
    rejected = dict(command.rejected)
    return [ImportCompleted(invited=command.invited, known=command.known, rejected=rejected, completed_at=now)]


def cancel(command: Cancel, state: PanelImport, now: datetime) -> Sequence[Event]:
    """A person may change their mind before it is ordered; time runs out for whatever is not done."""
    if state.stage is Stage.unknown:
        raise NoSuchImport
    if state.stage is Stage.ordered and command.by is not None:
        raise ImportUnderWay
    if state.stage in {Stage.completed, Stage.cancelled}:
        return []
    return [ImportCancelled(cancelled_by=command.by, cancelled_at=now)]


def evolve(state: PanelImport, event: Event) -> PanelImport:
    match event:
        case ImportUploaded(rows=rows):
            return replace(state, stage=Stage.uploaded, rows=rows)
        case ImportOrdered(columns=columns, ordered_at=at):
            return replace(state, stage=Stage.ordered, columns=columns, ordered_at=at)
        case ImportCompleted(invited=invited, known=known, rejected=rejected):
            return replace(state, stage=Stage.completed, invited=invited, known=known, rejected=rejected)
        case ImportCancelled():
            return replace(state, stage=Stage.cancelled)
        case _:
            return state


panel_imports: Decider[ImportCommand, PanelImport] = Decider(decide, evolve, PanelImport(), IMPORT_EVENTS)

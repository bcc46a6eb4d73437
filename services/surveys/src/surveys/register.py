"""Which surveys are there, and how far has each come? One row per survey, with its denominators."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from surveys.drafting.changes import Change, LanguagesChanged, Replaced, Reworded
from surveys.drafting.pieces import SURVEY
from surveys.events import (
    DefinitionReplaced,
    InvitationIssued,
    ResponseStarted,
    ResponseSubmitted,
    StepRedone,
    StepUndone,
    SurveyClosed,
    SurveyDrafted,
    SurveyEdited,
    SurveyPublished,
)
from surveys.survey import Status

DRAFTED = text("""
insert into register (survey_id, position, number, status, title, languages, drafted_at)
values (:survey_id, :position, :number, 'draft', cast(:title as json), cast(:languages as text[]), :at)
""")
REPLACED = text("""
update register set title = cast(:title as json), languages = cast(:languages as text[]) where survey_id = :survey_id
""")
RETITLED = text("""
update register set title = cast(cast(title as jsonb) - :language || cast(:added as jsonb) as json) where survey_id = :survey_id
""")
SPOKEN = text("update register set languages = cast(:languages as text[]) where survey_id = :survey_id")
PUBLISHED = text("""
update register set status = 'published', slug = :slug, minutes = :minutes, published_at = :at where survey_id = :survey_id
""")
CLOSED = text("update register set status = 'closed', closed_at = :at where survey_id = :survey_id")
COUNTED = text("""
update register set issued = issued + :issued, started = started + :started, submitted = submitted + :submitted
where survey_id = :survey_id
""")
PAGE = text("select * from register where position < :before order by position desc limit :limit")
ONE = text("select * from register where survey_id = :survey_id")
LAST_NUMBER = text("""
select max(cast(split_part(number, '-', 2) as int)) from register where number like :year
""")
NEWEST = 2**62
COUNTERS = ("issued", "started", "submitted")


class Listed(msgspec.Struct, frozen=True):
    """One survey as the register shows it."""

    survey_id: UUID
    position: int
    number: str
    slug: str | None
    status: Status
    title: dict[str, str]
    languages: list[str]
    minutes: int | None
    drafted_at: datetime
    published_at: datetime | None
    closed_at: datetime | None
    issued: int
    started: int
    submitted: int


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    counts: dict[UUID, Counter[str]] = {}
    for recorded in events:
        match recorded.event:
            case InvitationIssued(survey_id=survey_id):
                counts.setdefault(survey_id, Counter())["issued"] += 1
            case ResponseStarted(survey_id=survey_id):
                counts.setdefault(survey_id, Counter())["started"] += 1
            case ResponseSubmitted(survey_id=survey_id):
                counts.setdefault(survey_id, Counter())["submitted"] += 1
            case _:
                await _project_survey(connection, recorded)
    for survey_id, count in counts.items():
        await connection.execute(COUNTED, {"survey_id": survey_id, **{name: count[name] for name in COUNTERS}})


async def _project_survey(connection: AsyncConnection, recorded: Recorded) -> None:
    about: dict[str, Any] = {"survey_id": recorded.stream_id, "at": recorded.recorded_at}
    match recorded.event:
        case SurveyDrafted(number=number, definition=definition):
            await connection.execute(DRAFTED, about | {"position": recorded.position, "number": number} | _headline(definition))
        case DefinitionReplaced(definition=definition):
            await connection.execute(REPLACED, {"survey_id": recorded.stream_id} | _headline(definition))
        case SurveyEdited(changes=changes) | StepUndone(changes=changes) | StepRedone(changes=changes):
            for change in changes:
                await _project_change(connection, recorded.stream_id, change)
        case SurveyPublished(slug=slug, minutes=minutes):
            await connection.execute(PUBLISHED, about | {"slug": slug, "minutes": minutes})
        case SurveyClosed():
            await connection.execute(CLOSED, about)
        case _:
            pass


async def _project_change(connection: AsyncConnection, survey_id: UUID, change: Change) -> None:
    match change:
        case Reworded(piece=piece, field="title", language=language, after=after) if piece == SURVEY:
            added = msgspec.json.encode({language: after} if after else {}).decode()
            await connection.execute(RETITLED, {"survey_id": survey_id, "language": language, "added": added})
        case LanguagesChanged(after=languages):
            await connection.execute(SPOKEN, {"survey_id": survey_id, "languages": list(languages)})
        case Replaced(definition=definition):
            await connection.execute(REPLACED, {"survey_id": survey_id} | _headline(definition))
        case _:
            pass


def _headline(definition: dict[str, Any]) -> dict[str, Any]:
    return {"title": msgspec.json.encode(definition["title"]).decode(), "languages": definition["languages"]}


async def page(connection: AsyncConnection, before: int = NEWEST, limit: int = 50) -> list[Listed]:
    """The newest first, from below a position."""
    return [_listed(row) for row in await connection.execute(PAGE, {"before": before, "limit": limit})]


async def one(connection: AsyncConnection, survey_id: UUID) -> Listed | None:
    row = (await connection.execute(ONE, {"survey_id": survey_id})).first()
    return None if row is None else _listed(row)


async def last_number(connection: AsyncConnection, year: int) -> int:
    """The highest number given in a year, 0 when none is."""
    return await connection.scalar(LAST_NUMBER, {"year": f"{year}-%"}) or 0


def _listed(row: Row[Any]) -> Listed:
    return msgspec.convert(row._mapping, Listed)  # noqa: SLF001 – SQLAlchemy's public name for it

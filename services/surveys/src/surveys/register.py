"""Which surveys are there, and how far has each come? One row per survey, with its denominators."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
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
    SurveyPlanned,
    SurveyPublished,
    SurveyReworded,
)
from surveys.survey import Status

DRAFTED = text("""
insert into register (survey_id, position, number, status, title, languages, drafted_at, previous)
values (:survey_id, :position, :number, 'draft', cast(:title as json), cast(:languages as text[]), :at, :previous)
""")
PLANNED = text("""
update register set purpose = :purpose, department = :department, opens_on = :opens_on, closes_on = :closes_on
where survey_id = :survey_id
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
PAGE = text("""
select * from register where position < :before and (:status = '' or status = :status) and number like :year
    and lower(number || ' ' || cast(title as text) || ' ' || purpose || ' ' || department) like all(cast(:words as text[]))
order by position desc limit :limit
""")
YEARS = text("select distinct split_part(number, '-', 1) as year from register order by year desc limit 100")
LATER = text("select * from register where previous = :survey_id order by position limit 50")
ONE = text("select * from register where survey_id = :survey_id")
LAST_NUMBER = text("""
select max(cast(split_part(number, '-', 2) as int)) from register where number like :year
""")
NEWEST = 2**62
MOST_WORDS = 10
SPECIAL, ESCAPED = re.compile(r"([%_\\])"), r"\\\1"
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
    purpose: str
    department: str
    opens_on: date | None
    closes_on: date | None
    previous: UUID | None


class Wanted(msgspec.Struct, frozen=True):
    """Which surveys a list shows: of a state, of a year, with all the words in what the register says of them."""

    status: str = ""
    year: str = ""
    words: str = ""

    def patterns(self) -> list[str]:
        return [f"%{SPECIAL.sub(ESCAPED, word)}%" for word in self.words.lower().split()[:MOST_WORDS]]


EVERY = Wanted()


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
        case SurveyDrafted(number=number, definition=definition, previous=previous):
            row = {"position": recorded.position, "number": number, "previous": previous}
            await connection.execute(DRAFTED, about | row | _headline(definition))
        case SurveyPlanned(plan=plan):
            await connection.execute(PLANNED, {"survey_id": recorded.stream_id} | msgspec.structs.asdict(plan))
        case DefinitionReplaced(definition=definition):
            await connection.execute(REPLACED, {"survey_id": recorded.stream_id} | _headline(definition))
        case SurveyEdited(changes=changes) | StepUndone(changes=changes) | StepRedone(changes=changes):
            for change in changes:
                await _project_change(connection, recorded.stream_id, change)
        case SurveyPublished(slug=slug, minutes=minutes):
            await connection.execute(PUBLISHED, about | {"slug": slug, "minutes": minutes})
        case SurveyReworded(definition=definition):
            await connection.execute(REPLACED, {"survey_id": recorded.stream_id} | _headline(definition))
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


async def page(connection: AsyncConnection, before: int = NEWEST, limit: int = 50, wanted: Wanted = EVERY) -> list[Listed]:
    """The newest first, from below a position."""
    year = f"{wanted.year}-%" if wanted.year else "%"
    where = {"before": before, "limit": limit, "status": wanted.status, "year": year, "words": wanted.patterns()}
    return [msgspec.convert(row, Listed) for row in (await connection.execute(PAGE, where)).mappings()]


async def years(connection: AsyncConnection) -> list[str]:
    """In which something was entered, the latest first."""
    return list((await connection.execute(YEARS)).scalars())


async def versions_after(connection: AsyncConnection, survey_id: UUID) -> list[Listed]:
    """The surveys that began as a new version of this one."""
    return [msgspec.convert(row, Listed) for row in (await connection.execute(LATER, {"survey_id": survey_id})).mappings()]


async def one(connection: AsyncConnection, survey_id: UUID) -> Listed | None:
    row = (await connection.execute(ONE, {"survey_id": survey_id})).mappings().first()
    return None if row is None else msgspec.convert(row, Listed)


async def last_number(connection: AsyncConnection, year: int) -> int:
    """The highest number given in a year, 0 when none is."""
    return await connection.scalar(LAST_NUMBER, {"year": f"{year}-%"}) or 0

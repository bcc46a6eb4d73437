"""Which surveys wait for somebody to approve them, and for whom? Those who have written on one are not asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from surveys.events import (
    DefinitionReplaced,
    ReviewAsked,
    StepRedone,
    StepUndone,
    SurveyApproved,
    SurveyDrafted,
    SurveyEdited,
    SurveyPublished,
    SurveySentBack,
)

MOST = 100
BEGUN = text("insert into reviews (survey_id, authors) values (:survey_id, array[cast(:by as uuid)])")
WROTE = text("""
update reviews set authors = authors || cast(:by as uuid)
where survey_id = :survey_id and not authors @> array[cast(:by as uuid)]
""")
ASKED = text("update reviews set asked_by = :by, asked_at = :at where survey_id = :survey_id")
ANSWERED = text("update reviews set asked_by = null, asked_at = null where survey_id = :survey_id")
WAITING = text("""
select v.survey_id, g.number, g.title, v.asked_by, v.asked_at from reviews v join register g using (survey_id)
where v.asked_at is not null and not v.authors @> array[cast(:reader as uuid)] order by v.asked_at limit :most
""")


class Waiting(msgspec.Struct, frozen=True):
    survey_id: UUID
    number: str
    title: dict[str, str]
    asked_by: UUID
    asked_at: datetime


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        about: dict[str, Any] = {"survey_id": recorded.stream_id}
        match recorded.event:
            case SurveyDrafted(drafted_by=by):
                await connection.execute(BEGUN, about | {"by": by})
            case (
                DefinitionReplaced(replaced_by=by)
                | SurveyEdited(edited_by=by)
                | StepUndone(undone_by=by)
                | StepRedone(redone_by=by)
            ):
                await connection.execute(WROTE, about | {"by": by})
            case ReviewAsked(asked_by=by):
                await connection.execute(ASKED, about | {"by": by, "at": recorded.recorded_at})
            case SurveyApproved() | SurveySentBack() | SurveyPublished():
                await connection.execute(ANSWERED, about)
            case _:
                pass


async def waiting_for(connection: AsyncConnection, reader: UUID) -> list[Waiting]:
    """The longest waiting first."""
    rows = await connection.execute(WAITING, {"reader": reader, "most": MOST})
    return [msgspec.convert(row, Waiting) for row in rows.mappings()]

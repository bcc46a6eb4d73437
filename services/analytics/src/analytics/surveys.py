"""Which surveys are there, and what do they ask?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.questions import Question, Questionnaire, Texts

ADD = text("""
insert into surveys (survey_id, number, slug, title, questionnaire, published_at)
values (:survey_id, :number, :slug, cast(:title as json), cast(:questionnaire as json), :published_at)
on conflict (survey_id) do nothing
""")
CLOSE = text("update surveys set closed_at = :closed_at where survey_id = :survey_id")
REWORD = text("""
update surveys set title = cast(:title as json), questionnaire = cast(:questionnaire as json) where survey_id = :survey_id
""")
ONE = text("""
select survey_id, number, slug, title::text as title, questionnaire::text as questionnaire, published_at, closed_at
from surveys where survey_id = :survey_id
""")
QUESTIONNAIRES = text("""
select survey_id, questionnaire::text as questionnaire from surveys where survey_id = any(cast(:survey_ids as uuid[]))
""")
NEWEST = text("""
select s.survey_id, s.number, s.slug, s.title::text as title, '{"sections":[]}' as questionnaire, s.published_at, s.closed_at
from surveys s order by s.published_at desc, s.survey_id limit :limit
""")
SHOWN = 200


class SurveyPublished(msgspec.Struct, frozen=True):
    survey_id: UUID
    number: str
    slug: str
    title: Texts
    questionnaire: Questionnaire
    published_at: datetime


class SurveyReworded(msgspec.Struct, frozen=True):
    """A text was put right; questions, options and their ids are the same."""

    survey_id: UUID
    title: Texts
    questionnaire: Questionnaire


class SurveyClosed(msgspec.Struct, frozen=True):
    survey_id: UUID
    closed_at: datetime


@dataclass(frozen=True)
class Survey:
    id: UUID
    number: str
    slug: str
    title: Texts
    questionnaire: Questionnaire
    published_at: datetime
    closed_at: datetime | None

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.questionnaire.questions


async def add(connection: AsyncConnection, surveys: Sequence[SurveyPublished]) -> None:
    for survey in surveys:
        fields = {field: getattr(survey, field) for field in ("survey_id", "number", "slug", "published_at")}
        texts = {field: msgspec.json.encode(getattr(survey, field)).decode() for field in ("title", "questionnaire")}
        await connection.execute(ADD, fields | texts)


async def reword(connection: AsyncConnection, reworded: Sequence[SurveyReworded]) -> None:
    for survey in reworded:
        texts = {field: msgspec.json.encode(getattr(survey, field)).decode() for field in ("title", "questionnaire")}
        await connection.execute(REWORD, {"survey_id": survey.survey_id} | texts)


async def close(connection: AsyncConnection, closed: Sequence[SurveyClosed]) -> None:
    for survey in closed:
        await connection.execute(CLOSE, {"survey_id": survey.survey_id, "closed_at": survey.closed_at})


async def survey(connection: AsyncConnection, survey_id: UUID) -> Survey | None:
    row = (await connection.execute(ONE, {"survey_id": survey_id})).one_or_none()
    return _survey(row) if row else None


async def newest(connection: AsyncConnection) -> list[Survey]:
    """The surveys a list shows, newest first, without their questions."""
    return [_survey(row) for row in await connection.execute(NEWEST, {"limit": SHOWN})]


async def questionnaires(connection: AsyncConnection, survey_ids: Sequence[UUID]) -> dict[UUID, Questionnaire]:
    rows = await connection.execute(QUESTIONNAIRES, {"survey_ids": list(survey_ids)})
    return {row.survey_id: msgspec.json.decode(row.questionnaire, type=Questionnaire) for row in rows}


def _survey(row: Row[tuple[object, ...]]) -> Survey:
    return Survey(
        row.survey_id,
        row.number,
        row.slug,
        msgspec.json.decode(row.title, type=dict[str, str]),
        msgspec.json.decode(row.questionnaire, type=Questionnaire),
        row.published_at,
        row.closed_at,
    )

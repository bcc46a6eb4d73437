"""Which results are published, and what do they say? Exactly what was frozen when they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.events import Findings, FindingsReworded, ResultPublished
from analytics.figures import SurveyFigures
from analytics.questions import Texts
from eventlog import Projection, Recorded

NAME = "published-results"
PUT = text("""
insert into results (survey_id, slug, title, figures, findings, published_at)
values (:survey_id, :slug, cast(:title as json), cast(:figures as json), cast(:findings as json), :published_at)
on conflict (survey_id) do update set title = excluded.title, figures = excluded.figures, findings = excluded.findings,
    published_at = excluded.published_at
""")
REWORD = text("update results set findings = cast(:findings as json) where survey_id = :survey_id")
SELECT = """
select survey_id, slug, title::text as title, figures::text as figures, findings::text as findings, published_at from results
"""
NEWEST = text(f"{SELECT} order by published_at desc, survey_id limit 100")
BY_SLUG = text(f"{SELECT} where slug = :slug order by published_at desc limit 1")
BY_SURVEY = text(f"{SELECT} where survey_id = :survey_id")


@dataclass(frozen=True)
class Result:
    survey_id: UUID
    slug: str
    title: Texts
    figures: SurveyFigures
    findings: Findings
    published_at: datetime


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        match recorded.event:
            case ResultPublished() as event:
                await connection.execute(PUT, _row(event))
            case FindingsReworded() as event:
                findings = msgspec.json.encode(event.findings).decode()
                await connection.execute(REWORD, {"survey_id": event.survey_id, "findings": findings})
            case _:
                continue


def _row(event: ResultPublished) -> dict[str, object]:
    texts = {field: msgspec.json.encode(getattr(event, field)).decode() for field in ("title", "figures", "findings")}
    return {"survey_id": event.survey_id, "slug": event.slug, "published_at": event.published_at} | texts


async def newest(connection: AsyncConnection) -> list[Result]:
    return [_result(row) for row in await connection.execute(NEWEST)]


async def by_slug(connection: AsyncConnection, slug: str) -> Result | None:
    if not slug.isprintable():  # the database does not even look for NUL
        return None
    row = (await connection.execute(BY_SLUG, {"slug": slug})).one_or_none()
    return _result(row) if row else None


async def by_survey(connection: AsyncConnection, survey_id: UUID) -> Result | None:
    row = (await connection.execute(BY_SURVEY, {"survey_id": survey_id})).one_or_none()
    return _result(row) if row else None


def _result(row: Row[tuple[object, ...]]) -> Result:
    return Result(
        row.survey_id,
        row.slug,
        msgspec.json.decode(row.title, type=dict[str, str]),
        msgspec.json.decode(row.figures, type=SurveyFigures),
        msgspec.json.decode(row.findings, type=Findings),
        row.published_at,
    )


published_results = Projection(NAME, project)

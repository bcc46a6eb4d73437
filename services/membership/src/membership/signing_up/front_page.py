"""What does a visitor see first? How many take part, and what came of the latest surveys: heard from analytics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Heard, Hearing
from membership import panel

LATEST = 3
RESULT = text("""
insert into published_results (survey_id, slug, titles, invited, completed, published_at)
values (:survey_id, :slug, cast(:titles as json), :invited, :completed, :published_at)
on conflict (survey_id) do update set slug = excluded.slug, titles = excluded.titles, invited = excluded.invited,
    completed = excluded.completed, published_at = excluded.published_at
""")
RESULTS = text("""
select slug, titles, invited, completed, published_at from published_results order by published_at desc, survey_id limit :latest
""")


class ResultPublished(msgspec.Struct, frozen=True):
    """As much of analytics.v1.result_published as is shown here."""

    survey_id: UUID
    slug: str
    title: dict[str, str]
    invited: int
    completed: int
    published_at: datetime


@dataclass(frozen=True)
class LatestResult:
    slug: str
    titles: dict[str, str]
    invited: int
    completed: int
    published_at: datetime

    @property
    def rate(self) -> float:
        return self.completed / self.invited if self.invited else 0.0

    def title(self, language: str) -> str:
        return self.titles.get(language) or next(iter(self.titles.values()), self.slug)


@dataclass(frozen=True)
class FrontPage:
    members: int
    results: Sequence[LatestResult]


async def hear(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
    for heard in batch:
        if heard.type == "analytics.v1.result_published":
            await connection.execute(RESULT, _row(heard.decode(ResultPublished)))


def _row(result: ResultPublished) -> dict[str, object]:
    return {
        "survey_id": result.survey_id,
        "slug": result.slug,
        "titles": msgspec.json.encode(result.title).decode(),
        "invited": result.invited,
        "completed": result.completed,
        "published_at": result.published_at,
    }


async def front_page(connection: AsyncConnection) -> FrontPage:
    rows = (await connection.execute(RESULTS, {"latest": LATEST})).mappings()
    return FrontPage(await panel.count(connection), [LatestResult(**row) for row in rows])


hearing = Hearing("ANALYTICS", "membership-results", hear)

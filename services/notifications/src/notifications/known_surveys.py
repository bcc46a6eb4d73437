"""What an invitation says of its survey: title and minutes as they were published, and whether it is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

PUBLISHED = text("""
insert into known_surveys (survey_id, titles, minutes) values (:survey_id, cast(:titles as json), :minutes)
on conflict (survey_id) do update set titles = excluded.titles, minutes = excluded.minutes
""")
CLOSED = text("update known_surveys set closed_at = :closed_at where survey_id = :survey_id")
KNOWN = text("select survey_id, titles::text as titles, minutes, closed_at from known_surveys where survey_id = any(:ids)")


@dataclass(frozen=True)
class KnownSurvey:
    titles: Mapping[str, str]
    minutes: int
    closed: bool

    def title(self, language: str) -> str:
        """In the member's language, else in the first language it was written in; on one line, as a subject must be."""
        title = self.titles.get(language) or next(iter(self.titles.values()), "")
        return " ".join(title.split())


async def remember(connection: AsyncConnection, survey_id: UUID, titles: Mapping[str, str], minutes: int) -> None:
    encoded = msgspec.json.encode(titles).decode()
    await connection.execute(PUBLISHED, {"survey_id": survey_id, "titles": encoded, "minutes": minutes})


async def close(connection: AsyncConnection, survey_id: UUID, closed_at: datetime) -> None:
    await connection.execute(CLOSED, {"survey_id": survey_id, "closed_at": closed_at})


async def known_surveys(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, KnownSurvey]:
    rows = await connection.execute(KNOWN, {"ids": list(ids)})
    return {row.survey_id: KnownSurvey(msgspec.json.decode(row.titles), row.minutes, row.closed_at is not None) for row in rows}

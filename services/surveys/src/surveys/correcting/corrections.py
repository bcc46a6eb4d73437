"""Which texts of a survey were put right after it was published, by whom and why? Read from its facts: they are few."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

OF_SURVEY = text("""
select data->>'piece' as piece, data->>'field' as field, data->>'language' as language, data->>'before' as before,
    data->>'after' as after, data->>'reason' as reason, (data->>'reworded_at')::timestamptz as at,
    (data->>'reworded_by')::uuid as by
from events where stream_id = :survey_id and type = 'survey_reworded' order by version desc limit 100
""")


class Correction(msgspec.Struct, frozen=True):
    piece: str
    field: str
    language: str
    before: str
    after: str
    reason: str
    at: datetime
    by: UUID


async def of_survey(connection: AsyncConnection, survey_id: UUID) -> list[Correction]:
    """The latest first, at most a hundred."""
    rows: Any = await connection.execute(OF_SURVEY, {"survey_id": survey_id})
    return [msgspec.convert(row, Correction) for row in rows.mappings()]

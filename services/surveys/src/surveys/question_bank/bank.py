"""Which questions can be used again, and where have they been asked?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from surveys.events import ItemKept, ItemRetired, SurveyPublished

KEPT = text("""
insert into bank (item, position, question, kept_by, kept_at) values (:item, :position, cast(:question as json), :by, :at)
on conflict (item) do nothing
""")
RETIRED = text("delete from bank where item = :item")
USED = text("insert into bank_uses (item, survey_id) values (:item, :survey_id) on conflict do nothing")
PAGE = text("""
select b.*, (
    select coalesce(array_agg(g.number order by g.number), '{}') from bank_uses u join register g using (survey_id)
    where u.item = b.item
) as asked_in
from bank b where b.position < :before
    and lower(b.item || ' ' || cast(b.question as text)) like all(cast(:words as text[]))
order by b.position desc limit :limit
""")
ONE = text("select question from bank where item = :item")
NEWEST = 2**62


class Kept(msgspec.Struct, frozen=True):
    """`asked_in`: the numbers of the published surveys that ask it."""

    item: str
    position: int
    question: dict[str, Any]
    kept_by: UUID
    kept_at: datetime
    asked_in: list[str]


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        match recorded.event:
            case ItemKept(item=item, question=question, kept_by=by):
                written = msgspec.json.encode(question).decode()
                row = {"item": item, "question": written, "by": by, "at": recorded.recorded_at, "position": recorded.position}
                await connection.execute(KEPT, row)
            case ItemRetired(item=item):
                await connection.execute(RETIRED, {"item": item})
            case SurveyPublished(survey_id=survey_id, definition=definition):
                for item in sorted(_items(definition)):
                    await connection.execute(USED, {"item": item, "survey_id": survey_id})
            case _:
                pass


def _items(definition: dict[str, Any]) -> set[str]:
    questions = (question for section in definition["sections"] for question in section.get("questions", ()))
    return {question["item"] for question in questions if question.get("item")}


async def page(connection: AsyncConnection, patterns: list[str], before: int = NEWEST, limit: int = 50) -> list[Kept]:
    rows = await connection.execute(PAGE, {"before": before, "words": patterns, "limit": limit})
    return [msgspec.convert(row, Kept) for row in rows.mappings()]


async def question(connection: AsyncConnection, item: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await connection.scalar(ONE, {"item": item})
    return found

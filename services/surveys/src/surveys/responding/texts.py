"""What did people write? The free texts of each question, sealed, in an order that says nothing of when or by whom.

Each text stands at a place made from the response and the question: two texts of one person do not stand together, and the
table holds nothing that joins them.
"""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from sealing import Key
from surveys.events import ResponseSubmitted

WRITTEN = text("""
insert into texts (survey_id, question_id, place, sealed)
select * from unnest(cast(:surveys as uuid[]), cast(:questions as text[]), cast(:places as uuid[]), cast(:texts as text[]))
on conflict do nothing
""")
PAGE = text("""
select place, sealed from texts where survey_id = :survey_id and question_id = :question_id and place > :after
order by place limit :limit
""")
COUNTS = text("select question_id, count(*) as n from texts where survey_id = :survey_id group by question_id")
FIRST_PLACE = UUID(int=0)


def place_of(response_id: UUID, question_id: str) -> UUID:
    return uuid5(response_id, question_id)


def seal(key: Key, response_id: UUID, question_id: str, words: str) -> str:
    return key.seal(question_id, place_of(response_id, question_id), words)


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    rows = [
        (event.survey_id, question_id, place_of(event.response_id, question_id), sealed)
        for event in (recorded.event for recorded in events)
        if isinstance(event, ResponseSubmitted)
        for question_id, sealed in event.texts.items()
    ]
    if rows:
        columns = zip(("surveys", "questions", "places", "texts"), zip(*rows, strict=True), strict=True)
        await connection.execute(WRITTEN, {name: list(values) for name, values in columns})


async def page(
    connection: AsyncConnection, key: Key, survey_id: UUID, question_id: str, after: UUID = FIRST_PLACE, limit: int = 50
) -> list[tuple[UUID, str]]:
    """The texts of one question after a place, opened."""
    where = {"survey_id": survey_id, "question_id": question_id, "after": after, "limit": limit}
    rows = (await connection.execute(PAGE, where)).all()
    return [(row.place, key.open(question_id, row.place, row.sealed)) for row in rows]


async def counts(connection: AsyncConnection, survey_id: UUID) -> dict[str, int]:
    return {row.question_id: row.n for row in await connection.execute(COUNTS, {"survey_id": survey_id})}

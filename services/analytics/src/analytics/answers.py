"""How was each question answered, by everybody and by each group?

Counts alone: no response is kept, and nothing tells which answers came together.
"""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.tally import Cell, Counts, Group

ADD = text("""
insert into counts
select * from unnest(cast(:survey_id as uuid[]), cast(:kind as text[]), cast(:group as text[]), cast(:question as text[]),
    cast(:part as text[]), cast(:value as text[]), cast(:n as int[]))
on conflict (survey_id, group_kind, group_value, question_id, part, value) do update set n = counts.n + excluded.n
""")
OF_SURVEY = text("""
select group_kind, group_value, question_id, part, value, n from counts where survey_id = :survey_id
""")
COLUMNS = ("survey_id", "kind", "group", "question", "part", "value", "n")


async def add(connection: AsyncConnection, counted: Mapping[UUID, Counts]) -> None:
    """All that a batch adds, in one statement."""
    rows = [
        (survey_id, *group, *cell, n)
        for survey_id, counts in counted.items()
        for group, cells in counts.items()
        for cell, n in cells.items()
    ]
    if rows:
        columns = zip(*rows, strict=True)
        await connection.execute(ADD, {name: list(column) for name, column in zip(COLUMNS, columns, strict=True)})


async def of_survey(connection: AsyncConnection, survey_id: UUID) -> dict[Group, dict[Cell, int]]:
    counts: dict[Group, dict[Cell, int]] = defaultdict(dict)
    for row in await connection.execute(OF_SURVEY, {"survey_id": survey_id}):
        counts[row.group_kind, row.group_value][row.question_id, row.part, row.value] = row.n
    return counts

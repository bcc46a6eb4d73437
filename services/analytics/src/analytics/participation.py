"""How many were invited, reached, began and finished, of everybody and of each group?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.rates import Funnel
from analytics.tally import ALL, Background, Group

STAGES = ("invited", "delivered", "started", "completed")

ADD = text("""
insert into participation
select * from unnest(cast(:survey_id as uuid[]), cast(:kind as text[]), cast(:value as text[]), cast(:invited as int[]),
    cast(:delivered as int[]), cast(:started as int[]), cast(:completed as int[]), cast(:as_of as bigint[]))
on conflict (survey_id, group_kind, group_value) do update set
    invited = participation.invited + excluded.invited, delivered = participation.delivered + excluded.delivered,
    started = participation.started + excluded.started, completed = participation.completed + excluded.completed,
    as_of = greatest(participation.as_of, excluded.as_of)
""")
OF_SURVEY = text("""
select group_kind, group_value, invited, delivered, started, completed, as_of
from participation where survey_id = :survey_id
""")
TOTALS = text("""
select survey_id, invited, delivered, started, completed from participation
where group_kind = 'all' and survey_id = any(cast(:survey_ids as uuid[]))
""")


@dataclass(frozen=True)
class Participation:
    """`as_of` is the public position of the last message about the survey that has been counted."""

    funnels: Mapping[Group, Funnel]
    as_of: int

    @property
    def total(self) -> Funnel:
        return self.funnels.get(ALL, Funnel())

    @property
    def completed(self) -> dict[Group, int]:
        return {group: funnel.completed for group, funnel in self.funnels.items()}


@dataclass
class Movements:
    """What a batch adds, before it is written in one statement."""

    added: dict[tuple[UUID, Group], dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, survey_id: UUID, stage: str, background: Background | None, position: int = 0) -> None:
        for group in background.groups if background else (ALL,):
            added = self.added[survey_id, group]
            added[stage] += 1
            added["as_of"] = position


async def add(connection: AsyncConnection, movements: Movements) -> None:
    """Rows are written in the order of their keys, so that two hearings never wait for each other in a circle."""
    rows = sorted(movements.added.items(), key=lambda row: (row[0][0].bytes, row[0][1]))
    if not rows:
        return
    columns: dict[str, list[object]] = {
        "survey_id": [survey_id for (survey_id, _), _ in rows],
        "kind": [kind for (_, (kind, _)), _ in rows],
        "value": [value for (_, (_, value)), _ in rows],
    }
    await connection.execute(ADD, columns | {name: [added[name] for _, added in rows] for name in (*STAGES, "as_of")})


async def of_survey(connection: AsyncConnection, survey_id: UUID) -> Participation:
    rows = (await connection.execute(OF_SURVEY, {"survey_id": survey_id})).all()
    funnels = {
        (row.group_kind, row.group_value): Funnel(row.invited, row.delivered, row.started, row.completed) for row in rows
    }
    return Participation(funnels, max((row.as_of for row in rows), default=0))


async def totals(connection: AsyncConnection, survey_ids: Sequence[UUID]) -> dict[UUID, Funnel]:
    rows = await connection.execute(TOTALS, {"survey_ids": list(survey_ids)})
    return {row.survey_id: Funnel(row.invited, row.delivered, row.started, row.completed) for row in rows}

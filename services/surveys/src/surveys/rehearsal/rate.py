"""How many of those invited may be expected to answer? What the last surveys got, else an assumption."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

ASSUMED = 0.4
LAST = 3
ENOUGH = 30  # invitations, before a survey says anything about the next one
RATE = text("""
select sum(submitted)::float / sum(issued) as rate, count(*) as surveys from (
    select issued, submitted from register where status = 'closed' and issued >= :enough order by closed_at desc limit :last
) lately
""")


@dataclass(frozen=True)
class Rate:
    """`surveys`: how many surveys it is taken from; 0 when it is assumed."""

    share: float
    surveys: int


async def expected_rate(connection: AsyncConnection) -> Rate:
    row = (await connection.execute(RATE, {"enough": ENOUGH, "last": LAST})).one()
    return Rate(row.rate, row.surveys) if row.surveys else Rate(ASSUMED, 0)

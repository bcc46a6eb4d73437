"""Whom is a survey for? How many members of each background, as a simulation draws them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.events import Audience
from surveys.inviting.panel import MATCHES, filled_in
from surveys.rehearsal.program import Cell

CELLS = text(f"""
select p.age_band, p.gender, p.area, p.language, count(*) as members from panel p where {MATCHES}
group by p.age_band, p.gender, p.area, p.language order by p.age_band, p.gender, p.area, p.language
""")  # noqa: S608 – our own names; values are bound


async def cells_of(connection: AsyncConnection, audience: Audience) -> tuple[Cell, ...]:
    rows = await connection.execute(CELLS, filled_in(audience))
    return tuple(Cell(row.age_band, row.gender, row.area, row.language, row.members) for row in rows)

"""What are those called who write and judge surveys? Facts name them by id; their names stand here alone, as passes tell them.

No facts: a name that changes, or is taken out, then does so everywhere it is shown.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from runtime.rights import Staff

TOLD = text("""
insert into colleagues (staff_id, name) values (:staff_id, :name) on conflict (staff_id) do update set name = excluded.name
""")
NAMES = text("select staff_id, name from colleagues")
LONGEST = 200


class Colleagues:
    """Written once for each process and name."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._told: dict[UUID, str] = {}

    async def meet(self, staff: Staff) -> None:
        if self._told.get(staff.id) == staff.name:
            return
        async with self._engine.begin() as connection:
            await connection.execute(TOLD, {"staff_id": staff.id, "name": staff.name[:LONGEST]})
        self._told[staff.id] = staff.name


async def names(connection: AsyncConnection) -> dict[UUID, str]:
    return {row.staff_id: row.name for row in await connection.execute(NAMES)}

"""How often is a campaign's page opened? Counted by campaign and day, of nobody: no cookie, no id, no address.

Counts wait in memory for a few seconds and are written together. They are no facts of the panel: a process that is killed
takes its last seconds of them along, and a read model that is filled again leaves them as they are.
"""

import asyncio
import contextlib
from collections import Counter
from datetime import date

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from membership.campaigns import recruitment

WAIT = 10.0  # seconds between two writings
MOST_AT_ONCE = 200  # of one campaign in that time; more is no crowd but a machine
MOST_WAITING = 1000  # campaigns and days, should the database stay away
ADD = text("""
insert into campaign_visits (slug, day, visits)
select * from unnest(cast(:slugs as text[]), cast(:days as date[]), cast(:visits as int[]))
on conflict (slug, day) do update set visits = campaign_visits.visits + excluded.visits
""")


class Visits:
    """What one process has counted and not yet written."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: Counter[tuple[str, date]] = Counter()
        self._writing: asyncio.Task[None] | None = None

    async def count(self, slug: str, day: date) -> None:
        """One more, where there is such a campaign."""
        if (slug, day) not in self._waiting and (len(self._waiting) >= MOST_WAITING or not await self._exists(slug)):
            return
        self._waiting[slug, day] = min(self._waiting[slug, day] + 1, MOST_AT_ONCE)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def close(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        with contextlib.suppress(SQLAlchemyError, OSError):
            await self.write()

    async def write(self) -> None:
        counted, self._waiting = self._waiting, Counter()
        if not counted:
            return
        keys = sorted(counted)  # the same order everywhere, so that two processes never wait for each other
        rows = {"slugs": [k[0] for k in keys], "days": [k[1] for k in keys], "visits": [counted[k] for k in keys]}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(ADD, rows)
        except BaseException:
            self._waiting.update(counted)
            raise

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(WAIT)
            try:
                await self.write()
            except (SQLAlchemyError, OSError) as error:
                structlog.get_logger("membership").warning("visits_wait", reason=type(error).__name__)

    async def _exists(self, slug: str) -> bool:
        async with self._engine.connect() as connection:
            return await recruitment.exists(connection, slug)

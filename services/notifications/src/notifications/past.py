"""What became of a mail is known for 30 days; after that there are only counts, by kind and survey."""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from notifications.notification import KEPT
from runtime.house import House

EVERY = 3600.0
PAGE = 5_000
COUNT_ONLY = text("""
with old as (
    delete from outbox where notification_id in (
        select notification_id from outbox
        where status not in ('queued', 'attempting') and queued_at < :before limit :page
    ) returning kind, survey_id, status
), counted as (
    insert into outbox_past (kind, survey_id, status, number)
    select kind, survey_id, status, count(*) from old group by kind, survey_id, status
    on conflict (kind, survey_id, status) do update set number = outbox_past.number + excluded.number
)
select count(*) from old
""")


async def count_only(engine: AsyncEngine, now: datetime) -> int:
    """Count what is older than 30 days, and forget each of it; returns how many."""
    done = 0
    while True:
        async with engine.begin() as connection:
            moved = await connection.scalar(COUNT_ONLY, {"before": now - KEPT, "page": PAGE}) or 0
        done += moved
        if moved < PAGE:
            return done


async def count_for_ever(house: House) -> None:
    while True:
        try:
            await count_only(house.engine, house.clock())
        except (SQLAlchemyError, OSError) as error:
            structlog.get_logger("notifications.past").warning("past_waits", reason=type(error).__name__)
        await asyncio.sleep(EVERY)

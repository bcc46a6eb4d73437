"""Which members of staff have looked at single members, in the last twelve months?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import MemberViewed
from membership.over_time.staying import months_before
from ui.formats import HERE

PAGE = 100
KEPT = 12  # months
ADD = text("""
insert into staff_views (position, member_id, staff_id, seen, viewed_at)
values (:position, :member_id, :staff_id, :seen, :viewed_at) on conflict do nothing
""")
NEWEST = text("""
select position, member_id, staff_id, seen, viewed_at from staff_views
where position < :before and viewed_at >= :since order by position desc limit :limit
""")
ERASE = text("""
delete from staff_views where position in (
    select position from staff_views where viewed_at < :before order by viewed_at limit :limit
)
""")
LAST = 2**63 - 1


@dataclass(frozen=True)
class StaffView:
    """`seen` is sealed with the member's key; of a member who was forgotten it cannot be read."""

    position: int
    member_id: UUID
    staff_id: UUID
    seen: str
    viewed_at: datetime


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    rows = [
        {
            "position": recorded.position,
            "member_id": recorded.stream_id,
            "staff_id": recorded.event.staff_id,
            "seen": recorded.event.seen,
            "viewed_at": recorded.event.viewed_at,
        }
        for recorded in events
        if isinstance(recorded.event, MemberViewed)
    ]
    if rows:
        await connection.execute(ADD, rows)


async def newest(connection: AsyncConnection, now: datetime, before: int = LAST) -> list[StaffView]:
    """One page and one more, so that the reader knows whether there is another."""
    rows = await connection.execute(NEWEST, {"before": before, "since": _since(now), "limit": PAGE + 1})
    return [StaffView(**row) for row in rows.mappings()]


async def erase_old(connection: AsyncConnection, now: datetime, limit: int) -> int:
    return (await connection.execute(ERASE, {"before": _since(now), "limit": limit})).rowcount


def _since(now: datetime) -> datetime:
    day = months_before(now.astimezone(HERE).date(), KEPT)
    return datetime(day.year, day.month, day.day, tzinfo=HERE)


projection = Projection("staff_views", project)

"""Which sign-ups wait to be confirmed?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import MemberJoined, Notice, SignedUp, SignUpExpired
from membership.member import confirm_before

ADD = text("""
insert into waiting (member_id, mailed, signed_up_at, confirm_before) values (:member_id, :mailed, :at, :before)
on conflict do nothing
""")
REMOVE = text("delete from waiting where member_id = :member_id")
OVERDUE = text("select member_id from waiting where confirm_before < :before order by confirm_before limit :limit")
COUNT = text("select count(*) from waiting where mailed")


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        match recorded.event:
            case SignedUp(notice=notice, signed_up_at=at) as signed_up:
                row = {"member_id": recorded.stream_id, "mailed": notice is Notice.confirm, "at": at}
                await connection.execute(ADD, {**row, "before": confirm_before(signed_up)})
            case MemberJoined() | SignUpExpired():
                await connection.execute(REMOVE, {"member_id": recorded.stream_id})
            case _:
                continue


async def overdue(connection: AsyncConnection, before: datetime, limit: int) -> list[UUID]:
    """Those whose time to confirm was over before then."""
    return list(await connection.scalars(OVERDUE, {"before": before, "limit": limit}))


async def count(connection: AsyncConnection) -> int:
    """Those who have a mail to act on."""
    return await connection.scalar(COUNT) or 0


projection = Projection("waiting", project)

"""Which sign-ups wait to be confirmed, and until when?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import MemberForgotten, MemberJoined, Notice, SignedUp, SignUpExpired
from membership.member import confirm_before

ADD = text("""
insert into waiting (member_id, mailed, signed_up_at, confirm_before)
select * from unnest(
    cast(:ids as uuid[]), cast(:mailed as boolean[]), cast(:at as timestamptz[]), cast(:until as timestamptz[])
)
on conflict do nothing
""")
REMOVE = text("delete from waiting where member_id = any(:ids)")
OVERDUE = text("select member_id from waiting where confirm_before < :before order by confirm_before limit :limit")
COUNT = text("select count(*) from waiting where mailed")


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    """Who begins and ends to wait within one batch was never here."""
    begun: dict[UUID, SignedUp] = {}
    ended: list[UUID] = []
    for recorded in events:
        match recorded.event:
            case SignedUp() as signed_up:
                begun[recorded.stream_id] = signed_up
            case MemberJoined() | SignUpExpired() | MemberForgotten() if begun.pop(recorded.stream_id, None) is None:
                ended.append(recorded.stream_id)
            case _:
                continue
    if begun:
        await connection.execute(ADD, _columns(begun))
    if ended:
        await connection.execute(REMOVE, {"ids": ended})


def _columns(begun: dict[UUID, SignedUp]) -> dict[str, list[object]]:
    signed_up = list(begun.values())
    return {
        "ids": list(begun),
        "mailed": [event.notice is Notice.confirm for event in signed_up],
        "at": [event.signed_up_at for event in signed_up],
        "until": [confirm_before(event) for event in signed_up],
    }


async def overdue(connection: AsyncConnection, before: datetime, limit: int) -> list[UUID]:
    """Whose time to confirm ended before then, the longest overdue first."""
    return list(await connection.scalars(OVERDUE, {"before": before, "limit": limit}))


async def count(connection: AsyncConnection) -> int:
    """Those who have a mail to act on."""
    return await connection.scalar(COUNT) or 0


projection = Projection("waiting", project)

"""What has been sent to whom? Every dispatch with its progress, and every member invited to a survey."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from surveys.events import Audience, DispatchCompleted, DispatchOrdered, InvitationIssued, InvitationWithdrawn

ORDERED = text("""
insert into dispatches (dispatch_id, survey_id, audience, ordered_at)
values (:dispatch_id, :survey_id, cast(:audience as json), :at)
""")
COMPLETED = text("""
update dispatches set completed_at = :at, cut_short = :cut_short where dispatch_id = :dispatch_id
""")
ISSUED = text("update dispatches set issued = issued + :n where dispatch_id = :dispatch_id")
INVITED = text("""
insert into invited (survey_id, member_id, invited_at)
select * from unnest(cast(:surveys as uuid[]), cast(:members as uuid[]), cast(:times as timestamptz[])) on conflict do nothing
""")
WITHDRAWN = text("delete from invited where survey_id = :survey_id and member_id = :member_id")
INVITED_TO = text("select survey_id from invited where member_id = :member_id order by survey_id")


class Sending(msgspec.Struct, frozen=True):
    dispatch_id: UUID
    survey_id: UUID
    audience: Audience
    ordered_at: datetime
    completed_at: datetime | None
    cut_short: bool
    issued: int


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        about = {"dispatch_id": recorded.stream_id, "at": recorded.recorded_at}
        match recorded.event:
            case DispatchOrdered(survey_id=survey_id, audience=audience):
                written = msgspec.json.encode(audience).decode()
                await connection.execute(ORDERED, about | {"survey_id": survey_id, "audience": written})
            case DispatchCompleted(cut_short=cut_short):
                await connection.execute(COMPLETED, about | {"cut_short": cut_short})
            case _:
                pass
    times = [recorded.recorded_at for recorded in events if isinstance(recorded.event, InvitationIssued)]
    await _count(connection, [r.event for r in events if isinstance(r.event, InvitationIssued)], times)
    ended = [r.event for r in events if isinstance(r.event, InvitationWithdrawn)]
    if ended:
        await connection.execute(WITHDRAWN, [{"survey_id": e.survey_id, "member_id": e.member_id} for e in ended])


async def _count(connection: AsyncConnection, issued: Sequence[InvitationIssued], times: Sequence[datetime]) -> None:
    if not issued:
        return
    rows = {"surveys": [event.survey_id for event in issued], "members": [event.member_id for event in issued], "times": times}
    await connection.execute(INVITED, rows)
    for dispatch_id, n in Counter(event.dispatch_id for event in issued).items():
        await connection.execute(ISSUED, {"dispatch_id": dispatch_id, "n": n})


async def of_survey(connection: AsyncConnection, survey_id: UUID) -> list[Sending]:
    query = text("select * from dispatches where survey_id = :survey_id order by ordered_at desc, dispatch_id")
    return [msgspec.convert(row, Sending) for row in (await connection.execute(query, {"survey_id": survey_id})).mappings()]


async def surveys_of(connection: AsyncConnection, member_id: UUID) -> list[UUID]:
    """The surveys a member has been invited to."""
    return list(await connection.scalars(INVITED_TO, {"member_id": member_id}))


async def under_way(connection: AsyncConnection) -> list[Sending]:
    query = text("select * from dispatches where completed_at is null order by ordered_at, dispatch_id limit 20")
    return [msgspec.convert(row, Sending) for row in (await connection.execute(query)).mappings()]

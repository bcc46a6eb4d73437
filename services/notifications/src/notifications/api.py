"""The outbox as JSON, for staff."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from eventlog import EventLog
from notifications import outbox
from notifications.events import Kind
from notifications.notification import SendAgain, Status, notification_decider
from runtime.house import Db, Log, Now
from runtime.rights import Staff, needs

router = APIRouter(prefix="/api/notifications/staff/outbox", tags=["outbox"])
LAST = 2**63 - 1


class MailingOut(BaseModel):
    kind: Kind
    survey_id: UUID | None
    numbers: dict[Status, int]


class OutboxOut(BaseModel):
    totals: dict[Status, int]
    mailings: list[MailingOut]


class TroubleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    notification_id: UUID
    kind: Kind
    survey_id: UUID | None
    status: Status
    reason: str
    changed_at: datetime
    position: int
    forgotten: bool


@router.get("", dependencies=[needs("outbox:read")])
async def read_outbox(db: Db) -> OutboxOut:
    """How many mails stand where, in all, and by kind and survey."""
    async with db.connect() as connection:
        mailings = await outbox.mailings(connection)
    return OutboxOut(
        totals={status: sum(m.number(status) for m in mailings) for status in Status},
        mailings=[MailingOut(kind=m.kind, survey_id=m.survey_id, numbers=dict(m.numbers)) for m in mailings],
    )


@router.get("/trouble", dependencies=[needs("outbox:read")])
async def read_trouble(
    db: Db,
    before: Annotated[int, Query(ge=0, le=LAST)] = LAST,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[TroubleOut]:
    """Mails that failed or are uncertain, newest first. The next page is asked for `before` the last position of this one."""
    async with db.connect() as connection:
        return [TroubleOut.model_validate(trouble) for trouble in await outbox.trouble(connection, before, limit)]


@router.post("/{notification_id}/send-again", status_code=204)
async def order_again(notification_id: UUID, log: Log, now: Now, staff: Annotated[Staff, needs("dispatch:send")]) -> None:
    """Send a failed or uncertain mail again. An uncertain one may then arrive twice: a person answers for that."""
    await send_again(log, notification_id, staff, now)


async def send_again(log: EventLog, notification_id: UUID, staff: Staff, now: datetime) -> None:
    outcome = await log.execute(notification_decider, notification_id, SendAgain(staff.id), now)
    if outcome.events:
        await log.caught_up("outbox", outcome.position)

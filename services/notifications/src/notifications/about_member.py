"""What mail went to one member? Asked by membership alone, for the member's own eyes (docs/decisions/0093).

Kind, when, and what came of it; for 30 days. No address, which is not kept here.
"""

import asyncio
from datetime import datetime
from uuid import UUID

import msgspec
from faststream.nats import NatsBroker, NatsMessage
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from notifications.events import Kind
from notifications.notification import Status
from runtime.broker import until_told_to_end
from runtime.house import House

SUBJECT = "rpc.notifications.about_member"
MOST = 2_000  # the newest; more would be two mails an hour, day and night
MAILED = text("""
select kind, survey_id, queued_at, status, changed_at from outbox where member_id = :member_id
order by queued_at desc, notification_id limit :most
""")


class AboutMember(msgspec.Struct, frozen=True):
    member_id: UUID


class Mailed(msgspec.Struct, frozen=True):
    kind: Kind
    survey_id: UUID | None
    queued_at: datetime
    outcome: Status
    since: datetime


class AllMailed(msgspec.Struct, frozen=True):
    mails: list[Mailed]


async def about_member(engine: AsyncEngine, question: AboutMember) -> AllMailed:
    """Newest first."""
    async with engine.connect() as connection:
        rows = (await connection.execute(MAILED, {"member_id": question.member_id, "most": MOST})).all()
    return AllMailed([Mailed(Kind(row[0]), row[1], row[2], Status(row[3]), row[4]) for row in rows])


async def answer_for_ever(house: House) -> None:
    """Several workers share the questions by the queue group."""
    broker = NatsBroker(
        house.settings.nats_url,
        name="notifications-questions",
        inbox_prefix=b"_INBOX_notifications",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds; nats-py takes fractions
        logger=None,
    )

    @broker.subscriber(SUBJECT, queue="notifications")
    async def on_question(message: NatsMessage) -> bytes:
        question = msgspec.json.decode(message.body, type=AboutMember)
        return msgspec.json.encode(await about_member(house.engine, question))

    await until_told_to_end(broker.start())
    try:
        await asyncio.Event().wait()
    finally:
        await broker.stop()

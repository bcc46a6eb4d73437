"""Answering what membership asks, over request and reply. Several workers share the questions by the queue group."""

import asyncio
from datetime import UTC, datetime

import msgspec
from faststream.nats import NatsBroker, NatsMessage

from runtime.broker import until_told_to_end
from runtime.house import House
from surveys.about_member import AboutMember, TookPart, about_member, took_part
from surveys.parts import Parts

ABOUT_MEMBER = "rpc.surveys.about_member"
TOOK_PART = "rpc.surveys.took_part"


async def answer_for_ever(house: House) -> None:
    parts: Parts = house.own
    broker = NatsBroker(
        house.settings.nats_url,
        name="surveys-questions",
        inbox_prefix=b"_INBOX_surveys",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds; nats-py takes fractions
        logger=None,
    )

    @broker.subscriber(ABOUT_MEMBER, queue="surveys")
    async def on_about_member(message: NatsMessage) -> bytes:
        question = msgspec.json.decode(message.body, type=AboutMember)
        return msgspec.json.encode(await about_member(parts, question))

    @broker.subscriber(TOOK_PART, queue="surveys")
    async def on_took_part(message: NatsMessage) -> bytes:
        question = msgspec.json.decode(message.body, type=TookPart)
        return msgspec.json.encode(await took_part(parts, question, datetime.now(UTC)))

    await until_told_to_end(broker.start())
    try:
        await asyncio.Event().wait()
    finally:
        await broker.stop()

"""The one question asked of membership: who is this notification for, now?

notifications asks just before sending, for at most 200 at a time. The answer holds a name and an address and lives in memory
only, on both sides; nothing here logs it.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import msgspec
from faststream.nats import NatsBroker, NatsMessage

from membership import sealed_profile
from membership.events import Language
from membership.member import Member, Status, members
from membership.parts import Parts, parts_in
from runtime.broker import until_told_to_end
from runtime.house import House
from sealing import Key, Unreadable

SUBJECT = "rpc.membership.resolve"
LARGEST_QUESTION = 200


class Request(msgspec.Struct, frozen=True):
    notification_id: UUID
    kind: Literal["confirmation", "sign_up_repeated", "invitation"]
    member_id: UUID


class Question(msgspec.Struct, frozen=True):
    requests: list[Request]


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`gone`: there is nobody to send to. `withdrawn`: there is, who does not want it any more."""

    notification_id: UUID
    status: Literal["ok", "gone", "withdrawn"]
    address: str = ""
    name: str = ""
    language: Language = "nb"
    link: str | None = None

    def __repr__(self) -> str:
        return "Answer(…)"


class Answers(msgspec.Struct, frozen=True):
    answers: list[Answer]


async def resolve(parts: Parts, question: Question, now: datetime) -> Answers:
    requests = question.requests[:LARGEST_QUESTION]
    ids = list(dict.fromkeys(request.member_id for request in requests))
    loaded = await asyncio.gather(*(parts.log.load(members, member_id) for member_id in ids))
    known = {member_id: load.state for member_id, load in zip(ids, loaded, strict=True)}
    keys = await parts.keyring.get(ids)
    return Answers([_answer(parts, request, known[request.member_id], keys, now) for request in requests])


def _answer(parts: Parts, request: Request, member: Member, keys: Mapping[UUID, Key], now: datetime) -> Answer:
    gone = Answer(request.notification_id, "gone")
    key = keys.get(request.member_id)
    confirming = request.kind == "confirmation"
    wanted = member.waits_at(now) if confirming else member.status is Status.active
    if not wanted or key is None or member.profile is None:
        return gone
    try:
        name, email = sealed_profile.name_and_email(member.profile, key, request.member_id)
    except Unreadable:
        return gone
    link = parts.confirm_path(request.member_id) if confirming else None
    return Answer(request.notification_id, "ok", email, name, member.language, link)


async def answer_for_ever(house: House) -> None:
    """Answer until the task ends. Several workers share the questions by the queue group."""
    parts = parts_in(house)
    broker = NatsBroker(
        house.settings.nats_url,
        name="membership-resolve",
        inbox_prefix=b"_INBOX_membership",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds; nats-py takes fractions
        logger=None,
    )

    @broker.subscriber(SUBJECT, queue="membership")
    async def on_question(message: NatsMessage) -> bytes:
        question = msgspec.json.decode(message.body, type=Question)
        return msgspec.json.encode(await resolve(parts, question, datetime.now(UTC)))

    await until_told_to_end(broker.start())
    try:
        await asyncio.Event().wait()
    finally:
        await broker.stop()

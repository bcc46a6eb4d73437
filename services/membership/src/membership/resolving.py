"""The one question asked of membership: who is this notification for, now?

notifications asks just before sending, for at most 200 at a time. The answer holds a name and an address and lives in memory
only, on both sides; nothing here logs it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import msgspec
from faststream.nats import NatsBroker, NatsMessage

from membership.events import Language
from membership.member import Member, Status, members
from membership.own_page import email_change, personal_links
from membership.own_page.pausing import is_paused
from membership.own_page.sign_in import SignIn, sign_ins
from membership.parts import Parts, parts_in
from membership.signing_up import sealed_profile
from runtime.broker import until_told_to_end
from runtime.house import House
from sealing import Key, Unreadable

SUBJECT = "rpc.membership.resolve"
LARGEST_QUESTION = 200
Kind = Literal["confirmation", "sign_up_repeated", "invitation", "member_invited", "sign_in", "email_change", "stay"]


class Request(msgspec.Struct, frozen=True):
    """`request_id`: which request to sign in."""

    notification_id: UUID
    kind: Kind
    member_id: UUID
    request_id: UUID | None = None


class Question(msgspec.Struct, frozen=True):
    requests: list[Request]


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`gone`: there is nobody to send to. `withdrawn`: there is, who does not want it any more. Links are paths."""

    notification_id: UUID
    status: Literal["ok", "gone", "withdrawn"]
    address: str = ""
    name: str = ""
    language: Language = "nb"
    link: str | None = None
    code: str = ""
    unsubscribe: str | None = None

    def __repr__(self) -> str:
        return "Answer(…)"


class Answers(msgspec.Struct, frozen=True):
    answers: list[Answer]


@dataclass(frozen=True)
class Known:
    """What was looked up for one request."""

    member: Member
    key: Key | None
    sign_in: SignIn


async def resolve(parts: Parts, question: Question, now: datetime) -> Answers:
    requests = question.requests[:LARGEST_QUESTION]
    ids = list(dict.fromkeys(request.member_id for request in requests))
    loaded = await asyncio.gather(*(parts.log.load(members, member_id) for member_id in ids))
    known = {member_id: load.state for member_id, load in zip(ids, loaded, strict=True)}
    keys = await parts.keyring.get(ids)
    asked = await _sign_ins(parts, requests)
    return Answers(
        [
            _answer(parts, r, Known(known[r.member_id], keys.get(r.member_id), asked.get(r.request_id, SignIn())), now)
            for r in requests
        ]
    )


async def _sign_ins(parts: Parts, requests: list[Request]) -> Mapping[UUID | None, SignIn]:
    ids = [request.request_id for request in requests if request.kind == "sign_in" and request.request_id is not None]
    loaded = await asyncio.gather(*(parts.log.load(sign_ins, request_id) for request_id in ids))
    return {request_id: load.state for request_id, load in zip(ids, loaded, strict=True)}


def _answer(parts: Parts, request: Request, known: Known, now: datetime) -> Answer:
    member, key, id_ = known.member, known.key, request.notification_id
    if not _there(request.kind, member, now) or key is None or member.profile is None:
        return Answer(id_, "gone")
    if not _wanted(request, known, now):
        return Answer(id_, "withdrawn")
    try:
        name, email = sealed_profile.name_and_email(member.profile, key, request.member_id)
        if request.kind == "email_change" and member.new_email is not None:
            email = key.open("email", request.member_id, member.new_email)
    except Unreadable:
        return Answer(id_, "gone")
    code = personal_links.sign_in_code(parts, request.request_id) if request.request_id is not None else ""
    more_or_less = personal_links.unsubscribe_path(parts, request.member_id) if request.kind in {"invitation", "stay"} else None
    return Answer(id_, "ok", email, name, member.language, _link(parts, request, member), code, more_or_less)


def _there(kind: Kind, member: Member, now: datetime) -> bool:
    return member.waits_at(now) if kind in {"confirmation", "member_invited"} else member.status is Status.active


def _wanted(request: Request, known: Known, now: datetime) -> bool:
    match request.kind:
        case "invitation":
            return not is_paused(known.member, now)
        case "sign_in":
            return known.sign_in.member_id == request.member_id and known.sign_in.good_at(now)
        case "email_change":
            return email_change.waits_at(known.member, now)
        case "stay":
            return known.member.asked_to_stay > 0
        case _:
            return True


def _link(parts: Parts, request: Request, member: Member) -> str | None:
    match request.kind:
        case "confirmation" | "member_invited":
            return parts.confirm_path(request.member_id)
        case "sign_in" if request.request_id is not None:
            return personal_links.sign_in_path(parts, request.request_id)
        case "email_change" if member.new_email is not None:
            return personal_links.new_address_path(parts, request.member_id, member.new_email)
        case "stay":
            return personal_links.stay_path(parts, request.member_id)
        case _:
            return None


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

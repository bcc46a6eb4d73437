"""The one question asked of another service: who is this for, now, and does their consent still hold?

Asked just before sending, for at most 200 at a time. Without an answer the mail waits; nothing else does.
"""

import contextlib
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec
import nats.errors
from faststream.exceptions import FastStreamException
from faststream.nats import NatsBroker
from pydantic import BaseModel

from notifications.events import Kind
from notifications.mails import Recipient
from notifications.outbox import Due
from runtime.broker import until_told_to_end

SUBJECT = "rpc.membership.resolve"
LARGEST_QUESTION = 200
PATIENCE = 5.0


class MembershipAway(Exception):
    pass


class Request(BaseModel, frozen=True):
    notification_id: UUID
    kind: Kind
    member_id: UUID
    request_id: UUID | None = None  # which sign-in


class Question(BaseModel, frozen=True):
    requests: list[Request]


class Answer(msgspec.Struct, frozen=True):
    notification_id: UUID
    status: Literal["ok", "gone", "withdrawn"]
    address: str = ""
    name: str = ""
    language: str = "nb"
    link: str | None = None
    code: str = ""
    unsubscribe: str | None = None

    def __repr__(self) -> str:
        return "Answer(…)"

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.address, self.name, self.language, self.link, self.code, self.unsubscribe)


class Answers(msgspec.Struct, frozen=True):
    answers: list[Answer]


class Resolver:
    def __init__(self, nats_url: str) -> None:
        self._broker = NatsBroker(
            nats_url,
            name="notifications-resolve",
            inbox_prefix=b"_INBOX_notifications",
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds; nats-py takes fractions
            connect_timeout=2,
            logger=None,
        )

    async def resolve(self, asked: Sequence[Due]) -> dict[UUID, Answer]:
        """By notification. Raises MembershipAway; what came back is never part of the error."""
        assert len(asked) <= LARGEST_QUESTION
        question = Question(requests=[_request(due) for due in asked])
        try:
            await until_told_to_end(self._broker.connect())
            reply = await self._broker.request(question, SUBJECT, timeout=PATIENCE)
            answers = msgspec.json.decode(reply.body, type=Answers).answers
        except (nats.errors.Error, FastStreamException, msgspec.DecodeError, OSError) as error:
            raise MembershipAway(type(error).__name__) from None
        return {answer.notification_id: answer for answer in answers}

    async def close(self) -> None:
        with contextlib.suppress(nats.errors.Error):  # a broker that is away need not be told goodbye
            await self._broker.stop()


def _request(due: Due) -> Request:
    about = due.about
    return Request(
        notification_id=due.notification_id,
        kind=about.kind,
        member_id=about.member_id,
        request_id=about.cause_id if about.kind is Kind.sign_in else None,
    )

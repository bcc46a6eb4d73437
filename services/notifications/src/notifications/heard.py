"""What is heard from membership and surveys, and the mails that come of it.

A notification's id is made from what caused it, and its first event is appended at version 0: a message heard again, before or
after any crash, finds the place taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Append, Event, EventLog, Heard, Hearing, LogUnavailable, StaleVersion
from notifications.events import About, Kind, RecipientForgotten
from notifications.known_surveys import close, remember
from notifications.notification import Notification, Queue, decide

NOTIFICATIONS = UUID("5d0f7a3c-9a53-5c1e-8a7e-0c6f5b1d2e34")
"""The namespace of notification ids: never changed, or everything would be sent again."""


class MemberTold(msgspec.Struct, frozen=True):
    """What membership asks one mail for, and membership.v1.member_forgotten."""

    member_id: UUID


class SignInRequested(msgspec.Struct, frozen=True):
    request_id: UUID
    member_id: UUID


class SurveyPublished(msgspec.Struct, frozen=True):
    survey_id: UUID
    title: Mapping[str, str]
    minutes: int


class SurveyClosed(msgspec.Struct, frozen=True):
    survey_id: UUID
    closed_at: datetime


class InvitationIssued(msgspec.Struct, frozen=True):
    invitation_id: UUID
    survey_id: UUID
    member_id: UUID


ASKED_FOR_BY_MEMBERSHIP = {
    "membership.v1.confirmation_requested": Kind.confirmation,
    "membership.v1.sign_up_repeated": Kind.sign_up_repeated,
    "membership.v1.member_invited": Kind.member_invited,
    "membership.v1.email_change_requested": Kind.email_change,
    "membership.v1.member_asked_to_stay": Kind.stay,
}


def notification_id(about: About) -> UUID:
    return uuid5(NOTIFICATIONS, f"{about.kind}:{about.cause_id}")


def asked_for_by_membership(heard: Heard) -> About | None:
    """The cause is the message, but for a sign-in the request itself: it is asked about when the mail is made."""
    if heard.type == "membership.v1.sign_in_requested":
        request = heard.decode(SignInRequested)
        return About(kind=Kind.sign_in, cause_id=request.request_id, member_id=request.member_id)
    kind = ASKED_FOR_BY_MEMBERSHIP.get(heard.type)
    if kind is None:
        return None
    return About(kind=kind, cause_id=heard.event_id, member_id=heard.decode(MemberTold).member_id)


def asked_for_by_surveys(heard: Heard) -> About | None:
    """The cause is the invitation itself, not the message about it: one invitation is one mail, however often it is told of."""
    if heard.type != "surveys.v1.invitation_issued":
        return None
    issued = heard.decode(InvitationIssued)
    return About(kind=Kind.invitation, cause_id=issued.invitation_id, member_id=issued.member_id, survey_id=issued.survey_id)


async def queue(log: EventLog, wanted: Iterable[About], now: datetime) -> None:
    await _append_once(log, {notification_id(about): decide(Queue(about), Notification(), now)[0] for about in wanted})


async def forget(log: EventLog, batch: Sequence[Heard]) -> None:
    """Once for each member. What still waits for them is dropped when its address is asked for."""
    left = [heard.decode(MemberTold).member_id for heard in batch if heard.type == "membership.v1.member_forgotten"]
    await _append_once(log, {forgetting_id(member_id): RecipientForgotten(member_id=member_id) for member_id in left})


def forgetting_id(member_id: UUID) -> UUID:
    return uuid5(NOTIFICATIONS, f"forgotten:{member_id}")


async def _append_once(log: EventLog, events: Mapping[UUID, Event]) -> None:
    """Each as the first of its own stream, or not at all."""
    for result in await log.append_each([Append(stream_id, 0, [event]) for stream_id, event in events.items()]):
        if isinstance(result, LogUnavailable):
            raise result
        assert isinstance(result, int | StaleVersion)


def hearings(log: EventLog) -> list[Hearing]:
    async def hear_membership(_: AsyncConnection, batch: Sequence[Heard]) -> None:
        await queue(log, filter(None, map(asked_for_by_membership, batch)), datetime.now(UTC))
        await forget(log, batch)

    async def hear_surveys(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
        for heard in batch:
            await _hear_of_survey(connection, heard)
        await queue(log, filter(None, map(asked_for_by_surveys, batch)), datetime.now(UTC))

    return [
        Hearing("MEMBERSHIP", "notifications-mail", hear_membership),
        Hearing("SURVEYS", "notifications-mail", hear_surveys, rest=0.2),  # mostly answers, which are none of its business
    ]


async def _hear_of_survey(connection: AsyncConnection, heard: Heard) -> None:
    match heard.type:
        case "surveys.v1.survey_published":
            published = heard.decode(SurveyPublished)
            await remember(connection, published.survey_id, published.title, published.minutes)
        case "surveys.v1.survey_closed":
            closed = heard.decode(SurveyClosed)
            await close(connection, closed.survey_id, closed.closed_at)
        case _:
            return

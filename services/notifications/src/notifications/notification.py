"""One mail to one member: whether it may be sent, and what came of it.

The law: nobody is sent the same mail twice, whatever is killed when. A mail is handed over only by whoever committed
`SendAttempted`, and an attempt whose outcome nobody knows waits for a person, never for a timer.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never
from uuid import UUID

from eventlog import Decider, Event, Refused
from notifications.events import (
    NOTIFICATION_EVENTS,
    About,
    Kind,
    NotificationDropped,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationUncertain,
    Problem,
    SendAttempted,
    SendingAgainOrdered,
    SendPostponed,
)

NEVER = datetime.min.replace(tzinfo=UTC)
PERSISTENCE = timedelta(hours=72)
SIGN_IN_LASTS = timedelta(minutes=10)  # so long the link and the code in it are good
TOO_LATE = "too_late"
KEPT = timedelta(days=30)  # after that there are only counts
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)


class Status(StrEnum):
    queued = "queued"
    attempting = "attempting"
    sent = "sent"
    failed = "failed"
    uncertain = "uncertain"
    dropped = "dropped"


@dataclass(frozen=True)
class Notification:
    about: About | None = None
    status: Status | None = None
    queued_at: datetime = NEVER
    due_at: datetime = NEVER
    tries: int = 0
    attempt_id: UUID | None = None
    sender_id: UUID | None = None
    reason: str = ""

    def is_too_late(self, now: datetime) -> bool:
        """Nobody waits for it any more: they have asked anew."""
        return self.about is not None and self.about.kind is Kind.sign_in and now > self.queued_at + SIGN_IN_LASTS


@dataclass(frozen=True)
class Queue:
    about: About


@dataclass(frozen=True)
class BeginAttempt:
    """The last thing before handing over. Only the sender whose `attempt_id` the state then holds may go on."""

    attempt_id: UUID
    sender_id: UUID


@dataclass(frozen=True)
class RecordSent:
    attempt_id: UUID


@dataclass(frozen=True)
class RecordFailed:
    """Known not to have gone out. `attempt_id` is None when it was refused before any attempt; `spread` (0–1) is the jitter."""

    problem: Problem
    reason: str
    attempt_id: UUID | None = None
    spread: float = 0.5


@dataclass(frozen=True)
class RecordUncertain:
    attempt_id: UUID
    reason: str


@dataclass(frozen=True)
class Drop:
    """It should not be sent after all: consent withdrawn, the member gone, the survey closed, the code too old."""

    reason: str


@dataclass(frozen=True)
class SendAgain:
    staff_id: UUID


Command = Queue | BeginAttempt | RecordSent | RecordFailed | RecordUncertain | Drop | SendAgain


class NoSuchNotification(Refused):
    code: ClassVar[str] = "no_such_notification"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Denne e-posten finnes ikke i utboksen"


class NotDue(Refused):
    code: ClassVar[str] = "not_due"
    title: ClassVar[str] = "Denne e-posten skal ikke sendes nå"


class NotAttempted(Refused):
    code: ClassVar[str] = "not_attempted"
    title: ClassVar[str] = "Denne e-posten er ikke forsøkt sendt"


class CannotSendAgain(Refused):
    code: ClassVar[str] = "cannot_send_again"
    title: ClassVar[str] = "Denne e-posten er allerede sendt eller skal ikke sendes"


def decide(command: Command, state: Notification, now: datetime) -> list[Event]:  # noqa: PLR0911 – one for each command
    if isinstance(command, Queue):
        return [] if state.about else [NotificationQueued(about=command.about, queued_at=now)]
    if state.about is None:
        raise NoSuchNotification
    match command:
        case BeginAttempt():
            return begin_attempt(command, state, now)
        case RecordSent():
            return record_sent(command, state, state.about, now)
        case RecordFailed():
            return record_failed(command, state, state.about, now)
        case RecordUncertain():
            return record_uncertain(command, state, state.about)
        case Drop():
            return drop(command, state, state.about)
        case SendAgain():
            return send_again(command, state, now)
        case _:
            assert_never(command)


def begin_attempt(command: BeginAttempt, state: Notification, now: datetime) -> list[Event]:
    if state.attempt_id == command.attempt_id:
        return []
    if state.status is not Status.queued or state.due_at > now or state.is_too_late(now):
        raise NotDue
    return [SendAttempted(attempt_id=command.attempt_id, sender_id=command.sender_id, attempted_at=now)]


def record_sent(command: RecordSent, state: Notification, about: About, now: datetime) -> list[Event]:
    """Believed whatever the state has become since: a sender that was cut off from the log still knows what it was told."""
    if state.status is Status.sent:
        return []
    if state.attempt_id is None:
        raise NotAttempted
    return [NotificationSent(about=about, attempt_id=command.attempt_id, sent_at=now)]


def record_failed(command: RecordFailed, state: Notification, about: About, now: datetime) -> list[Event]:
    if state.status not in (Status.queued, Status.attempting) or command.attempt_id != current_attempt(state):
        return []  # another sender's attempt, or a later outcome, has overtaken this one
    retry_at = now + wait(state.tries, command.spread)
    if command.problem is Problem.temporary and state.is_too_late(retry_at):
        return [NotificationDropped(about=about, reason=TOO_LATE)]
    if command.problem is Problem.temporary and retry_at <= state.queued_at + PERSISTENCE:
        return [SendPostponed(reason=command.reason, retry_at=retry_at)]
    return [NotificationFailed(about=about, problem=command.problem, reason=command.reason)]


def record_uncertain(command: RecordUncertain, state: Notification, about: About) -> list[Event]:
    if state.attempt_id is None:
        raise NotAttempted
    if current_attempt(state) != command.attempt_id:
        return []
    return [NotificationUncertain(about=about, attempt_id=command.attempt_id, reason=command.reason)]


def drop(command: Drop, state: Notification, about: About) -> list[Event]:
    if state.status is Status.dropped:
        return []
    if state.status is not Status.queued:
        raise NotDue
    return [NotificationDropped(about=about, reason=command.reason)]


def send_again(command: SendAgain, state: Notification, now: datetime) -> list[Event]:
    if state.status in (Status.queued, Status.attempting):
        return []  # the button pressed twice
    if state.status not in (Status.failed, Status.uncertain) or now > state.queued_at + KEPT:
        raise CannotSendAgain
    return [SendingAgainOrdered(ordered_by=command.staff_id, ordered_at=now)]


def current_attempt(state: Notification) -> UUID | None:
    return state.attempt_id if state.status is Status.attempting else None


def wait(tries: int, spread: float) -> timedelta:
    """1, 4, 16, 64 minutes, then every 4 hours; up to a quarter shorter or longer, so that retries do not march in step."""
    steady = min(FIRST_WAIT * 4.0 ** min(tries, 8), LONGEST_WAIT)
    return steady * (0.75 + spread / 2)


def evolve(state: Notification, event: Event) -> Notification:  # noqa: PLR0911 – one for each kind of fact
    match event:
        case NotificationQueued(about=about, queued_at=at):
            return Notification(about=about, status=Status.queued, queued_at=at, due_at=at)
        case SendAttempted(attempt_id=attempt_id, sender_id=sender_id):
            return replace(state, status=Status.attempting, attempt_id=attempt_id, sender_id=sender_id)
        case SendPostponed(reason=reason, retry_at=retry_at):
            return replace(state, status=Status.queued, due_at=retry_at, tries=state.tries + 1, reason=reason)
        case NotificationSent():
            return replace(state, status=Status.sent, reason="")
        case NotificationFailed(reason=reason):
            return replace(state, status=Status.failed, reason=reason)
        case NotificationUncertain(reason=reason):
            return replace(state, status=Status.uncertain, reason=reason)
        case NotificationDropped(reason=reason):
            return replace(state, status=Status.dropped, reason=reason)
        case SendingAgainOrdered(ordered_at=at):
            return replace(state, status=Status.queued, queued_at=at, due_at=at, tries=0, reason="")
        case _:
            return state


notification_decider: Decider[Command, Notification] = Decider(decide, evolve, Notification(), NOTIFICATION_EVENTS)

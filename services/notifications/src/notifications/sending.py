"""Taking what is due from the outbox to the mail server, each mail at most once.

    due page → resolve ≤ 200 → lanes: compose · offer (MAIL, RCPT) · commit SendAttempted · hand over (DATA) · commit outcome

Only the last three steps can leave a doubt, and only if this process is killed or cut off inside them. A failure of the mail
server as a whole, of membership or of the database is nobody's failed mail: all wait, and ask again with growing patience.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog, LogUnavailable, Refused
from notifications import outbox
from notifications.events import Problem
from notifications.mails import CannotCompose, Composer, Mail, Recipient
from notifications.notification import (
    TOO_LATE,
    BeginAttempt,
    Command,
    Drop,
    Notification,
    RecordFailed,
    RecordSent,
    RecordUncertain,
    notification_decider,
)
from notifications.outbox import Due
from notifications.resolving import LARGEST_QUESTION, Answer, Resolver
from notifications.smtp import Connection, MailServer, OutcomeUnknown, ServerAway, Undeliverable

LANES = 8
REST = 1.0  # seconds between looks when nothing is due and the log does not grow
MOMENT = 0.05  # what the read model needs to see what the log has
ORPHANS_EVERY = 5.0
FRESH = timedelta(seconds=30)  # an address resolved longer ago than this is asked for again
FAREWELL = 4.0  # seconds given to mails being handed over when the sender is told to stop
LONGEST_PAUSE = 30.0
SURVEY_CLOSED = "survey_closed"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, order=True)
class Ready:
    """Resolved a moment ago. Never stored. The most urgent is taken first, then the first that was made ready."""

    urgency: int
    number: int
    due: Due = field(compare=False)
    recipient: Recipient = field(compare=False)
    resolved_at: datetime = field(compare=False)

    def __repr__(self) -> str:
        return f"Ready({self.due.notification_id})"


def _overtaken(due: Due, now: datetime) -> str | None:
    """Why there is no use in sending it any more."""
    if due.survey and due.survey.closed:
        return SURVEY_CLOSED
    return TOO_LATE if Notification(due.about, queued_at=due.queued_at).is_too_late(now) else None


class SenderBroke(Exception):
    """A part of the sender ended, which none should: it is to be started anew. What it knew is not in the error."""


class Patience:
    """How long to wait after a failure: longer each time, never in step with others, none after a success."""

    def __init__(self) -> None:
        self._failures = 0

    def reset(self) -> None:
        self._failures = 0

    async def wait(self) -> None:
        pause = min(LONGEST_PAUSE, 0.25 * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311 – spreading, no secret


class Sender:
    def __init__(
        self,
        log: EventLog,
        engine: AsyncEngine,
        resolver: Resolver,
        composer: Composer,
        server: MailServer,
        *,
        lanes: int = LANES,
        smtp_patience: float | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.id = uuid4()
        self._log = log
        self._engine = engine
        self._resolver = resolver
        self._composer = composer
        self._connections = [Connection(server, composer.sender, patience=smtp_patience) for _ in range(lanes)]
        self._clock = clock
        self._ready: asyncio.PriorityQueue[Ready] = asyncio.PriorityQueue()
        self._number = count()
        self._in_hand: set[UUID] = set()
        self._last_position = self._seen_position = 0
        self._server_patience = Patience()
        self._server_away = False
        self._stopping = False
        self._logger = structlog.get_logger("notifications.sending")

    async def run(self) -> None:
        """Send for ever. Told to stop, it takes nothing new and sees what is being handed over to its end."""
        feeders = [asyncio.create_task(self._feed()), asyncio.create_task(self._settle_orphans())]
        lanes = [asyncio.create_task(self._lane(connection)) for connection in self._connections]
        try:
            await asyncio.wait([*feeders, *lanes], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._stop(feeders, lanes)
        raise SenderBroke

    async def _stop(self, feeders: Sequence[asyncio.Task[None]], lanes: Sequence[asyncio.Task[None]]) -> None:
        self._stopping = True
        for task in feeders:
            task.cancel()
        give_up = asyncio.get_running_loop().time() + FAREWELL
        while self._in_hand and asyncio.get_running_loop().time() < give_up:
            await asyncio.sleep(0.02)
        for task in lanes:
            task.cancel()
        await asyncio.gather(*feeders, *lanes, return_exceptions=True)
        await asyncio.gather(*(connection.close() for connection in self._connections))

    async def _feed(self) -> None:
        patience = Patience()
        while True:
            growth = self._log.growth()
            try:
                found = await self._feed_page()
            except Exception as error:  # noqa: BLE001 – a traceback here could hold addresses; whatever it is, mail waits
                self._logger.warning("mail_waits", reason=type(error).__name__)
                await patience.wait()
                continue
            patience.reset()
            if self._server_away:
                await self._server_patience.wait()
                self._server_away = False
            elif self._ready.qsize() >= LARGEST_QUESTION:
                await asyncio.sleep(MOMENT)
            elif not found:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(growth.wait(), REST)
                await asyncio.sleep(MOMENT)

    async def _feed_page(self) -> int:
        """Resolve what is due and hand it to the lanes; returns how many. When they have enough, only what is urgent."""
        least = 1 if self._ready.qsize() >= LARGEST_QUESTION else 2
        in_hand = set(self._in_hand)  # before looking: what leaves the hand later is not yet seen by the read model
        await self._see_own_outcomes()
        now = self._clock()
        async with self._engine.connect() as connection:
            page = await outbox.due(connection, now, LARGEST_QUESTION + len(in_hand), least)
        new = [due for due in page if due.notification_id not in in_hand][:LARGEST_QUESTION]
        for reason in (SURVEY_CLOSED, TOO_LATE):
            await self._record_all([due for due in new if _overtaken(due, now) == reason], Drop(reason))
        sendable = [due for due in new if not _overtaken(due, now)]
        if sendable:
            await self._hand_on(sendable, await self._resolver.resolve(sendable), now)
        return len(new)

    async def _see_own_outcomes(self) -> None:
        position = self._last_position
        if position > self._seen_position and await self._log.caught_up("outbox", position):
            self._seen_position = position

    async def _hand_on(self, page: Sequence[Due], answers: Mapping[UUID, Answer], now: datetime) -> None:
        def with_status(status: str | None) -> list[Due]:
            return [due for due in page if (a := answers.get(due.notification_id)) is not None and a.status == status]

        await self._record_all(with_status("gone"), Drop("gone"))
        await self._record_all(with_status("withdrawn"), Drop("withdrawn"))
        unanswered = [due for due in page if due.notification_id not in answers]
        await self._record_all(unanswered, self._failed(Problem.temporary, "not_resolved"))
        for due in with_status("ok"):
            self._in_hand.add(due.notification_id)
            recipient = answers[due.notification_id].recipient
            self._ready.put_nowait(Ready(due.urgency, next(self._number), due, recipient, now))

    async def _lane(self, connection: Connection) -> None:
        while True:
            ready = await self._ready.get()
            try:
                if not self._stopping and not self._server_away and self._clock() - ready.resolved_at < FRESH:
                    await self._send(connection, ready)
            except ServerAway as error:
                self._server_away = True
                self._logger.warning("mail_server_away", reason=str(error))
            except Exception as error:  # noqa: BLE001 – a traceback here could hold an address; the mail stays in the outbox
                self._logger.error("sending_failed", error=type(error).__name__)  # noqa: TRY400 – likewise
                await self._record(ready.due.notification_id, self._failed(Problem.temporary, "unexpected"))
            finally:
                self._in_hand.discard(ready.due.notification_id)

    async def _send(self, connection: Connection, ready: Ready) -> None:
        id_ = ready.due.notification_id
        try:
            mail = self._composer.compose(id_, ready.due.about, ready.recipient, ready.due.survey, self._clock())
            await connection.offer(mail)
        except CannotCompose as error:
            await self._record(id_, self._failed(Problem.technical, error.reason))
        except Undeliverable as refusal:
            await self._record(id_, self._failed(refusal.problem, refusal.reason))
        else:
            self._server_patience.reset()
            await self._hand_over(connection, id_, mail)

    async def _hand_over(self, connection: Connection, id_: UUID, mail: Mail) -> None:
        attempt_id = uuid4()
        if not await self._begin(id_, attempt_id):
            await connection.take_back()
            return
        try:
            await connection.hand_over(mail)
        except Undeliverable as refusal:
            await self._record(id_, self._failed(refusal.problem, refusal.reason, attempt_id))
        except OutcomeUnknown:
            await self._record(id_, RecordUncertain(attempt_id, "no_answer"))
        else:
            await self._record(id_, RecordSent(attempt_id))

    async def _begin(self, id_: UUID, attempt_id: UUID) -> bool:
        """True only when the log holds this very attempt."""
        try:
            outcome = await self._log.execute(notification_decider, id_, BeginAttempt(attempt_id, self.id), self._clock())
        except LogUnavailable:
            await self._record(id_, self._failed(Problem.temporary, "log_unavailable", attempt_id))
            return False
        except Refused:
            return False  # somebody else has it, or it is no longer to be sent
        return outcome.state.attempt_id == attempt_id

    async def _record_all(self, page: Sequence[Due], command: Command) -> None:
        await asyncio.gather(*(self._record(due.notification_id, command) for due in page))

    async def _record(self, id_: UUID, command: Command) -> None:
        """What is known must not be forgotten: tried until the log has it. A refusal says the log knows better."""
        patience = Patience()
        while True:
            try:
                outcome = await self._log.execute(notification_decider, id_, command, self._clock())
            except LogUnavailable:
                await patience.wait()
            except Refused as refusal:
                self._logger.info("outcome_refused", code=refusal.code, command=type(command).__name__)
                return
            else:
                self._last_position = max(self._last_position, outcome.position)
                return

    async def _settle_orphans(self) -> None:
        """Attempts another sender left without an outcome: nobody knows, so a person decides."""
        while True:
            try:
                async with self._engine.connect() as connection:
                    orphans = await outbox.orphans(connection, self.id)
                for notification_id, attempt_id in orphans:
                    await self._record(notification_id, RecordUncertain(attempt_id, "sender_stopped"))
            except (SQLAlchemyError, OSError) as error:
                self._logger.warning("orphans_wait", reason=type(error).__name__)
            await asyncio.sleep(ORPHANS_EVERY)

    def _failed(self, problem: Problem, reason: str, attempt_id: UUID | None = None) -> RecordFailed:
        return RecordFailed(problem, reason, attempt_id, spread=random.random())  # noqa: S311 – spreading, no secret

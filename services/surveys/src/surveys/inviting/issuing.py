"""The act behind a dispatch: walk the audience and issue each member's invitation.

Safe to kill at any point: an invitation's id follows from survey and member, its first event can be written once only, and
who has one is left out when the walk starts again.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import Append, EventLog, Refused, StaleVersion
from surveys.desk import see_all
from surveys.drafting.memory import Surveys
from surveys.events import InvitationIssued
from surveys.inviting import dispatches, panel
from surveys.inviting.dispatch import CompleteDispatch, dispatch_decider
from surveys.inviting.dispatches import Sending
from surveys.inviting.invitation import invitation_id
from surveys.inviting.panel import Candidate
from surveys.survey import Status

PAGE = 200
PAUSE = 0.25
BEFORE_ALL = UUID(int=0)


class Issuing:
    def __init__(self, log: EventLog, engine: AsyncEngine, surveys: Surveys, secret: bytes) -> None:
        self._log = log
        self._surveys = surveys
        self._engine = engine
        self._secret = secret

    async def run(self) -> None:
        """Carry out what is ordered, for ever, oldest first."""
        while True:
            async with self._engine.connect() as connection:
                waiting = await dispatches.under_way(connection)
            for sending in waiting:
                await see_all(self._log, self._engine)  # what was issued a moment ago counts against a member's limit
                await self.carry_out(sending)
            await asyncio.sleep(PAUSE)

    async def carry_out(self, sending: Sending) -> None:
        after: UUID | None = BEFORE_ALL
        cut_short = False
        while after is not None and not cut_short:
            cut_short = not await self._is_open(sending.survey_id)
            if not cut_short:
                after = await self._issue_page(sending, after)
        completion = CompleteDispatch(cut_short=cut_short)
        outcome = await self._log.execute(dispatch_decider, sending.dispatch_id, completion, datetime.now(UTC))
        if outcome.events:
            structlog.get_logger("surveys.issuing").info("dispatch_completed", cut_short=cut_short)

    async def _is_open(self, survey_id: UUID) -> bool:
        return (await self._surveys.load(survey_id)).state.status is Status.published

    async def _issue_page(self, sending: Sending, after: UUID) -> UUID | None:
        """Issue to one page of members; returns where the next begins, None when there is none."""
        async with self._engine.connect() as connection:
            now = datetime.now(UTC)
            page = await panel.not_yet_invited(connection, sending.survey_id, sending.audience, after, PAGE, now)
        await self._issue(sending, page)
        return page[-1].member_id if len(page) == PAGE else None

    async def _issue(self, sending: Sending, page: Sequence[Candidate]) -> None:
        results = await self._log.append_each([self._invitation(sending, candidate) for candidate in page])
        for result in results:
            if isinstance(result, Refused) and not isinstance(result, StaleVersion):  # stale: invited before
                raise result

    def _invitation(self, sending: Sending, candidate: Candidate) -> Append:
        issued = InvitationIssued(
            survey_id=sending.survey_id,
            member_id=candidate.member_id,
            dispatch_id=sending.dispatch_id,
            background=candidate.background,
        )
        return Append(invitation_id(self._secret, sending.survey_id, candidate.member_id), 0, [issued])

"""What analytics hears of the others: surveys and their answers, and whether the mail arrived."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics import answers, participation, surveys
from analytics.participation import Movements
from analytics.surveys import SurveyClosed, SurveyPublished, SurveyReworded
from analytics.tally import Background, Counts, Reader, cells_of, count, readers
from eventlog import Heard, Hearing

MOST_PLANS = 200
REST = 0.08
"""Seconds between batches: sixty responses counted together cost a fifth of each alone, and nobody sees so short a wait."""


class InvitationIssued(msgspec.Struct, frozen=True):
    survey_id: UUID
    background: Background


class ResponseStarted(msgspec.Struct, frozen=True):
    survey_id: UUID
    background: Background


class ResponseSubmitted(msgspec.Struct, frozen=True):
    survey_id: UUID
    background: Background
    answers: dict[str, Any]
    texts: tuple[str, ...] = ()
    choices: dict[str, dict[str, list[str]]] = {}
    shares: dict[str, dict[str, float]] = {}


class NotificationSent(msgspec.Struct, frozen=True):
    kind: str
    survey_id: UUID | None = None


Stage = Literal["invited", "started", "completed"]
STAGES: dict[str, tuple[Stage, type[InvitationIssued | ResponseStarted | ResponseSubmitted]]] = {
    "surveys.v1.invitation_issued": ("invited", InvitationIssued),
    "surveys.v1.response_started": ("started", ResponseStarted),
    "surveys.v1.response_submitted": ("completed", ResponseSubmitted),
}
HEARS = {subject: view for subject, (_, view) in STAGES.items()} | {
    "surveys.v1.survey_published": SurveyPublished,
    "surveys.v1.survey_reworded": SurveyReworded,
    "surveys.v1.survey_closed": SurveyClosed,
    "notifications.v1.notification_sent": NotificationSent,
}
"""Analytics' own view of each message it reads, for the contract tests."""


class SurveysHeard:
    """Counts every response once, a batch at a time. A survey's questions are looked up once and kept."""

    def __init__(self) -> None:
        self._plans: dict[UUID, dict[str, Reader]] = {}

    async def hear(self, connection: AsyncConnection, batch: Sequence[Heard]) -> None:
        published = [heard.decode(SurveyPublished) for heard in batch if heard.type == "surveys.v1.survey_published"]
        reworded = [heard.decode(SurveyReworded) for heard in batch if heard.type == "surveys.v1.survey_reworded"]
        closed = [heard.decode(SurveyClosed) for heard in batch if heard.type == "surveys.v1.survey_closed"]
        movements = Movements()
        responses = [said for heard in batch if isinstance(said := _moved(movements, heard), ResponseSubmitted)]
        await surveys.add(connection, published)
        await surveys.reword(connection, reworded)
        await self._learn(connection, {response.survey_id for response in responses})
        await answers.add(connection, self._count(responses))
        await participation.add(connection, movements)
        await surveys.close(connection, closed)

    def _count(self, responses: Sequence[ResponseSubmitted]) -> dict[UUID, Counts]:
        counted: dict[UUID, Counts] = {}
        for response in responses:
            answered = response.answers | response.choices | response.shares
            cells = cells_of(self._plans.get(response.survey_id, {}), answered, response.texts)
            count(counted.setdefault(response.survey_id, {}), response.background, cells)
        return counted

    async def _learn(self, connection: AsyncConnection, survey_ids: set[UUID]) -> None:
        unknown = survey_ids - self._plans.keys()
        if not unknown:
            return
        if len(self._plans) + len(unknown) > MOST_PLANS:
            self._plans.clear()
            unknown = survey_ids
        found = await surveys.questionnaires(connection, list(unknown))
        self._plans |= {survey_id: readers(questionnaire.questions) for survey_id, questionnaire in found.items()}


def _moved(movements: Movements, heard: Heard) -> InvitationIssued | ResponseStarted | ResponseSubmitted | None:
    if heard.type not in STAGES:
        return None
    stage, view = STAGES[heard.type]
    said = heard.decode(view)
    movements.add(said.survey_id, stage, said.background, heard.position)
    return said


async def hear_notifications(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
    """An invitation is delivered when the receiving mail server took it."""
    movements = Movements()
    for heard in batch:
        if heard.type != "notifications.v1.notification_sent":
            continue
        sent = heard.decode(NotificationSent)
        if sent.kind == "invitation" and sent.survey_id is not None:
            movements.add(sent.survey_id, "delivered", None)
    await participation.add(connection, movements)


def hearings() -> list[Hearing]:
    return [
        Hearing("SURVEYS", "analytics-surveys", SurveysHeard().hear, REST),
        Hearing("NOTIFICATIONS", "analytics-notifications", hear_notifications, REST),
    ]

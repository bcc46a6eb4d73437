"""What staff and the public may be shown of a survey, put together from the read models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from analytics import answers, participation, results, surveys
from analytics.events import Findings
from analytics.figures import SurveyFigures, figures
from analytics.participation import Participation
from analytics.publication import PublishResult, publication_decider
from analytics.rates import Funnel
from analytics.surveys import Survey
from analytics.tally import GROUP_KINDS
from eventlog import EventLog
from runtime.problems import Problem


@dataclass(frozen=True)
class Live:
    """A survey as it stands this moment."""

    survey: Survey
    participation: Participation

    @property
    def funnel(self) -> Funnel:
        return self.participation.total

    @property
    def tag(self) -> str:
        """Changes when anything about the survey that is counted has changed."""
        return f"{self.participation.as_of}-{self.funnel.delivered}-{int(self.survey.closed_at is not None)}"


async def live(connection: AsyncConnection, survey_id: UUID) -> Live:
    survey = await surveys.survey(connection, survey_id)
    if survey is None:
        raise Problem(404, "unknown_survey")
    return Live(survey, await participation.of_survey(connection, survey_id))


async def figures_of(connection: AsyncConnection, now: Live, kinds: Iterable[str] = GROUP_KINDS) -> SurveyFigures:
    """The figures with the breakdowns that are asked for."""
    wanted = {"all", *kinds}
    completed = {group: n for group, n in now.participation.completed.items() if group[0] in wanted}
    counts = await answers.of_survey(connection, now.survey.id)
    return figures(now.survey.questions, now.funnel, completed, counts, now.participation.as_of)


async def publish(db: AsyncEngine, log: EventLog, survey_id: UUID, findings: Findings, now: datetime) -> bool:
    """Publish the survey's figures as they stand; returns whether anything changed for the public."""
    async with db.connect() as connection:
        current = await live(connection, survey_id)
        frozen = await figures_of(connection, current)
    survey = current.survey
    command = PublishResult(survey_id, survey.slug, survey.title, frozen, findings)
    outcome = await log.execute(publication_decider, survey_id, command, now)
    if outcome.position:
        await log.caught_up(results.NAME, outcome.position)
    return bool(outcome.events)

"""The check of one survey as it stands now, with those it is for; and the refusal to publish what it stops."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from eventlog import Refused
from surveys.checking import Case, Finding, Rehearsed, look_over, stops
from surveys.checking.sensitive import sensitive
from surveys.events import Audience
from surveys.inviting import panel
from surveys.parts import Parts
from surveys.questionnaire import Questionnaire, read_draft
from surveys.rehearsal import kept
from surveys.rehearsal.kept import Rehearsal
from surveys.rehearsal.rate import expected_rate
from surveys.rehearsal.read_out import unseen
from surveys.survey import Survey
from ui.formats import HERE


class StoppedByCheck(Refused):
    """`findings`: everything that has to be put right first."""

    code = "stopped_by_check"
    title = "Noe må rettes før undersøkelsen kan publiseres. Kontrollen viser hva."

    def __init__(self, questionnaire: Questionnaire, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{finding.piece}: {finding.rule}" for finding in findings[:5]))
        self.questionnaire = questionnaire
        self.findings = tuple(findings)


class NotForMinors(Refused):
    """The audience may have grown since the survey was published."""

    code = "not_for_minors"
    title = "Undersøkelsen har sensitive spørsmål og kan ikke sendes til noen under 18 år. Velg en målgruppe fra 20 år."


async def case_of(parts: Parts, survey_id: UUID, survey: Survey, now: datetime) -> Case:
    audience = survey.audience or Audience()
    async with parts.engine.connect() as connection:
        reach = await panel.reach(connection, survey_id, audience, now)
        rate = await expected_rate(connection)
        rehearsal = await kept.one(connection, survey_id)
    questionnaire = read_draft(survey.definition)
    found = _rehearsed(rehearsal, questionnaire, survey) if rehearsal else None
    return Case(
        questionnaire, audience, expected=round(reach.matching * rate.share), rehearsed=found, today=now.astimezone(HERE).date()
    )


def _rehearsed(rehearsal: Rehearsal, questionnaire: Questionnaire, survey: Survey) -> Rehearsed | None:
    """Nothing where the survey has changed since."""
    outcome = rehearsal.outcome
    if outcome is None or rehearsal.made_of != kept.made_of(survey.definition, survey.audience or Audience()):
        return None
    times = outcome.times
    never = tuple(unseen(outcome, questionnaire))
    return Rehearsed(outcome.people, times.shortest, times.median, times.longest, never, outcome.stuck)


async def inspect(case: Case) -> list[Finding]:
    """In a thread: a long survey in many languages takes a moment, and others are answering meanwhile."""
    return await asyncio.to_thread(look_over, case)


async def refuse_what_is_stopped(parts: Parts, survey_id: UUID, survey: Survey, now: datetime) -> None:
    """Raises StoppedByCheck."""
    case = await case_of(parts, survey_id, survey, now)
    stopped = stops(await inspect(case))
    if stopped:
        raise StoppedByCheck(case.questionnaire, stopped)


def refuse_minors(survey: Survey) -> None:
    """Raises NotForMinors."""
    case = Case(read_draft(survey.definition), survey.audience or Audience())
    if any(finding.rule == "sensitive_minors" for finding in sensitive(case)):
        raise NotForMinors

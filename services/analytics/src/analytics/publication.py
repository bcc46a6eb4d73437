"""When a result is made public, and when its figures may change: pure.

Two publications are two measurements. If the second holds fewer than ten new responses, their difference tells how those few
answered; so figures change in steps of ten or more, and between steps only the words do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from analytics.disclosure import FLOOR
from analytics.events import Findings, FindingsReworded, ResultPublished
from analytics.figures import SurveyFigures
from analytics.questions import Texts
from analytics.steps import in_steps
from eventlog import Decider, Event, EventTypes, Refused

MOST_FINDINGS = 3
LONGEST_FINDING = 300


class TooFewAnswers(Refused):
    code: ClassVar[str] = "too_few_answers"
    title: ClassVar[str] = "Resultatet kan publiseres når minst ti har svart"


class FindingsTooLong(Refused):
    code: ClassVar[str] = "findings_too_long"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Skriv høyst tre funn, hvert på høyst 300 tegn"


@dataclass(frozen=True)
class PublishResult:
    survey_id: UUID
    slug: str
    title: Texts
    figures: SurveyFigures
    findings: Findings


@dataclass(frozen=True)
class Publication:
    figures: SurveyFigures | None = None
    findings: Findings = field(default_factory=Findings)


def publish(command: PublishResult, publication: Publication, now: datetime) -> Sequence[Event]:
    if not _fit(command.findings):
        raise FindingsTooLong
    if command.figures.funnel.completed < FLOOR:
        raise TooFewAnswers
    former = publication.figures
    if former is None or command.figures.funnel.completed - former.funnel.completed >= FLOOR:
        figures = command.figures if former is None else in_steps(former, command.figures)
        return [
            ResultPublished(
                survey_id=command.survey_id,
                slug=command.slug,
                title=command.title,
                figures=figures,
                findings=command.findings,
                published_at=now,
            )
        ]
    if command.findings != publication.findings:
        return [FindingsReworded(survey_id=command.survey_id, findings=command.findings, reworded_at=now)]
    return []


def evolve(publication: Publication, event: Event) -> Publication:
    match event:
        case ResultPublished():
            return Publication(event.figures, event.findings)
        case FindingsReworded():
            return Publication(publication.figures, event.findings)
        case _:
            return publication


def _fit(findings: Findings) -> bool:
    texts = [text for finding in findings.texts for text in finding.values()]
    return len(findings.texts) <= MOST_FINDINGS and all(len(text) <= LONGEST_FINDING for text in texts)


publication_decider = Decider(publish, evolve, Publication(), EventTypes(ResultPublished, FindingsReworded))

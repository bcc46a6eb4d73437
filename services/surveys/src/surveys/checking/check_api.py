"""The check before publication as JSON: the list the page shows."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import needs
from surveys import desk
from surveys.checking import Finding, stops
from surveys.checking.inspection import StoppedByCheck, case_of, inspect
from surveys.checking.told import told
from surveys.parts import PartsOf
from surveys.questionnaire import Questionnaire
from ui import language_of, translate

router = APIRouter(prefix="/api/surveys/staff/surveys", tags=["staff"])


class Found(BaseModel):
    """`piece` is the id of a section or a question, "" for the whole. The words are in the reader's language.

    `because`: the rules that contradict each other; `answers`: some that lead nearly there.
    """

    rule: str
    level: Literal["stops", "look"]
    piece: str
    where: str
    what: str
    advice: str
    because: list[str]
    answers: dict[str, Any]


class CheckState(BaseModel):
    can_be_published: bool
    findings: list[Found]


@router.get("/{survey_id}/check", dependencies=[needs("surveys:read")])
async def check(request: Request, parts: PartsOf, now: Now, survey_id: UUID) -> CheckState:
    """Everything that stops the survey from being published, or is worth a look."""
    case = await case_of(parts, survey_id, await desk.survey_of(parts, survey_id), now)
    findings = await inspect(case)
    listed = [_found(finding, case.questionnaire, request) for finding in findings]
    return CheckState(can_be_published=not stops(findings), findings=listed)


def refused(stopped: StoppedByCheck, request: Request) -> Problem:
    """The refusal to publish, with everything that stops it."""
    errors = [_found(finding, stopped.questionnaire, request).model_dump() for finding in stopped.findings]
    return Problem(stopped.status, stopped.code, stopped.title, extra={"errors": errors})


def _found(finding: Finding, questionnaire: Questionnaire, request: Request) -> Found:
    language = language_of(request)
    said = told(finding, questionnaire, translate(language), language)
    return Found(
        rule=said.rule,
        level=said.level,
        piece=said.piece,
        where=said.where,
        what=said.what,
        advice=said.advice,
        because=said.because,
        answers=finding.answers,
    )

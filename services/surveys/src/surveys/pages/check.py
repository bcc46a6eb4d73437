"""The step Kontroll: what stops the survey, what is worth a look, and what publishing does."""

from itertools import groupby
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import needs
from surveys import desk
from surveys.checking import Finding, Level
from surveys.checking.inspection import case_of, inspect
from surveys.checking.readability import lix_of
from surveys.checking.told import Told, told
from surveys.pages.shown import survey_page
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Questionnaire, minutes
from surveys.survey import Status
from ui import language_of, translate

router = APIRouter(include_in_schema=False)


@router.get("/staff/surveys/{survey_id}/check", dependencies=[needs("surveys:read")])
async def check(request: Request, survey_id: UUID, parts: PartsOf, now: Now) -> Response:
    return await check_page(request, parts, survey_id, now)


async def check_page(request: Request, parts: Parts, survey_id: UUID, now: Now, *, status: int = 200) -> Response:
    """What is published is not checked again: nobody could put it right."""
    survey = await desk.survey_of(parts, survey_id)
    case = await case_of(parts, survey_id, survey, now)
    findings = await inspect(case) if survey.status is Status.draft else []
    listed = listing(findings, case.questionnaire, request)
    return await survey_page(
        request,
        parts,
        survey_id,
        "check",
        status=status,
        stopping=by_place(listed, "stops"),
        looking=by_place(listed, "look"),
        reach=await desk.reach(parts, survey_id, survey.audience, now),
        expected=case.expected,
        rehearsed=case.rehearsed,
        minutes=minutes(case.questionnaire),
        question_count=len(case.questionnaire.questions),
        readable=[(language, lix_of(case.questionnaire, language)) for language in case.questionnaire.languages],
    )


def by_place(listed: list[Told], level: Level) -> list[list[Told]]:
    """What is about the same piece stands together, in the order the pieces have."""
    of_level = (finding for finding in listed if finding.level == level)
    return [list(found) for _, found in groupby(of_level, key=lambda finding: finding.piece)]


def listing(findings: list[Finding], questionnaire: Questionnaire, request: Request) -> list[Told]:
    language = language_of(request)
    return [told(finding, questionnaire, translate(language), language) for finding in findings]

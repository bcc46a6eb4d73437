"""Taking the questions out: the page that offers it, the paper to print, and the files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import needs
from surveys import desk
from surveys.exporting.forms import Form
from surveys.exporting.paper import MOST_COLUMNS
from surveys.exporting.surveyjs import as_surveyjs
from surveys.exporting.taking_out import base_of, on_paper, take_out
from surveys.pages.shown import survey_page
from surveys.parts import PartsOf
from surveys.questionnaire import Questionnaire, read_draft
from surveys.questionnaire.tongue import FROM_RIGHT
from ui import language_of, page
from ui.municipality import own_name

READ = needs("surveys:read")
Spoken = Annotated[str, Query(max_length=35)]
router = APIRouter(prefix="/staff/surveys/{survey_id}/export", include_in_schema=False, dependencies=[READ])


@router.get("")
async def offered(request: Request, survey_id: UUID, parts: PartsOf) -> Response:
    questionnaire = read_draft((await desk.survey_of(parts, survey_id)).definition)
    spoken = {code: own_name(code) for code in questionnaire.languages}
    _, lost = as_surveyjs(questionnaire, base_of(request))
    return await survey_page(
        request, parts, survey_id, "export", spoken=spoken, lost=lost, pictured=_has_pictures(questionnaire)
    )


def _has_pictures(questionnaire: Questionnaire) -> bool:
    return any(option.picture for question in questionnaire.questions.values() for option in question.choices())


@router.get("/paper")
async def printed(request: Request, survey_id: UUID, parts: PartsOf, language: Spoken = "") -> Response:
    """To be printed from the browser: any script, and right for a screen reader too."""
    questionnaire, paper = await on_paper(parts, survey_id, language or language_of(request))
    spoken = {code: own_name(code) for code in questionnaire.languages}
    turned = "rtl" if paper.language.partition("-")[0] in FROM_RIGHT else "ltr"
    return page(
        request, "surveys/paper.html", survey_id=survey_id, paper=paper, spoken=spoken, turned=turned, most=MOST_COLUMNS
    )


@router.get("/{form}")
async def file(request: Request, survey_id: UUID, form: Form, parts: PartsOf, now: Now, language: Spoken = "") -> Response:
    return await take_out(request, parts, survey_id, form, language, now)

"""A survey's questions as respondents will meet them, in each language; and replacing them while it is a draft."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, UploadFile
from fastapi.responses import Response
from markupsafe import Markup

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.intake import Unusable, take_in
from surveys.pages.shown import go_to, survey_page
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Questionnaire, read_draft
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.words import condition_in_words
from ui import language_of, translate

PATH = "/staff/surveys/{survey_id}/questions"
router = APIRouter(include_in_schema=False)


@router.get(PATH, dependencies=[needs("surveys:read")])
async def questions(
    request: Request, survey_id: UUID, parts: PartsOf, show: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    return await _questions_page(request, parts, survey_id, show)


@router.post(PATH)
async def replace_questions(
    request: Request,
    survey_id: UUID,
    staff: Annotated[Staff, needs("surveys:write")],
    parts: PartsOf,
    now: Now,
    file: UploadFile,
) -> Response:
    try:
        taken = await asyncio.to_thread(take_in, await file.read())
    except Unusable as unusable:
        faults = unusable.in_words(translate(language_of(request)))
        return await _questions_page(request, parts, survey_id, "", status=422, faults=faults)
    await desk.replace_definition(parts, survey_id, taken.definition, taken.losses, staff.id, now)
    return go_to(survey_id, "questions")


async def _questions_page(
    request: Request, parts: Parts, survey_id: UUID, show: str, *, status: int = 200, faults: object = ()
) -> Response:
    questionnaire = read_draft((await desk.survey_of(parts, survey_id)).definition)
    shown = questionnaire.language_for(show or language_of(request))
    return await survey_page(
        request,
        parts,
        survey_id,
        "questions",
        status=status,
        faults=faults,
        questionnaire=questionnaire,
        shown=shown,
        sections=[
            {
                "title": questionnaire.said(section.title, shown),
                "text": questionnaire.said(section.text, shown),
                "condition": condition_in_words(questionnaire, section.show_if, shown) if section.show_if else None,
                "questions": _drawn(questionnaire, section.id, shown),
            }
            for section in questionnaire.sections
        ],
    )


def _drawn(questionnaire: Questionnaire, section_id: str, language: str) -> Markup:
    section = questionnaire.section(section_id)
    return draw_questions(questionnaire, section.questions if section else (), language, {})

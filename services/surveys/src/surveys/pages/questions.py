"""A survey's questions as respondents meet them, in each language: for those who do not write, and when they are fixed."""

from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from surveys import desk
from surveys.pages.shown import survey_page
from surveys.parts import Parts
from surveys.questionnaire import Questionnaire, read_draft
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.rules_in_words import asked_if
from ui import language_of


async def questions_page(request: Request, parts: Parts, survey_id: UUID, show: str) -> Response:
    questionnaire = read_draft((await desk.survey_of(parts, survey_id)).definition)
    shown = questionnaire.language_for(show or language_of(request))
    return await survey_page(
        request,
        parts,
        survey_id,
        "questions",
        questionnaire=questionnaire,
        shown=shown,
        sections=[
            {
                "title": questionnaire.said(section.title, shown),
                "text": questionnaire.said(section.text, shown),
                "condition": asked_if(questionnaire, section.show_if, shown) if section.show_if else None,
                "questions": _drawn(questionnaire, section.id, shown),
            }
            for section in questionnaire.sections
        ],
    )


def _drawn(questionnaire: Questionnaire, section_id: str, language: str) -> Markup:
    section = questionnaire.section(section_id)
    return draw_questions(questionnaire, section.questions if section else (), language, {})

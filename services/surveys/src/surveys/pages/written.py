"""What people wrote, question by question."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from runtime.rights import needs
from surveys import desk, register
from surveys.floor import FLOOR
from surveys.pages.shown import survey_page
from surveys.parts import PartsOf
from surveys.questionnaire import read
from surveys.questionnaire.definition import FreeText
from surveys.responding import texts

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 50


@router.get("/staff/surveys/{survey_id}/texts", dependencies=[needs("results:read")])
async def written(
    request: Request,
    survey_id: UUID,
    parts: PartsOf,
    question: Annotated[str | None, Query(max_length=101)] = None,
    after: UUID = texts.FIRST_PLACE,
) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    questions = read(survey.definition).free_text_fields
    async with parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
        counts = await texts.counts(connection, survey_id)
    hidden = listed is None or listed.submitted < FLOOR
    chosen = None if hidden else _chosen(questions, question)
    page = await _page(parts, survey_id, chosen, after)
    return await survey_page(
        request,
        parts,
        survey_id,
        "texts",
        questions=questions,
        counts={} if hidden else counts,
        hidden=hidden,
        chosen=chosen,
        written=page[:ON_A_PAGE],
        more=len(page) > ON_A_PAGE,
    )


def _chosen(questions: tuple[FreeText, ...], wanted: str | None) -> FreeText | None:
    return next((q for q in questions if q.id == wanted), questions[0] if questions else None)


async def _page(parts: PartsOf, survey_id: UUID, chosen: FreeText | None, after: UUID) -> list[tuple[UUID, str]]:
    keys = await parts.keyring.get([survey_id])
    if chosen is None or survey_id not in keys:
        return []
    async with parts.engine.connect() as connection:
        return await texts.page(connection, keys[survey_id], survey_id, chosen.id, after, ON_A_PAGE + 1)

"""Adding what a file holds to a draft: first shown with everything it loses, then added as one step that can be undone."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import Response

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys import desk
from surveys.drafting import editing
from surveys.drafting.commands import Add, Several
from surveys.drafting.pieces import SURVEY
from surveys.importing import UnusableFile, fitted_into, import_file, under_headings
from surveys.importing.intake import Unusable
from surveys.pages.shown import go_to, survey_page
from surveys.parts import PartsOf
from surveys.questionnaire import InvalidQuestionnaire
from surveys.survey import NotADraft, Status
from ui import language_of, translate

PATH = "/staff/surveys/{survey_id}/add"
UPLOADS = frozenset({"/staff/surveys/*/add", "/staff/surveys/*/add/sections", "/staff/surveys/*/questions"})
router = APIRouter(prefix=PATH, include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


@router.post("")
async def look(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, added: UploadFile) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    if survey.status is not Status.draft:
        raise NotADraft
    del staff
    try:
        imported = await asyncio.to_thread(import_file, await added.read())
    except (InvalidQuestionnaire, UnusableFile) as error:
        faults = Unusable(error).in_words(translate(language_of(request)))
        return await survey_page(request, parts, survey_id, "add", status=422, faults=faults)
    sections, losses = fitted_into(survey.definition, survey.used, imported)
    return await survey_page(
        request,
        parts,
        survey_id,
        "add",
        faults=(),
        sections=sections,
        question_count=sum(len(section["questions"]) for section in sections),
        losses=losses,
        headings=under_headings(losses),
        written=msgspec.json.encode(sections).decode(),
    )


@router.post("/sections")
async def add(survey_id: UUID, staff: Author, parts: PartsOf, now: Now, sections: Annotated[str, Form()]) -> Response:
    try:
        content = msgspec.json.decode(sections, type=list[dict[str, Any]])
        command = Several(tuple(Add(SURVEY, section) for section in content))
        await editing.edit(parts, survey_id, command, staff.id, now)
    except (msgspec.DecodeError, InvalidQuestionnaire) as error:
        raise Problem(422, "invalid_definition") from error
    return go_to(survey_id, "questions")

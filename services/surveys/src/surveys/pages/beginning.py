"""A new survey from something that is there: one of our starting points, or an earlier survey."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys import desk
from surveys.pages.shown import go_to
from surveys.parts import PartsOf
from surveys.starting_points import starting_points

router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


@router.post("/staff/surveys/new/from")
async def begin_from(staff: Author, parts: PartsOf, now: Now, name: Annotated[str, Form(max_length=50)]) -> Response:
    document = starting_points().get(name)
    if document is None:
        raise Problem(404, "no_such_starting_point")
    return go_to(await desk.draft_survey(parts, document, (), staff.id, now), "questions")


@router.post("/staff/surveys/{survey_id}/version")
async def begin_version(survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    return go_to(await desk.begin_version(parts, survey_id, staff.id, now), "questions")

"""A survey's page for staff: what every one of them shows."""

from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from surveys import register
from surveys.desk import survey_of
from surveys.pages.steps import steps
from surveys.parts import Parts
from surveys.survey import Survey
from ui import page


async def survey_page(
    request: Request, parts: Parts, survey_id: UUID, here: str, *, template: str = "", status: int = 200, **context: object
) -> HTMLResponse:
    """The page of one step, `surveys/<step>.html` unless another template is named. Raises NoSuchSurvey."""
    survey: Survey = await survey_of(parts, survey_id)
    async with parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
    return page(
        request,
        f"surveys/{template or here}.html",
        status=status,
        survey_id=survey_id,
        survey=survey,
        listed=listed,
        steps_shown=steps(survey_id, survey, listed, here),
        **context,
    )


def go_to(survey_id: UUID, step: str = "") -> RedirectResponse:
    """After a POST, so that a reload repeats nothing."""
    return RedirectResponse(f"/staff/surveys/{survey_id}/{step}".rstrip("/"), status_code=303)

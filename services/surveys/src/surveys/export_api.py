"""Taking the questions out, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import needs
from surveys.exporting.forms import Form
from surveys.parts import PartsOf
from surveys.taking_out import take_out

router = APIRouter(prefix="/api/surveys/staff/surveys", tags=["staff"])


@router.get("/{survey_id}/export/{form}", dependencies=[needs("surveys:read")], response_class=Response)
async def export(
    parts: PartsOf, now: Now, survey_id: UUID, form: Form, language: Annotated[str, Query(max_length=35)] = ""
) -> Response:
    """The questions as `samrad.survey/1`, as SurveyJS, as a codebook (CSV or DDI Codebook 2.5), or blank on paper."""
    return await take_out(parts, survey_id, form, language, now)

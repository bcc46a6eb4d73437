"""Taking the questions out, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from runtime.house import Now
from runtime.rights import needs
from surveys import desk
from surveys.exporting.forms import KINDS, Form
from surveys.exporting.surveyjs import as_surveyjs
from surveys.exporting.taking_out import base_of, take_out
from surveys.parts import PartsOf
from surveys.questionnaire import read_draft
from ui import language_of, translate

router = APIRouter(prefix="/api/surveys/staff/surveys", tags=["staff"])


class LostOut(BaseModel, from_attributes=True):
    """Where (the id of a question or a part), what, and why, in the reader's language."""

    place: str
    what: str
    reason: str


class Forms(BaseModel):
    forms: list[str]
    languages: list[str]
    lost_to_surveyjs: list[LostOut]


@router.get("/{survey_id}/export", dependencies=[needs("surveys:read")])
async def offered(request: Request, parts: PartsOf, survey_id: UUID) -> Forms:
    """The forms the questions can be taken out in, and what the one that is not ours has no place for."""
    questionnaire = read_draft((await desk.survey_of(parts, survey_id)).definition)
    say = translate(language_of(request))
    _, lost = as_surveyjs(questionnaire, base_of(request))
    listed = [LostOut(place=loss.place, what=loss.what, reason=say(loss.reason)) for loss in lost]
    return Forms(forms=list(KINDS), languages=list(questionnaire.languages), lost_to_surveyjs=listed)


@router.get("/{survey_id}/export/{form}", dependencies=[needs("surveys:read")], response_class=Response)
async def export(
    request: Request, parts: PartsOf, now: Now, survey_id: UUID, form: Form, language: Annotated[str, Query(max_length=35)] = ""
) -> Response:
    """The questions as `samrad.survey/1`, as SurveyJS, as a codebook (CSV or DDI Codebook 2.5), or blank on paper."""
    return await take_out(request, parts, survey_id, form, language, now)

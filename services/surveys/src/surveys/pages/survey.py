"""The pages of one survey: overview, audience, publishing, dispatch, close."""

from typing import Annotated, get_args
from uuid import UUID, uuid4

import msgspec
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.datastructures import ImmutableMultiDict, QueryParams, UploadFile

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys import desk, register
from surveys.checking.inspection import StoppedByCheck
from surveys.events import AgeBand, Audience, Gender
from surveys.inviting import dispatches
from surveys.pages.check import check_page
from surveys.pages.shown import go_to, survey_page
from surveys.parts import PartsOf
from surveys.reviewing import comments
from ui import municipality

router = APIRouter(prefix="/staff/surveys/{survey_id}", include_in_schema=False)
READ = needs("surveys:read")
Author = Annotated[Staff, needs("surveys:write")]
Publisher = Annotated[Staff, needs("surveys:publish")]
Sender = Annotated[Staff, needs("dispatch:send")]


@router.get("", dependencies=[READ])
async def overview(request: Request, survey_id: UUID, parts: PartsOf) -> Response:
    previous = (await desk.survey_of(parts, survey_id)).previous
    async with parts.engine.connect() as connection:
        earlier = await register.one(connection, previous) if previous else None
        later = await register.versions_after(connection, survey_id)
        remarks = await comments.open_on(connection, survey_id)
    return await survey_page(
        request, parts, survey_id, "overview", earlier=earlier, later_versions=later, open_comments=remarks
    )


@router.get("/audience", dependencies=[READ])
async def audience(request: Request, survey_id: UUID, parts: PartsOf, now: Now) -> Response:
    """The form; with `count` in the address it shows what has been ticked, and how many that is, without saving."""
    chosen = (await desk.survey_of(parts, survey_id)).audience or Audience()
    if "count" in request.query_params:
        chosen = audience_from(request.query_params)
    reach = await desk.reach(parts, survey_id, chosen, now)
    return await survey_page(
        request,
        parts,
        survey_id,
        "audience",
        chosen=chosen,
        reach=reach,
        age_bands=get_args(AgeBand),
        genders=get_args(Gender),
    )


@router.post("/audience")
async def choose_audience(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    chosen = audience_from(await request.form())
    await desk.choose_audience(parts, survey_id, chosen, staff.id, now)
    return go_to(survey_id, "check")


def audience_from(form: QueryParams | ImmutableMultiDict[str, UploadFile | str]) -> Audience:
    """What was ticked; values nobody offered are refused."""
    ticked = {name: form.getlist(name) for name in Audience.__struct_fields__}
    places = municipality()
    try:
        chosen = msgspec.convert(ticked, Audience)
    except msgspec.ValidationError as error:
        raise Problem(422, "unknown_group") from error
    if not set(chosen.areas) <= set(places.areas) or not set(chosen.interests) <= set(places.interest_names):
        raise Problem(422, "unknown_group")
    return chosen


@router.post("/publish")
async def publish(request: Request, survey_id: UUID, staff: Publisher, parts: PartsOf, now: Now) -> Response:
    try:
        await desk.publish(parts, survey_id, staff.id, now)
    except StoppedByCheck as stopped:
        return await check_page(request, parts, survey_id, now, status=stopped.status)
    return go_to(survey_id, "dispatch")


@router.get("/dispatch", dependencies=[READ])
async def dispatch(request: Request, survey_id: UUID, parts: PartsOf, now: Now) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    reach = await desk.reach(parts, survey_id, survey.audience, now)
    async with parts.engine.connect() as connection:
        sent = await dispatches.of_survey(connection, survey_id)
    return await survey_page(request, parts, survey_id, "dispatch", reach=reach, sent=sent, dispatch_id=uuid4())


@router.post("/dispatch")
async def order_dispatch(
    survey_id: UUID,
    staff: Sender,
    parts: PartsOf,
    now: Now,
    dispatch_id: Annotated[UUID, Form()],
    expected: Annotated[int, Form(ge=0)],
) -> Response:
    await desk.order_dispatch(parts, survey_id, dispatch_id, expected, staff.id, now)
    return go_to(survey_id, "dispatch")


@router.get("/close", dependencies=[READ])
async def confirm_close(request: Request, survey_id: UUID, parts: PartsOf) -> Response:
    return await survey_page(request, parts, survey_id, "close")


@router.post("/close")
async def close(survey_id: UUID, staff: Publisher, parts: PartsOf, now: Now) -> Response:
    await desk.close(parts, survey_id, staff.id, now)
    return go_to(survey_id)

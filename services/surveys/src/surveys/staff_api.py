"""The staff's acts as JSON, for programs of the municipality: parse, act, answer."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, Field

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys import desk, register
from surveys.checking import check_api
from surveys.checking.inspection import StoppedByCheck
from surveys.events import AgeBand, Audience, Gender
from surveys.inviting import dispatches
from surveys.parts import PartsOf
from surveys.questionnaire import InvalidQuestionnaire, read
from surveys.survey import NoSuchSurvey

router = APIRouter(prefix="/api/surveys/staff/surveys", tags=["staff"])
READ = needs("surveys:read")
Author = Annotated[Staff, needs("surveys:write")]
Publisher = Annotated[Staff, needs("surveys:publish")]
Sender = Annotated[Staff, needs("dispatch:send")]
Definition = Annotated[dict[str, Any], Body(description="A questionnaire in the format samrad.survey/1")]


class SurveyState(BaseModel, from_attributes=True):
    survey_id: UUID
    number: str
    slug: str | None
    status: str
    title: dict[str, str]
    languages: list[str]
    minutes: int | None
    published_at: datetime | None
    closed_at: datetime | None
    issued: int
    started: int
    submitted: int


class AudienceChoice(BaseModel):
    """In each attribute one of the listed values, or anyone where the list is empty."""

    age_bands: list[AgeBand] = []
    genders: list[Gender] = []
    areas: Annotated[list[str], Field(max_length=200)] = []
    interests: Annotated[list[str], Field(max_length=200)] = []

    def chosen(self) -> Audience:
        return Audience(tuple(self.age_bands), tuple(self.genders), tuple(self.areas), tuple(self.interests))


class AudienceReach(BaseModel):
    """`matching` members are in the audience. Of those not invited yet `waiting` will be, `paused` have a pause, and `at_limit`
    have had as many invitations in 30 days as they want.
    """

    matching: int
    waiting: int
    paused: int
    at_limit: int


class DispatchOrder(BaseModel):
    """Give the same `dispatch_id` to try again safely; `expected` refuses the order when the number has changed."""

    dispatch_id: UUID = Field(default_factory=uuid4)
    expected: Annotated[int, Field(ge=0)] | None = None


class DispatchState(BaseModel, from_attributes=True):
    dispatch_id: UUID
    survey_id: UUID
    issued: int
    ordered_at: datetime
    completed_at: datetime | None
    cut_short: bool


class Drafted(BaseModel):
    survey_id: UUID


@router.get("", dependencies=[READ])
async def list_surveys(
    parts: PartsOf, before: Annotated[int, Query(ge=0, lt=2**62)] = register.NEWEST - 1
) -> list[SurveyState]:
    async with parts.engine.connect() as connection:
        return [_state(listed) for listed in await register.page(connection, before)]


@router.post("", status_code=201)
async def draft_survey(staff: Author, parts: PartsOf, now: Now, definition: Definition) -> Drafted:
    try:
        read(definition)
        return Drafted(survey_id=await desk.draft_survey(parts, definition, (), staff.id, now))
    except InvalidQuestionnaire as invalid:
        raise _problem(invalid) from invalid


@router.get("/{survey_id}", dependencies=[READ])
async def one_survey(parts: PartsOf, survey_id: UUID) -> SurveyState:
    """The survey with its counts: invited (issued), started and submitted."""
    async with parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
    if listed is None:
        raise NoSuchSurvey
    return _state(listed)


@router.put("/{survey_id}/definition", status_code=204)
async def replace_definition(staff: Author, parts: PartsOf, now: Now, survey_id: UUID, definition: Definition) -> None:
    try:
        read(definition)
        await desk.replace_definition(parts, survey_id, definition, (), staff.id, now)
    except InvalidQuestionnaire as invalid:
        raise _problem(invalid) from invalid


@router.put("/{survey_id}/audience")
async def choose_audience(staff: Author, parts: PartsOf, now: Now, survey_id: UUID, audience: AudienceChoice) -> AudienceReach:
    await desk.choose_audience(parts, survey_id, audience.chosen(), staff.id, now)
    reach = await desk.reach(parts, survey_id, audience.chosen(), now)
    return AudienceReach(matching=reach.matching, waiting=reach.waiting, paused=reach.paused, at_limit=reach.at_limit)


@router.post("/{survey_id}/publish", status_code=204)
async def publish(request: Request, staff: Publisher, parts: PartsOf, now: Now, survey_id: UUID) -> None:
    """Refused while the check finds anything that stops it; the problem lists everything that does."""
    try:
        await desk.publish(parts, survey_id, staff.id, now)
    except StoppedByCheck as stopped:
        raise check_api.refused(stopped, request) from stopped


@router.post("/{survey_id}/dispatches", status_code=202)
async def order_dispatch(
    staff: Sender, parts: PartsOf, now: Now, survey_id: UUID, order: DispatchOrder | None = None
) -> DispatchState:
    """Invite those in the audience who have no invitation yet. Carried out in the background; ask for its state."""
    order = order or DispatchOrder()
    await desk.order_dispatch(parts, survey_id, order.dispatch_id, order.expected, staff.id, now)
    for state in await _dispatches(parts, survey_id):
        if state.dispatch_id == order.dispatch_id:
            return state
    return DispatchState(
        dispatch_id=order.dispatch_id, survey_id=survey_id, issued=0, ordered_at=now, completed_at=None, cut_short=False
    )


@router.get("/{survey_id}/dispatches", dependencies=[READ])
async def list_dispatches(parts: PartsOf, survey_id: UUID) -> list[DispatchState]:
    return await _dispatches(parts, survey_id)


@router.post("/{survey_id}/close", status_code=204)
async def close(staff: Publisher, parts: PartsOf, now: Now, survey_id: UUID) -> None:
    await desk.close(parts, survey_id, staff.id, now)


async def _dispatches(parts: PartsOf, survey_id: UUID) -> list[DispatchState]:
    async with parts.engine.connect() as connection:
        sent = await dispatches.of_survey(connection, survey_id)
    return [DispatchState.model_validate(sending) for sending in sent]


def _state(listed: register.Listed) -> SurveyState:
    return SurveyState(**{name: getattr(listed, name) for name in SurveyState.model_fields} | {"status": listed.status.value})


def _problem(invalid: InvalidQuestionnaire) -> Problem:
    errors = [{"place": f.place, "code": f.code, "values": f.values} for f in invalid.faults]
    return Problem(422, invalid.code, invalid.title, extra={"errors": errors})

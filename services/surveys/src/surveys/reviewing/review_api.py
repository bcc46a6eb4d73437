"""Asking for approval, approving and sending back, as JSON."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.checking import check_api
from surveys.checking.inspection import StoppedByCheck
from surveys.parts import PartsOf
from surveys.reviewing import reviews

router = APIRouter(prefix="/api/surveys/staff", tags=["staff"])
Author = Annotated[Staff, needs("surveys:write")]


class ReviewState(BaseModel):
    """`version` is the one to approve; `may_approve` is false for those who have written on the survey."""

    review: str
    version: int
    note: str
    may_approve: bool


class Approval(BaseModel):
    version: Annotated[int, Field(ge=1, le=2**31 - 1, description="The version that was read")]


class Note(BaseModel):
    note: Annotated[str, Field(min_length=1, max_length=2_000)]


class WaitingReview(BaseModel, from_attributes=True):
    survey_id: UUID
    number: str
    title: dict[str, str]
    asked_at: datetime


@router.get("/reviews")
async def waiting(staff: Author, parts: PartsOf) -> list[WaitingReview]:
    """Surveys that wait for an approval this member of staff may give, the longest waiting first."""
    async with parts.engine.connect() as connection:
        return [WaitingReview.model_validate(each) for each in await reviews.waiting_for(connection, staff.id)]


@router.get("/surveys/{survey_id}/review")
async def state(staff: Author, parts: PartsOf, survey_id: UUID) -> ReviewState:
    approval = (await desk.survey_of(parts, survey_id)).approval
    return ReviewState(
        review=approval.review.value,
        version=approval.version,
        note=approval.note,
        may_approve=staff.id not in approval.authors,
    )


@router.post("/surveys/{survey_id}/review", status_code=204)
async def ask(request: Request, staff: Author, parts: PartsOf, now: Now, survey_id: UUID) -> None:
    """Refused while the check finds anything that stops the survey."""
    try:
        await desk.ask_for_review(parts, survey_id, staff.id, now)
    except StoppedByCheck as stopped:
        raise check_api.refused(stopped, request) from stopped


@router.post("/surveys/{survey_id}/approve", status_code=204)
async def approve(staff: Author, parts: PartsOf, now: Now, survey_id: UUID, approval: Approval) -> None:
    await desk.approve(parts, survey_id, approval.version, staff.id, now)


@router.post("/surveys/{survey_id}/send-back", status_code=204)
async def send_back(staff: Author, parts: PartsOf, now: Now, survey_id: UUID, said: Note) -> None:
    await desk.send_back(parts, survey_id, said.note, staff.id, now)

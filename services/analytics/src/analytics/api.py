"""JSON: published results for all, live counts for staff and for measuring freshness."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from analytics import desk, results
from analytics.events import Findings
from analytics.publication import LONGEST_FINDING, MOST_FINDINGS
from analytics.rates import Funnel, rates
from analytics.results import Result
from runtime.house import Db, Log, Now
from runtime.problems import Problem
from runtime.rights import Staff, needs, open_to_all

router = APIRouter(prefix="/api/analytics", tags=["analytics"])


class RateOut(BaseModel):
    percent: int | None = Field(description="Whole percent; null when nobody is in the denominator")
    of: str = Field(description="The denominator: invited, delivered or started")
    base: int
    aapor: str = Field(description="AAPOR's name for it")


class Counts(BaseModel):
    survey_id: UUID
    status: str
    invited: int
    delivered: int
    started: int
    completed: int
    rates: list[RateOut]
    position: int = Field(description="Public position in SURVEYS of the last message about this survey that is counted")
    read_at: datetime


class ResultOut(BaseModel):
    survey_id: UUID
    slug: str
    title: dict[str, str]
    findings: list[dict[str, str]]
    invited: int
    completed: int
    rates: list[RateOut]
    published_at: datetime


class ResultWithFigures(ResultOut):
    figures: dict[str, Any] = Field(description="Per question and group; what could tell of fewer than ten is hidden")


FindingText = Annotated[str, Field(min_length=1, max_length=LONGEST_FINDING)]


class PublicationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    findings: list[dict[Annotated[str, Field(pattern="^(nb|nn|en)$")], FindingText]] = Field(
        default_factory=list, max_length=MOST_FINDINGS
    )


class PublicationOut(BaseModel):
    slug: str
    changed: bool = Field(description="False when it stood like this already, or fewer than ten new responses came")


@router.get("/results", dependencies=[open_to_all])
async def list_results(db: Db) -> list[ResultOut]:
    """Published results, newest first."""
    async with db.connect() as connection:
        return [ResultOut(**_result(result)) for result in await results.newest(connection)]


@router.get("/results/{slug}", dependencies=[open_to_all])
async def read_result(slug: str, db: Db) -> ResultWithFigures:
    """One published result with its disclosure-safe figures."""
    async with db.connect() as connection:
        result = await results.by_slug(connection, slug)
    if result is None:
        raise Problem(404, "unknown_result")
    return ResultWithFigures(**_result(result), figures=msgspec.to_builtins(result.figures))


@router.get("/staff/surveys/{survey_id}")
async def count_survey(survey_id: UUID, db: Db, now: Now, _: Annotated[Staff, needs("results:read")]) -> Counts:
    """Live counts of one survey."""
    async with db.connect() as connection:
        current = await desk.live(connection, survey_id)
    return Counts(
        survey_id=survey_id,
        status="closed" if current.survey.closed_at else "open",
        **msgspec.to_builtins(current.funnel),
        rates=_rates(current.funnel),
        position=current.participation.as_of,
        read_at=now,
    )


@router.post("/staff/surveys/{survey_id}/publication")
async def publish(
    survey_id: UUID, said: PublicationIn, db: Db, log: Log, now: Now, _: Annotated[Staff, needs("results:publish")]
) -> PublicationOut:
    """Publish the figures as they stand. Figures change in steps of ten responses; words at any time."""
    changed = await desk.publish(db, log, survey_id, Findings(tuple(said.findings)), now)
    async with db.connect() as connection:
        current = await desk.live(connection, survey_id)
    return PublicationOut(slug=current.survey.slug, changed=changed)


def _result(result: Result) -> dict[str, Any]:
    funnel = result.figures.funnel
    return {
        "survey_id": result.survey_id,
        "slug": result.slug,
        "title": dict(result.title),
        "findings": [dict(finding) for finding in result.findings.texts],
        "invited": funnel.invited,
        "completed": funnel.completed,
        "rates": _rates(funnel),
        "published_at": result.published_at,
    }


def _rates(funnel: Funnel) -> list[RateOut]:
    return [RateOut(percent=rate.percent, of=of.name, base=rate.base, aapor=of.value) for of, rate in rates(funnel).items()]

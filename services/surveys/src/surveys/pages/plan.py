"""What the register says of a survey beside its questions: what it is for, whose it is, when it is meant to run."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.events import Plan
from surveys.pages.shown import go_to, survey_page
from surveys.parts import PartsOf
from ui import language_of, translate
from ui import mark as _

PATH = "/staff/surveys/{survey_id}/plan"
LONGEST = {"purpose": 1_000, "department": 200}
router = APIRouter(include_in_schema=False)
TOO_LONG = _("Skriv kortere. Her er det plass til %(most)s tegn.")
NO_DAY = _("Skriv datoen som år-måned-dag, for eksempel 2026-03-01.")
CROSSED = _("Siste dag kan ikke være før den første.")


@router.get(PATH, dependencies=[needs("surveys:read")])
async def plan(request: Request, survey_id: UUID, parts: PartsOf) -> Response:
    planned = (await desk.survey_of(parts, survey_id)).plan
    written = {
        "purpose": planned.purpose,
        "department": planned.department,
        "opens_on": planned.opens_on or "",
        "closes_on": planned.closes_on or "",
    }
    return await survey_page(request, parts, survey_id, "plan", written=written, wrong={}, errors=[])


@router.post(PATH)
async def write_plan(
    request: Request,
    survey_id: UUID,
    staff: Annotated[Staff, needs("surveys:write")],
    parts: PartsOf,
    now: Now,
    purpose: Annotated[str, Form(max_length=5_000)] = "",
    department: Annotated[str, Form(max_length=5_000)] = "",
    opens_on: Annotated[str, Form(max_length=40)] = "",
    closes_on: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    written = {"purpose": purpose, "department": department, "opens_on": opens_on, "closes_on": closes_on}
    planned, wrong = read_plan(written)
    if wrong:
        say = translate(language_of(request))
        said = {name: say(text, most=LONGEST.get(name, 0)) for name, text in wrong.items()}
        errors = list(said.items())
        return await survey_page(request, parts, survey_id, "plan", status=422, written=written, wrong=said, errors=errors)
    await desk.plan(parts, survey_id, planned, staff.id, now)
    return go_to(survey_id)


def read_plan(written: dict[str, str]) -> tuple[Plan, dict[str, str]]:
    """The plan, and what is wrong with it by field."""
    wrong = {name: TOO_LONG for name, most in LONGEST.items() if len(written[name]) > most}
    days: dict[str, date | None] = {}
    for name in ("opens_on", "closes_on"):
        try:
            days[name] = date.fromisoformat(written[name].strip()) if written[name].strip() else None
        except ValueError:
            wrong[name], days[name] = NO_DAY, None
    first, last = days["opens_on"], days["closes_on"]
    if first and last and last < first:
        wrong["closes_on"] = CROSSED
    return Plan(written["purpose"].strip(), written["department"].strip(), first, last), wrong

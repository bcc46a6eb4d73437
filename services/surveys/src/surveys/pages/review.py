"""A colleague reads a survey before it is published: what waits for me, approving, sending back with a note."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.checking.inspection import StoppedByCheck
from surveys.pages.check import check_page
from surveys.pages.shown import go_to, survey_page
from surveys.parts import Parts, PartsOf
from surveys.reviewing import colleagues, reviews
from ui import language_of, page, translate
from ui import mark as _

WAITING = "/staff/surveys/waiting"
LONGEST = 2_000
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]
EMPTY = _("Skriv hva som må endres, så forfatteren vet hva hen skal gjøre.")
TOO_LONG = _("Skriv kortere. Her er det plass til %(most)s tegn.")


@router.get(WAITING)
async def waiting(request: Request, staff: Author, parts: PartsOf) -> Response:
    async with parts.engine.connect() as connection:
        found = await reviews.waiting_for(connection, staff.id)
        named = await colleagues.names(connection)
    return page(request, "surveys/waiting.html", waiting=found, names=named)


@router.get("/staff/surveys/{survey_id}/review")
async def review(request: Request, survey_id: UUID, staff: Author, parts: PartsOf) -> Response:  # noqa: ARG001 – the right alone
    return await _review_page(request, parts, survey_id)


@router.post("/staff/surveys/{survey_id}/review")
async def ask(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    try:
        await desk.ask_for_review(parts, survey_id, staff.id, now)
    except StoppedByCheck as stopped:
        return await check_page(request, parts, survey_id, now, status=stopped.status)
    return go_to(survey_id, "review")


@router.post("/staff/surveys/{survey_id}/approve")
async def approve(
    survey_id: UUID, staff: Author, parts: PartsOf, now: Now, version: Annotated[int, Form(ge=1, le=2**31 - 1)]
) -> Response:
    await desk.approve(parts, survey_id, version, staff.id, now)
    return go_to(survey_id, "review")


@router.post("/staff/surveys/{survey_id}/send-back")
async def send_back(
    request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now, note: Annotated[str, Form()] = ""
) -> Response:
    say = translate(language_of(request))
    wrong = say(EMPTY) if not note.strip() else say(TOO_LONG, most=LONGEST) if len(note) > LONGEST else ""
    if wrong:
        return await _review_page(request, parts, survey_id, status=422, note=note[: LONGEST * 5], wrong={"note": wrong})
    await desk.send_back(parts, survey_id, note.strip(), staff.id, now)
    return go_to(survey_id, "review")


async def _review_page(
    request: Request, parts: Parts, survey_id: UUID, *, status: int = 200, note: str = "", wrong: dict[str, str] | None = None
) -> Response:
    wrong = wrong or {}
    async with parts.engine.connect() as connection:
        named = await colleagues.names(connection)
    return await survey_page(
        request,
        parts,
        survey_id,
        "review",
        status=status,
        names=named,
        note=note,
        wrong=wrong,
        errors=list(wrong.items()),
    )

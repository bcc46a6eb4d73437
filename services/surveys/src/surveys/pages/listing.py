"""The register of surveys, and how a new one gets into it."""

import asyncio
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import Response

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys import desk, register
from surveys.events import Loss
from surveys.importing import under_headings
from surveys.importing.intake import Taken, Unusable, in_words, take_in
from surveys.pages.shown import go_to
from surveys.pages.starting import new_page
from surveys.parts import PartsOf
from ui import language_of, page, translate

PATH = "/staff/surveys"
IMPORT = f"{PATH}/import"
UPLOADS = frozenset({PATH, IMPORT})
ON_A_PAGE = 50
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


@router.get(PATH, dependencies=[needs("surveys:read")])
async def surveys(
    request: Request,
    parts: PartsOf,
    before: Annotated[int, Query(ge=0, lt=2**62)] = register.NEWEST - 1,
    state: Annotated[Literal["", "draft", "published", "closed"], Query()] = "",
    year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """All of them, or those of a state, of a year, with some words."""
    wanted = register.Wanted(state, year, q)
    async with parts.engine.connect() as connection:
        listed = await register.page(connection, before, ON_A_PAGE + 1, wanted)
        years = await register.years(connection)
    more = len(listed) > ON_A_PAGE
    return page(request, "surveys/register.html", wanted=wanted, years=years, surveys=listed[:ON_A_PAGE], more=more)


@router.post(PATH)
async def upload(request: Request, staff: Author, parts: PartsOf, now: Now, file: UploadFile) -> Response:
    """A whole definition of our own becomes a draft at once; else it is first shown what is lost, and what is missing."""
    try:
        taken = await asyncio.to_thread(take_in, await file.read())
    except Unusable as unusable:
        faults = unusable.in_words(translate(language_of(request)))
        return await new_page(request, parts, status=422, faults=faults)
    if taken.foreign or taken.missing:
        return _import_page(request, taken)
    return go_to(await desk.draft_survey(parts, taken.definition, (), staff.id, now), "questions")


@router.post(IMPORT)
async def create_from_import(
    staff: Author, parts: PartsOf, now: Now, definition: Annotated[str, Form()], losses: Annotated[str, Form()]
) -> Response:
    try:
        document = (await asyncio.to_thread(take_in, definition.encode())).definition
        listed = msgspec.json.decode(losses, type=tuple[Loss, ...])
    except (Unusable, msgspec.DecodeError) as error:
        raise Problem(422, "invalid_definition") from error
    return go_to(await desk.draft_survey(parts, document, listed, staff.id, now), "questions")


def _import_page(request: Request, taken: Taken) -> Response:
    return page(
        request,
        "surveys/import.html",
        definition=taken.definition,
        question_count=sum(len(section.get("questions", ())) for section in taken.definition["sections"]),
        losses=taken.losses,
        headings=under_headings(taken.losses),
        missing=in_words(taken.missing, translate(language_of(request))),
        written=msgspec.json.encode(taken.definition).decode(),
        losses_written=msgspec.json.encode(taken.losses).decode(),
    )

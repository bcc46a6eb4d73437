"""How a survey begins: empty with a title and its languages, as a copy of an earlier one, or from a file (`listing.py`)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk, register
from surveys.building.beginning import begun, languages_of
from surveys.building.saving import tidy
from surveys.pages.shown import go_to
from surveys.parts import Parts, PartsOf
from surveys.starting_points import starting_points
from ui import language_of, mark, page, translate

PATH = "/staff/surveys/new"
LONGEST_TITLE = 300
TO_COPY = 100
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


@router.get(PATH, dependencies=[needs("surveys:write")])
async def new(request: Request, parts: PartsOf) -> Response:
    return await new_page(request, parts)


@router.post(PATH)
async def begin(
    request: Request,
    staff: Author,
    parts: PartsOf,
    now: Now,
    title: Annotated[str, Form(max_length=5_000)] = "",
    languages: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 – FastAPI makes a new one for each request
    others: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Empty, but for the title and a section to begin in."""
    chosen, wrong = languages_of(languages, others), {}
    if not tidy(title) or len(tidy(title)) > LONGEST_TITLE:
        wrong["title"] = mark("Skriv en tittel på høyst 300 tegn. Den kan endres senere.")
    if not chosen:
        wrong["others" if others.strip() else "languages"] = mark(
            "Velg minst ett språk. Et språk til skrives som en kode: se, pl …"
        )
    if wrong or not chosen:
        return await new_page(request, parts, status=422, wrong=wrong, typed=(title, languages, others))
    return go_to(await desk.draft_survey(parts, begun(tidy(title), chosen), (), staff.id, now), "questions")


@router.post(f"{PATH}/copy")
async def copy(staff: Author, parts: PartsOf, now: Now, of: Annotated[UUID, Form()]) -> Response:
    """The questions of an earlier survey as a new draft. Their ids stay, so that the answers can be compared."""
    return go_to(await desk.begin_version(parts, of, staff.id, now), "questions")


async def new_page(
    request: Request,
    parts: Parts,
    *,
    status: int = 200,
    wrong: dict[str, str] | None = None,
    typed: tuple[str, list[str], str] = ("", ["nb"], ""),
    faults: Any = (),
) -> Response:
    """Every way to begin; what was typed stays."""
    say = translate(language_of(request))
    said = {name: say(text) for name, text in (wrong or {}).items()}
    async with parts.engine.connect() as connection:
        earlier = await register.page(connection, limit=TO_COPY)
    title, languages, others = typed
    context = {"title": title, "chosen": languages, "others": others, "earlier": earlier, "faults": faults}
    context["starting_points"] = starting_points()
    return page(request, "surveys/new.html", status=status, wrong=said, errors=list(said.items()), **context)

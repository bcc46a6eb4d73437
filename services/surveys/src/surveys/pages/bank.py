"""The bank: questions that are asked again, put in from a survey and taken out into a draft."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from eventlog import Refused
from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk, register
from surveys.pages.pieces_named import named_pieces
from surveys.pages.shown import go_to, survey_page
from surveys.parts import Parts, PartsOf
from surveys.question_bank import bank, keeping
from surveys.question_bank.item import ItemTaken
from surveys.question_bank.keeping import BadName
from ui import language_of, page, translate

BANK = "/staff/surveys/bank"
PATH = "/staff/surveys/{survey_id}/bank"
ON_A_PAGE = 50
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]
Words = Annotated[str, Query(max_length=200)]
Name = Annotated[str, Form(max_length=100)]
Before = Annotated[int, Query(ge=0, lt=2**62)]


@router.get(BANK, dependencies=[needs("surveys:read")])
async def whole_bank(request: Request, parts: PartsOf, q: Words = "", before: Before = bank.NEWEST - 1) -> Response:
    items = await _items(parts, q, before)
    return page(request, "surveys/bank.html", items=items[:ON_A_PAGE], more=len(items) > ON_A_PAGE, q=q)


@router.post(f"{BANK}/{{item}}/retire")
async def retire(item: str, staff: Author, parts: PartsOf, now: Now) -> Response:
    await keeping.retire_question(parts, item, staff.id, now)
    return RedirectResponse(BANK, status_code=303)


@router.get(PATH, dependencies=[needs("surveys:read")])
async def survey_bank(request: Request, survey_id: UUID, parts: PartsOf, q: Words = "") -> Response:
    return await _survey_page(request, parts, survey_id, q)


@router.post(PATH)
async def keep(
    request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now, question: Name, item: Name
) -> Response:
    """Put one of the survey's questions into the bank."""
    try:
        await keeping.keep_question(parts, survey_id, question, item.strip(), staff.id, now)
    except (BadName, ItemTaken) as refused:
        return await _survey_page(request, parts, survey_id, "", refused=refused, written={"question": question, "item": item})
    return go_to(survey_id, "bank")


@router.post(f"{PATH}/use")
async def use(survey_id: UUID, staff: Author, parts: PartsOf, now: Now, item: Name, section: Name) -> Response:
    """Take a question out into the survey; the questions page then shows it."""
    await keeping.use_question(parts, survey_id, section, item, staff.id, now)
    return go_to(survey_id, "questions")


async def _items(parts: Parts, words: str, before: int = bank.NEWEST - 1) -> list[bank.Kept]:
    async with parts.engine.connect() as connection:
        return await bank.page(connection, register.Wanted(words=words).patterns(), before, ON_A_PAGE + 1)


async def _survey_page(
    request: Request,
    parts: Parts,
    survey_id: UUID,
    words: str,
    *,
    refused: Refused | None = None,
    written: dict[str, str] | None = None,
) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    wrong = translate(language_of(request))(refused.title) if refused else ""
    named = named_pieces(survey.definition, language_of(request))
    return await survey_page(
        request,
        parts,
        survey_id,
        "from_bank",
        status=refused.status if refused else 200,
        items=(await _items(parts, words))[:ON_A_PAGE],
        q=words,
        questions=[(piece.split("/")[1], said) for piece, said in named.items() if piece.startswith("question/")],
        sections=[(piece.split("/")[1], said) for piece, said in named.items() if piece.startswith("section/")],
        written=written or {},
        wrong={"item": wrong} if wrong else {},
        errors=[("item", wrong)] if wrong else [],
    )

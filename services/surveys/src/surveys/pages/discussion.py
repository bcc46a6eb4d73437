"""What colleagues remark on a survey and its questions, and what of it is settled."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.drafting.pieces import SURVEY
from surveys.pages.pieces_named import named_pieces
from surveys.pages.shown import go_to, survey_page
from surveys.parts import Parts, PartsOf
from surveys.question_bank import keeping
from surveys.reviewing import colleagues, comments
from ui import language_of, translate
from ui import mark as _

PATH = "/staff/surveys/{survey_id}/comments"
LONGEST = 2_000
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]
EMPTY = _("Skriv en kommentar.")
TOO_LONG = _("Skriv kortere. Her er det plass til %(most)s tegn.")


@router.get(PATH, dependencies=[needs("surveys:read")])
async def discussion(
    request: Request, survey_id: UUID, parts: PartsOf, on: Annotated[str, Query(max_length=120)] = SURVEY
) -> Response:
    return await _page(request, parts, survey_id, on=on)


@router.post(PATH)
async def write_comment(
    request: Request,
    survey_id: UUID,
    staff: Author,
    parts: PartsOf,
    now: Now,
    comment_id: Annotated[UUID, Form()],
    on: Annotated[str, Form(max_length=120)] = SURVEY,
    words: Annotated[str, Form()] = "",
) -> Response:
    """The form carries the comment's id, so that sending it twice is one comment."""
    say = translate(language_of(request))
    wrong = say(EMPTY) if not words.strip() else say(TOO_LONG, most=LONGEST) if len(words) > LONGEST else ""
    if wrong:
        return await _page(request, parts, survey_id, on=on, words=words[: LONGEST * 5], wrong={"words": wrong}, status=422)
    await keeping.comment(parts, survey_id, comment_id, on, words.strip(), staff.id, now)
    return go_to(survey_id, "comments")


@router.post(f"{PATH}/{{comment_id}}")
async def settle(
    survey_id: UUID, comment_id: UUID, staff: Author, parts: PartsOf, now: Now, resolved: Annotated[bool, Form()]
) -> Response:
    await keeping.settle(parts, survey_id, comment_id, staff.id, now, resolved=resolved)
    return go_to(survey_id, "comments")


async def _page(
    request: Request,
    parts: Parts,
    survey_id: UUID,
    *,
    on: str,
    words: str = "",
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    wrong = wrong or {}
    survey = await desk.survey_of(parts, survey_id)
    async with parts.engine.connect() as connection:
        remarks = await comments.on_survey(connection, survey_id)
        names = await colleagues.names(connection)
    pieces = named_pieces(survey.definition, language_of(request))
    return await survey_page(
        request,
        parts,
        survey_id,
        "comments",
        status=status,
        waiting=[remark for remark in remarks if remark.resolved_at is None],
        settled=[remark for remark in remarks if remark.resolved_at is not None],
        names=names,
        pieces=pieces,
        on=on if on in pieces else SURVEY,
        comment_id=uuid4(),
        words=words,
        wrong=wrong,
        errors=list(wrong.items()),
    )

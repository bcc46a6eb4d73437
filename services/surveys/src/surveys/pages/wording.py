"""Putting a slip in a text right after the survey was published. Before and after, who and why are kept."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.correcting import corrections
from surveys.drafting.commands import Reword
from surveys.drafting.pieces import field_of
from surveys.drafting.refusals import EditConflict
from surveys.drafting.texts import every_text
from surveys.pages.shown import go_to, survey_page
from surveys.parts import Parts, PartsOf
from surveys.reviewing import colleagues
from surveys.survey import Survey
from ui import language_of, translate
from ui import mark as _

PATH = "/staff/surveys/{survey_id}/wording"
LONGEST_REASON = 500
LONGEST_TEXT = 10_000
router = APIRouter(include_in_schema=False)
NO_REASON = _("Skriv hvorfor teksten rettes, med høyst %(most)s tegn.")
NO_TEXT = _("Noe må stå her, med høyst %(most)s tegn.")
Short = Annotated[str, Query(max_length=200)]


@router.get(PATH, dependencies=[needs("surveys:publish")])
async def wording(
    request: Request, survey_id: UUID, parts: PartsOf, piece: Short = "", field: Short = "", show: Short = ""
) -> Response:
    return await _page(request, parts, survey_id, {"piece": piece, "field": field, "language": show})


@router.post(PATH)
async def correct(
    request: Request,
    survey_id: UUID,
    staff: Annotated[Staff, needs("surveys:publish")],
    parts: PartsOf,
    now: Now,
    piece: Annotated[str, Form(max_length=200)],
    field: Annotated[str, Form(max_length=200)],
    language: Annotated[str, Form(max_length=40)],
    seen: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    text: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    asked = {"piece": piece, "field": field, "language": language}
    say = translate(language_of(request))
    written = {"text": text.replace("\r\n", "\n").strip(), "reason": reason.strip()}
    wrong = {}
    if not 0 < len(written["text"]) <= LONGEST_TEXT:
        wrong["text"] = say(NO_TEXT, most=LONGEST_TEXT)
    if not 0 < len(written["reason"]) <= LONGEST_REASON:
        wrong["reason"] = say(NO_REASON, most=LONGEST_REASON)
    if wrong:
        return await _page(request, parts, survey_id, asked, written, wrong, status=422)
    reword = Reword(piece, field, language, seen.replace("\r\n", "\n"), written["text"])
    try:
        await desk.correct_wording(parts, survey_id, reword, written["reason"], staff.id, now)
    except EditConflict as conflict:
        wrong["text"] = say(conflict.title)
        return await _page(request, parts, survey_id, asked, written, wrong, status=conflict.status)
    return go_to(survey_id, "wording")


async def _page(
    request: Request,
    parts: Parts,
    survey_id: UUID,
    asked: dict[str, str],
    written: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    language = asked["language"] if asked["language"] in survey.definition["languages"] else survey.definition["languages"][0]
    async with parts.engine.connect() as connection:
        made = await corrections.of_survey(connection, survey_id)
        names = await colleagues.names(connection)
    return await survey_page(
        request,
        parts,
        survey_id,
        "wording",
        status=status,
        shown=language,
        texts=[text for text in every_text(survey.definition) if language in text.said],
        chosen=_chosen(survey, asked, language),
        written=written or {},
        wrong=wrong or {},
        errors=list((wrong or {}).items()),
        corrections=made,
        names=names,
    )


def _chosen(survey: Survey, asked: dict[str, str], language: str) -> dict[str, Any] | None:
    """The text to put right, as it stands now."""
    texts = field_of(survey.definition, asked["piece"], asked["field"]) if asked["piece"] and asked["field"] else None
    if not isinstance(texts, dict) or not isinstance(texts.get(language), str):
        return None
    return {"piece": asked["piece"], "field": asked["field"], "text": texts[language]}

"""Every text of a draft in two languages side by side: what is missing is counted and jumped to, languages come and go."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys.building.beginning import languages_of
from surveys.building.outline import outline
from surveys.building.step_words import Names
from surveys.building.telling import Telling
from surveys.building.translating import NAMES, Passage, missing_counts, passages
from surveys.building.translation import ON_A_PAGE, in_lines, lacking, pasted_lines, rewordings
from surveys.desk import survey_of
from surveys.drafting import editing
from surveys.drafting.commands import ChooseLanguages
from surveys.pages.builder_acts import Desk, carry_out, desk_of
from surveys.pages.shown import survey_page
from surveys.parts import Parts, PartsOf
from surveys.questionnaire.kinds.number import whole_number
from surveys.survey import NotADraft, Status, Survey
from ui import language_of, mark, translate

PATH = "/staff/surveys/{survey_id}/translation"
MOST_TEXTS = 9_999
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]
LINES = mark("Du limte inn %(found)s linjer, men %(wanted)s tekster mangler. Det må være én linje for hver tekst.")
CODES = mark("Velg minst ett språk. Et språk til skrives som en kode: se, pl …")


class Look(BaseModel, frozen=True):
    """Which language is written, whether only what lacks is shown, and from which text on."""

    to: str = Field(default="", max_length=35)
    only: bool = False
    start: int = Field(default=0, ge=0, lt=100_000)
    done: int = Field(default=0, ge=0, lt=2**31)


class Trouble(msgspec.Struct, frozen=True):
    status: int = 200
    wrong: Mapping[str, str] = {}
    pasted: str = ""
    clashes: tuple[Any, ...] = ()


@router.get(PATH)
async def show(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, look: Annotated[Look, Query()]) -> Response:
    return await _page(request, parts, survey_id, staff.id, look, Trouble())


@router.post(PATH)
async def save(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """What was written on the page; a whole translation that was pasted; or other languages."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    survey = await survey_of(parts, survey_id)
    look, say = _look(desk), translate(language_of(request))
    if desk.said("act") == "languages":
        chosen = languages_of(desk.several("languages"), desk.said("others"))
        if not chosen:
            return await _page(request, parts, survey_id, staff.id, look, Trouble(422, {"others": say(CODES)}))
        seen = tuple(desk.said("seen_languages").split())
        return _back(desk, look, (await desk.do(ChooseLanguages(seen, tuple(chosen)))).version)
    every = list(passages(survey.definition))
    asked = list(rewordings(every, desk.form, _seen(desk), look.to))
    if desk.said("act") == "paste":
        found = pasted_lines(lacking(every, look.to), desk.said("pasted"), look.to)
        if isinstance(found, tuple):
            wrong = {"pasted": say(LINES, found=found[0], wanted=found[1])}
            return await _page(request, parts, survey_id, staff.id, look, Trouble(422, wrong, desk.said("pasted")))
        asked = found
    edited, clashes = await carry_out(desk, asked)
    if clashes:
        return await _page(request, parts, survey_id, staff.id, look, Trouble(409, clashes=tuple(clashes)))
    return _back(desk, look, edited.version if edited else 0)


def _look(desk: Desk) -> Look:
    start = desk.said("start")
    return Look(to=desk.said("to")[:35], only=desk.said("only") == "1", start=whole_number(start, MOST_TEXTS) or 0)


def _seen(desk: Desk) -> dict[str, str]:
    try:
        return msgspec.json.decode(desk.said("seen") or "{}", type=dict[str, str])
    except msgspec.DecodeError as error:
        raise Problem(422, "unreadable_form") from error


def _back(desk: Desk, look: Look, done: int) -> RedirectResponse:
    query = f"?to={look.to}&only={int(look.only)}&start={look.start}&done={done}"
    return RedirectResponse(PATH.format(survey_id=desk.survey_id) + query, status_code=303)


async def _page(request: Request, parts: Parts, survey_id: UUID, by: UUID, look: Look, trouble: Trouble) -> Response:
    survey, language = await survey_of(parts, survey_id), language_of(request)
    if survey.status is not Status.draft:
        raise NotADraft
    names = Names(outline(survey.definition, language), translate(language), language)
    newest = await editing.history(parts, survey_id, limit=1)
    told = Telling(survey, by, names, translate(language)).told(newest[0] if newest else None, look.done, 0)
    context = _sheet(survey, look, names) | told
    context |= {
        "wrong": trouble.wrong,
        "pasted": trouble.pasted,
        "errors": list(trouble.wrong.items()),
        "clashes": trouble.clashes,
    }
    return await survey_page(request, parts, survey_id, "questions", template="translation", status=trouble.status, **context)


def _sheet(survey: Survey, look: Look, names: Names) -> dict[str, Any]:
    document = survey.definition
    languages = document["languages"]
    main = languages[0]
    to = look.to if look.to in languages else next(iter(languages[1:]), main)
    every = list(passages(document))
    wanted = lacking(every, to)
    listed = wanted if look.only else every
    shown = listed[look.start : look.start + ON_A_PAGE]
    return {
        "document": document,
        "main": main,
        "to": to,
        "only": look.only,
        "start": look.start,
        "onward": look.start + ON_A_PAGE if look.start + ON_A_PAGE < len(listed) else None,
        "counts": missing_counts(document),
        "rows": [_row(passage, names) for passage in shown],
        "first_lacking": next((passage.name for passage in shown if passage.missing([to])), ""),
        "wanted": len(wanted),
        "lines": in_lines(wanted, main),
        "seen": msgspec.json.encode({passage.name: passage.texts.get(to, "") for passage in shown}).decode(),
        "clash_names": NAMES,
        "written_command": lambda command: msgspec.json.encode(command).decode(),
    }


def _row(passage: Passage, names: Names) -> dict[str, Any]:
    return {"passage": passage, "where": "" if passage.piece == "survey" else names.of(passage.open)}

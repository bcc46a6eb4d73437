"""A draft as respondents will meet it: in a frame as wide as a phone or a desk, and tried from the first page to the last.

It is the real page for respondents. Nothing is written: what has been answered so far goes along in the page itself.
"""

from collections.abc import Sequence
from secrets import randbits
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from pydantic import BaseModel, Field

from runtime.headers import CSP
from runtime.house import Now
from runtime.rights import needs
from surveys.building.opened import opened
from surveys.building.trial import path
from surveys.desk import HERE, survey_of
from surveys.pages.shown import survey_page
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Problem, Questionnaire, Section, check, read_draft, with_section
from surveys.questionnaire.asking import Occasion
from surveys.questionnaire.forms import names_of
from surveys.questionnaire.kinds import control_name
from surveys.questionnaire.kinds.number import whole_number
from surveys.questionnaire.one_by_one import paged
from surveys.questionnaire.sheets import next_section, previous_section, section_sheet
from surveys.questionnaire.tongue import speaking
from ui import language_of, page, site_of, translate

PATH = "/staff/surveys/{survey_id}"
WIDTHS = {"phone": 360, "desk": 1280}
MOST_FIELDS = 3_000
LONGEST_CARRIED = 200_000
LARGEST_SEED = 2**32 - 1
READ = needs("surveys:read")
FRAMING = {"Content-Security-Policy": CSP + "; frame-src 'self'"}
FRAMED = {"Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
router = APIRouter(include_in_schema=False, dependencies=[READ])


class Look(BaseModel, frozen=True):
    """Which piece is looked at, in which language, how wide."""

    open: str = Field(default="", max_length=120)
    spoken: str = Field(default="", max_length=35)
    width: str = Field(default="phone", max_length=10)


class Trial(msgspec.Struct, frozen=True):
    """A survey that is being tried: in which language, on which day, and with which lot drawn."""

    survey_id: UUID
    questionnaire: Questionnaire
    spoken: str
    occasion: Occasion


@router.get(f"{PATH}/preview")
async def preview(request: Request, survey_id: UUID, parts: PartsOf, look: Annotated[Look, Query()]) -> Response:
    document = (await survey_of(parts, survey_id)).definition
    languages = document["languages"]
    spoken = look.spoken if look.spoken in languages else languages[0]
    section, anchor = _place(document, look.open)
    shown = await survey_page(
        request,
        parts,
        survey_id,
        "questions",
        template="preview",
        document=document,
        open=look.open,
        spoken=spoken,
        width=look.width if look.width in WIDTHS else "phone",
        pixels=WIDTHS.get(look.width, WIDTHS["phone"]),
        frame=f"/staff/surveys/{survey_id}/trial?at={section}&spoken={spoken}{anchor}" if section else "",
    )
    shown.headers.update(FRAMING)
    return shown


def _place(document: dict[str, Any], piece: str) -> tuple[str, str]:
    """The section a piece stands in, and where on its page."""
    found = opened(document, piece)
    sections = document["sections"]
    if found.sort == "section":
        return found.id, ""
    if found.sort == "question":
        holding = next(part["id"] for part in sections if any(one["id"] == found.id for one in part.get("questions", ())))
        return holding, f"#{control_name(found.id)}"
    return (sections[0]["id"] if sections else ""), ""


@router.get(f"{PATH}/trial")
async def begin(
    request: Request,
    survey_id: UUID,
    parts: PartsOf,
    now: Now,
    at: Annotated[str, Query(max_length=110)] = "",
    spoken: Annotated[str, Query(max_length=35)] = "",
) -> Response:
    """The first page, or the named one."""
    questionnaire = await _questionnaire(parts, survey_id)
    spoken = spoken or questionnaire.language_for(language_of(request))
    sections = questionnaire.sections
    shown = next((one for one in sections if one.id == at or one.id.partition(".")[0] == at), next(iter(sections), None))
    trial = Trial(survey_id, questionnaire, spoken, Occasion(randbits(32), now.astimezone(HERE).date()))
    if shown is None:
        return await _report(request, parts, trial, {})
    return _trial_page(request, trial, shown, {})


@router.post(f"{PATH}/trial/{{section_id}}")
async def go_on(request: Request, survey_id: UUID, section_id: str, parts: PartsOf, now: Now) -> Response:
    """The next page, with what is wrong where something is; after the last, what was met on the way."""
    form = await request.form(max_fields=MOST_FIELDS)
    said = {name: str(form.get(name, "")) for name in ("spoken", "go", "carried", "seed")}
    seed = whole_number(said["seed"], LARGEST_SEED) or 0
    spoken = request.query_params.get("lang", said["spoken"]) if said["go"] == "stay" else said["spoken"]
    trial = Trial(survey_id, await _questionnaire(parts, survey_id), spoken, Occasion(seed, now.astimezone(HERE).date()))
    saved, here = _carried(said["carried"]), trial.questionnaire.section(section_id)
    if here is None:
        return await _report(request, parts, trial, saved)
    answers = with_section(trial.questionnaire, here.id, saved, form)
    onward, problems = _onward(trial, here, answers, said["go"])
    return _trial_page(request, trial, onward, answers, problems) if onward else await _report(request, parts, trial, answers)


def _onward(trial: Trial, here: Section, answers: dict[str, Any], go: str) -> tuple[Section | None, list[Problem]]:
    """The page that comes now, None after the last; the same one with what is wrong with it."""
    if go == "stay":
        return here, []
    if go == "back":
        return previous_section(trial.questionnaire, here.id, answers, trial.occasion) or here, []
    asked = {name for question in here.questions for name in names_of(question)}
    checked = check(trial.questionnaire, answers, here.id, trial.occasion)
    problems = [one for one in checked.problems if one.question_id in asked]
    return (here, problems) if problems else (next_section(trial.questionnaire, here.id, answers, trial.occasion), [])


async def _questionnaire(parts: Parts, survey_id: UUID) -> Questionnaire:
    return paged(read_draft((await survey_of(parts, survey_id)).definition))


def _carried(written: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(written[:LONGEST_CARRIED] or "{}", type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _trial_page(
    request: Request, trial: Trial, shown: Section, answers: dict[str, Any], problems: Sequence[Problem] = ()
) -> Response:
    base = f"/staff/surveys/{trial.survey_id}/trial"
    as_reader = _read_in(request, f"{base}/{shown.id}", trial.spoken)
    chosen = site_of(as_reader).speak(as_reader, trial.questionnaire.languages)
    language, occasion = language_of(as_reader), trial.occasion
    read = trial.questionnaire if chosen == language else speaking(trial.questionnaire, chosen)
    sheet = section_sheet(read, shown, answers, language, base, problems, occasion=occasion)
    carried = {"carried": msgspec.json.encode(answers).decode(), "spoken": trial.spoken, "seed": occasion.seed}
    sheet["questions"] += Markup().join(HIDDEN.format(name, value) for name, value in carried.items())
    status = 422 if sheet["errors"] else 200
    answer = page(as_reader, "surveys/trial.html", status=status, survey_id=trial.survey_id, **sheet)
    answer.headers.update(FRAMED)
    return answer


def _read_in(request: Request, path: str, language: str) -> Request:
    """The request as a respondent's who reads this language; nothing of it is remembered for the one who tries."""
    headers = [(name, value) for name, value in request.scope["headers"] if name not in (b"cookie", b"accept-language")]
    wished = [(b"accept-language", language.encode("ascii", "ignore"))] if language else []
    return Request(
        {
            **request.scope,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": headers + wished,
            "state": {},
        }
    )


async def _report(request: Request, parts: Parts, trial: Trial, answers: dict[str, Any]) -> Response:
    questionnaire = read_draft((await survey_of(parts, trial.survey_id)).definition)
    language = language_of(request)
    spoken = trial.spoken if trial.spoken in questionnaire.languages else language
    met = path(questionnaire, answers, spoken, translate(language), trial.occasion)
    shown = await survey_page(request, parts, trial.survey_id, "questions", template="path", met=met, spoken=trial.spoken)
    shown.headers.update(FRAMED)
    return shown

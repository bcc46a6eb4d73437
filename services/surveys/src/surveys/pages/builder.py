"""The builder: the whole questionnaire at a glance on one side, the open piece of it to write in on the other.

Every button is a form, and every page is right without a script. Only what is needed is drawn: the outline and the open piece.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from runtime.rights import Staff, needs
from surveys.building.conflicts import Clash
from surveys.building.opened import opened
from surveys.building.sheets import Reading, fields, frame, picker
from surveys.building.step_words import Names
from surveys.building.telling import Telling
from surveys.desk import survey_of
from surveys.drafting import editing
from surveys.drafting.refusals import StillRead
from surveys.pages.questions import questions_page
from surveys.pages.shown import survey_page
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import read_draft
from surveys.survey import Status, Survey
from ui import language_of, translate

PATH = "/staff/surveys/{survey_id}/questions"
VERSIONS = Field(default=0, ge=0, lt=2**31)
router = APIRouter(include_in_schema=False)


class Look(BaseModel, frozen=True):
    """What the page is asked to show: the open piece or the types to pick from, in which language one writes."""

    open: str = Field(default="", max_length=120)
    add: str = Field(default="", max_length=200)
    find: str = Field(default="", max_length=60)
    writing: str = Field(default="", max_length=35)
    pick: str = Field(default="", max_length=160)
    """A rule and the question somebody has chosen for it: `show_if:q1`."""
    done: int = VERSIONS
    since: int = VERSIONS
    show: str = Field(default="", max_length=35)


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with a field, and what was typed in it: it stays there until it is put right."""

    text: str
    typed: str


class Trouble(msgspec.Struct, frozen=True):
    """What could not be done: fields that cannot be read, what a colleague wrote at the same time, rules that hang on what was
    to be removed, a file that cannot be used, texts for a piece a colleague has removed meanwhile.
    """

    status: int = 200
    wrong: Mapping[str, Wrong] = {}
    clashes: Sequence[Clash] = ()
    hanging: StillRead | None = None
    faults: Sequence[tuple[str, str]] = ()
    gone: Sequence[str] = ()

    def shown(self, names: Names) -> dict[str, Any]:
        return {
            "wrong": {name: wrong.text for name, wrong in self.wrong.items() if wrong.text},
            "typed": {name: wrong.typed for name, wrong in self.wrong.items()},
            "errors": [(name, wrong.text) for name, wrong in self.wrong.items() if wrong.text],
            "clashes": self.clashes,
            "hanging": _hanging(self.hanging, names) if self.hanging else None,
            "faults": self.faults,
            "gone": self.gone,
        }


NO_TROUBLE = Trouble()


@router.get(PATH)
async def show(
    request: Request,
    survey_id: UUID,
    staff: Annotated[Staff, needs("surveys:read")],
    parts: PartsOf,
    look: Annotated[Look, Query()],
) -> Response:
    """A draft to write in, for those who may; else the questions as respondents meet them."""
    survey = await survey_of(parts, survey_id)
    if survey.status is not Status.draft or "surveys:write" not in staff.rights:
        return await questions_page(request, parts, survey_id, look.show)
    return await builder_page(request, parts, survey_id, staff.id, look)


async def builder_page(
    request: Request, parts: Parts, survey_id: UUID, by: UUID, look: Look, trouble: Trouble = NO_TROUBLE
) -> Response:
    survey, language = await survey_of(parts, survey_id), language_of(request)
    say = translate(language)
    context = _sheet(survey, survey_id, look, language)
    names = Names(context["outlined"], say, language)
    newest = await editing.history(parts, survey_id, limit=1)
    told = Telling(survey, by, names, say).told(newest[0] if newest else None, look.done, look.since)
    context |= told | trouble.shown(names)
    return await survey_page(request, parts, survey_id, "questions", template="builder", status=trouble.status, **context)


def _sheet(survey: Survey, survey_id: UUID, look: Look, language: str) -> dict[str, Any]:
    document, say = survey.definition, translate(language)
    writing = look.writing if look.writing in document["languages"] else document["languages"][0]
    piece = opened(document, look.open)
    context = frame(document, piece, survey_id, writing)
    if look.add:
        return context | picker(look.add, look.find, say)
    return context | fields(piece, context["outlined"], Reading(read_draft(document), writing, language, say, look.pick))


def _hanging(refused: StillRead, names: Names) -> dict[str, Any]:
    """What hangs on the piece that was to be removed, each by its name and once."""
    owners = dict.fromkeys("/".join(reader.piece.split("/")[:2]) for reader in refused.readers)
    return {"piece": refused.piece, "readers": [(owner, names.of(owner)) for owner in owners]}

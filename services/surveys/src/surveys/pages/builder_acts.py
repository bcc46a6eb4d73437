"""What one does in the builder: write, add, move, remove, undo. Each is a form; after it the page shows what was done."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from runtime.house import Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from surveys.building.adding import at_the_end, from_list, new_question, new_section
from surveys.building.conflicts import Clash, clash_of, is_asked_by
from surveys.building.fields import NotReadable
from surveys.building.item_acts import item_command, pasted_items
from surveys.building.kinds import turned_into
from surveys.building.moving import moved
from surveys.building.opened import last_place, neighbours, opened, pieces
from surveys.building.rule_texts import text_changes
from surveys.building.ruling import rule_change
from surveys.building.saving import Asked, Seen, commands_of
from surveys.building.sheets import subjects_for
from surveys.desk import replace_definition, survey_of
from surveys.drafting import editing
from surveys.drafting.commands import Add, Command, Duplicate, Remove, Reword, Several
from surveys.drafting.refusals import EditConflict, NoSuchPiece, StillRead
from surveys.importing.intake import Unusable, take_in
from surveys.pages.builder import Look, Trouble, Wrong, builder_page
from surveys.pages.shown import go_to
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Question, Questionnaire, Section, read_draft
from surveys.questionnaire.kinds.number import whole_number
from ui import language_of, translate

PATH = "/staff/surveys/{survey_id}/questions"
MOST_FIELDS = 4_000
MOST_STEPS = 999_999_999
SHAPES: Mapping[str, tuple[Any, dict[str, Any]]] = {
    "survey": (Questionnaire, {"sections": []}),
    "section": (Section, {"questions": []}),
    "question": (Question, {}),
}
"""What a form's piece was like when its page was made; the pieces in it are none of its own."""

RULES = {"question": ("show_if",), "section": ("show_if", "end_if")}
router = APIRouter(prefix=PATH, include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


class Desk(msgspec.Struct, frozen=True):
    """Who acts on which survey, with what they posted and what they had before them."""

    parts: Parts
    survey_id: UUID
    by: UUID
    now: datetime
    form: Mapping[str, str]
    posted: FormData

    def said(self, name: str) -> str:
        return self.form.get(name, "")

    def several(self, name: str) -> list[str]:
        return [value for value in self.posted.getlist(name) if isinstance(value, str)]

    @property
    def at(self) -> int:
        return whole_number(self.said("at"), MOST_STEPS) or 0

    async def do(self, *commands: Command) -> editing.Edited:
        """Several are one step."""
        command = commands[0] if len(commands) == 1 else Several(commands)
        return await editing.edit(self.parts, self.survey_id, command, self.by, self.now)

    def back(self, piece: str, done: int = 0, **more: str) -> RedirectResponse:
        """To the page that shows it, so that a reload repeats nothing."""
        asked: dict[str, Any] = {"open": piece, "writing": self.said("writing"), "done": done, "since": self.at, **more}
        query = urlencode({name: value for name, value in asked.items() if value}, safe="/:")
        return RedirectResponse(f"/staff/surveys/{self.survey_id}/questions?{query}#piece", status_code=303)


async def desk_of(request: Request, survey_id: UUID, staff: Staff, parts: Parts, now: datetime) -> Desk:
    posted = await request.form(max_fields=MOST_FIELDS)
    form = {name: value for name, value in posted.items() if isinstance(value, str)}
    return Desk(parts, survey_id, staff.id, now, form, posted)


@router.post("")
async def replace(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now, file: UploadFile) -> Response:
    """All the questions by those of a file."""
    try:
        taken = await asyncio.to_thread(take_in, await file.read())
    except Unusable as unusable:
        faults = unusable.in_words(translate(language_of(request)))
        return await builder_page(request, parts, survey_id, staff.id, Look(), Trouble(422, faults=faults))
    await replace_definition(parts, survey_id, taken.definition, taken.losses, staff.id, now)
    return go_to(survey_id, "questions")


@router.post("/save")
async def save(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """Keep what was written in the open piece, and then do what its button says."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    seen, language = _seen(desk), language_of(request)
    act, _, of = desk.said("act").partition(":")
    asked = _asked(seen, desk, read_draft((await survey_of(parts, survey_id)).definition), act, of, language)
    look = Look(open=seen.piece, writing=seen.language, since=desk.at)
    try:
        edited, clashes = await carry_out(desk, [command for command in asked if not isinstance(command, NotReadable)])
    except StillRead as hanging:
        return await builder_page(request, parts, survey_id, staff.id, look, Trouble(409, hanging=hanging))
    except NoSuchPiece:
        written = [command.text for command in asked if isinstance(command, Reword) and command.text]
        return await builder_page(request, parts, survey_id, staff.id, look, Trouble(409, gone=written or [""]))
    say = translate(language)
    unread = [error for error in asked if isinstance(error, NotReadable)]
    wrong = {error.name: Wrong(say(error.text, **error.values), desk.said(error.name)) for error in unread}
    if clashes or wrong:
        trouble = Trouble(409 if clashes else 422, wrong, clashes)
        return await builder_page(request, parts, survey_id, staff.id, look, trouble)
    pick = f"{of}:{desk.said(f'{of}.pick')}" if act == "pick" and desk.said(f"{of}.pick") else ""
    return desk.back(seen.piece, edited.version if edited and edited.changes else 0, pick=pick)


def _seen(desk: Desk) -> Seen:
    try:
        content = msgspec.json.decode(desk.said("seen"), type=dict[str, Any])
        shape, without = SHAPES[desk.said("open").partition("/")[0]]
        msgspec.convert({**content, **without}, shape)
    except (msgspec.DecodeError, KeyError, RecursionError) as error:
        raise Problem(422, "unreadable_form") from error
    return Seen(desk.said("open"), content, desk.said("writing"))


def _asked(seen: Seen, desk: Desk, questionnaire: Questionnaire, act: str, of: str, language: str) -> list[Asked]:
    """What was written, and then what the button asks for."""
    asked: list[Asked] = [*commands_of(seen, desk.form), *text_changes(seen, desk.form)]
    piece = opened(questionnaire.document(), seen.piece)
    for name in RULES.get(piece.sort, ()):
        dropped = _dropped(of, name) if act == "drop" else None
        change = rule_change(seen, name, desk.form, list(subjects_for(piece, name, questionnaire, language)), dropped)
        asked += [change] if change else []
    match act:
        case "up" | "down" | "remove":
            command = item_command(seen.piece, piece.content, act, of)
            asked += [command] if command else []
        case "kind" if piece.piece == seen.piece:
            turned = turned_into(seen.piece, piece.content, desk.said("kind"))
            asked += [turned] if turned else []
        case _:
            pass
    for name in ("options", "rows", "groups"):
        asked += pasted_items(seen.piece, name, desk.said(f"{name}/new"), seen.language)
    return asked


def _dropped(of: str, name: str) -> int | None:
    """Which clause of a rule the button was beside: `show_if.1`."""
    rule, _, place = of.rpartition(".")
    return int(place) if rule == name and place in {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"} else None


async def carry_out(desk: Desk, asked: Sequence[Command]) -> tuple[editing.Edited | None, list[Clash]]:
    """All as one step; what clashes with a colleague's is left out and given back."""
    clashes: list[Clash] = []
    left = list(asked)
    while left:
        try:
            return await desk.do(*left), clashes
        except EditConflict as conflict:
            clashes.append(clash_of(conflict))
            kept = [command for command in left if not is_asked_by(command, conflict)]
            if len(kept) == len(left):
                raise
            left = kept
    return None, clashes


@router.post("/settle")
async def settle(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """Of two texts written at once: mine, the colleague's, or the two put together."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    try:
        command = msgspec.json.decode(desk.said("clash"), type=Command)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem(422, "unreadable_form") from error
    if desk.said("act") == "theirs":
        return desk.back(desk.said("open"))
    if desk.said("act") == "merged" and isinstance(command, editing.Reword):
        command = msgspec.structs.replace(command, text=desk.said("merged").replace("\r\n", "\n").strip())
    edited, clashes = await carry_out(desk, [command])
    if clashes:
        look = Look(open=desk.said("open"), writing=desk.said("writing"))
        return await builder_page(request, parts, survey_id, staff.id, look, Trouble(409, clashes=clashes))
    return desk.back(desk.said("open"), edited.version if edited else 0)


@router.post("/add")
async def add(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """A question of a type, several that were pasted, or a section."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    document = (await survey_of(parts, survey_id)).definition
    languages = document["languages"]
    writing = desk.said("writing") if desk.said("writing") in languages else languages[0]
    if desk.said("act") == "section":
        edited = await desk.do(Add("survey", new_section(languages[0])))
        return desk.back(edited.pieces[0], edited.version)
    within, after = desk.said("within"), desk.said("after")
    if not document["sections"]:
        await desk.do(Add("survey", new_section(languages[0])))
        within, after = last_place((await survey_of(parts, survey_id)).definition)
    if desk.said("act") == "many":
        place = None if at_the_end(document, within, after) else after
        asked = list(from_list(desk.said("many"), within, place, writing))
        if not asked:
            return desk.back("survey")
        edited = await desk.do(*asked)
        return desk.back(edited.pieces[-1] if len(edited.pieces) == 1 else "survey", edited.version)
    question = new_question(desk.said("pick"), desk.said("text"), desk.said("options"), writing, languages)
    edited = await desk.do(Add(within, question, after))
    return desk.back(edited.pieces[0], edited.version)


@router.post("/move")
async def move(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """Up, down, to a place; a copy; or away."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    document = (await survey_of(parts, survey_id)).definition
    piece, act = desk.said("open"), desk.said("act")
    if act == "duplicate":
        edited = await desk.do(Duplicate(piece))
        return desk.back(edited.pieces[-1], edited.version)
    if act == "remove":
        return await _remove(request, desk, document, piece)
    command = moved(document, piece, act, desk.said("to"))
    edited_version = (await desk.do(command)).version if command else 0
    return desk.back(piece, edited_version)


async def _remove(request: Request, desk: Desk, document: dict[str, Any], piece: str) -> Response:
    """Away, and to what stood before it; where rules hang on it, first a question."""
    owner = "/".join(piece.split("/")[:2])
    onward = owner if owner != piece or piece not in pieces(document) else neighbours(document, piece)[0] or "survey"
    try:
        edited = await desk.do(Remove(piece, together=desk.said("together") == "1"))
    except StillRead as hanging:
        look = Look(open=owner, writing=desk.said("writing"))
        return await builder_page(request, desk.parts, desk.survey_id, desk.by, look, Trouble(409, hanging=hanging))
    return desk.back(onward, edited.version)


@router.post("/step")
async def step(request: Request, survey_id: UUID, staff: Author, parts: PartsOf, now: Now) -> Response:
    """Take one's own latest step back, or make it again."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    take = editing.redo if desk.said("act") == "redo" else editing.undo
    edited = await take(parts, survey_id, staff.id, now)
    return desk.back(edited.pieces[0] if len(edited.pieces) == 1 else desk.said("open"), edited.version)

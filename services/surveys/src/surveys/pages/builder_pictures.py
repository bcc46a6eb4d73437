"""A picture for an answer: taken in, drawn anew, and shown with what it says in words."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import pictures
from surveys.building.saving import SHORT, tidy
from surveys.desk import survey_of
from surveys.drafting.commands import ChangeField
from surveys.drafting.pieces import find
from surveys.pages.builder import Look, Trouble, Wrong, builder_page
from surveys.pages.builder_acts import desk_of
from surveys.parts import PartsOf
from ui import language_of, mark, translate

PATH = "/staff/surveys/{survey_id}/questions/picture"
UPLOADS = frozenset({"/staff/surveys/*/questions/picture"})
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("surveys:write")]


@router.post(PATH)
async def give_picture(
    request: Request,
    survey_id: UUID,
    staff: Annotated[Staff, needs("surveys:write")],
    parts: PartsOf,
    now: Now,
    file: UploadFile,
) -> Response:
    """The option's picture, with its words in the language that is written."""
    desk = await desk_of(request, survey_id, staff, parts, now)
    document = (await survey_of(parts, survey_id)).definition
    option = f"{desk.said('open')}/options/{desk.said('option')}"
    words = tidy(desk.said("alt"))[:SHORT]
    seen = (find(document, option) or {}).get("picture")
    writing = desk.said("writing") if desk.said("writing") in document["languages"] else document["languages"][0]
    look, say = Look(open=desk.said("open"), writing=writing), translate(language_of(request))
    if not words:
        wrong = {"alt": Wrong(say(mark("Skriv hva bildet viser, for den som ikke ser det.")), "")}
        return await builder_page(request, parts, survey_id, staff.id, look, Trouble(422, wrong))
    try:
        name = await pictures.store(parts.engine, await file.read())
    except pictures.PictureRefused as refused:
        trouble = Trouble(422, {"file": Wrong(say(refused.title), ""), "alt": Wrong("", words)})
        return await builder_page(request, parts, survey_id, staff.id, look, trouble)
    alt = {**(seen or {}).get("alt", {}), writing: words}
    edited = await desk.do(ChangeField(option, "picture", seen, {"file": name, "alt": alt}))
    return desk.back(desk.said("open"), edited.version)

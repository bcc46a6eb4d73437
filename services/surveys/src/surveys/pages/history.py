"""What has been done with a survey's questions, and what became of them since a version: since the pilot, since last year."""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from runtime.rights import needs
from surveys import desk, register
from surveys.drafting import editing
from surveys.drafting.changes import Added, Change, Changed, LanguagesChanged, Moved, Removed, Replaced, Reworded
from surveys.drafting.difference import difference
from surveys.drafting.pieces import LISTS, SURVEY, Document, find
from surveys.pages.pieces_named import named_pieces
from surveys.pages.shown import survey_page
from surveys.parts import PartsOf
from surveys.questionnaire.pieces import in_language
from surveys.reviewing import colleagues
from surveys.survey import Survey
from ui import language_of

PATH = "/staff/surveys/{survey_id}/history"
MOST_SHOWN = 500
router = APIRouter(include_in_schema=False)
Version = Annotated[int, Query(ge=1, le=editing.LATEST)]


class Told(msgspec.Struct, frozen=True):
    """One change as a person reads it. `done` is added, removed, moved, reworded, changed, languages or replaced."""

    done: str
    piece: str
    where: str
    field: str = ""
    language: str = ""
    before: str = ""
    after: str = ""


@router.get(PATH, dependencies=[needs("surveys:read")])
async def history(request: Request, survey_id: UUID, parts: PartsOf, before: Version = editing.LATEST) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    steps = await editing.history(parts, survey_id, before, editing.ON_A_PAGE + 1)
    async with parts.engine.connect() as connection:
        names = await colleagues.names(connection)
        earlier = await register.one(connection, survey.previous) if survey.previous else None
    language = language_of(request)
    told = [(step, tell(step.changes, survey.definition, language)) for step in steps[: editing.ON_A_PAGE]]
    more = steps[editing.ON_A_PAGE - 1].version if len(steps) > editing.ON_A_PAGE else None
    return await survey_page(request, parts, survey_id, "history", steps=told, names=names, more=more, earlier=earlier)


@router.get(f"{PATH}/since", dependencies=[needs("surveys:read")])
async def since(request: Request, survey_id: UUID, parts: PartsOf, version: Version | None = None) -> Response:
    """What has become of a version; without one, of the survey this is a new version of, as it stands."""
    survey = await desk.survey_of(parts, survey_id)
    past: Survey | None = None
    if version is not None:
        past = await parts.surveys.at(survey_id, version)
    elif survey.previous:
        past = await desk.survey_of(parts, survey.previous)
    changes = difference(past.definition, survey.definition) if past and past.definition else []
    told = tell(changes, survey.definition, language_of(request))
    more = len(told) > MOST_SHOWN
    return await survey_page(request, parts, survey_id, "since", since=version, past=past, told=told[:MOST_SHOWN], more=more)


def tell(changes: Iterable[Change], document: Document, language: str) -> list[Told]:
    named = named_pieces(document, language)
    return [_told(change, document, named, language) for change in changes]


def _told(change: Change, document: Document, named: dict[str, str], language: str) -> Told:
    match change:
        case LanguagesChanged(before, after):
            return Told("languages", SURVEY, "", before=", ".join(before), after=", ".join(after))
        case Replaced():
            return Told("replaced", SURVEY, "")
        case Reworded(piece, field, spoken, before, after):
            return Told("reworded", piece, _where(piece, document, named, language), field, spoken, before, after)
        case Changed(piece, field, before, after):
            where = _where(piece, document, named, language)
            return Told("changed", piece, where, field, before=_said(before), after=_said(after))
        case Added(piece, _, _, content) | Removed(piece, _, _, content):
            words = in_language(content.get("text") or content.get("title"), language) or "…"
            return Told("added" if isinstance(change, Added) else "removed", piece, words)
        case Moved(piece, _, _, _, _):
            return Told("moved", piece, _where(piece, document, named, language))


def _where(piece: str, document: Document, named: dict[str, str], language: str) -> str:
    """The question or section as it is called now; of an option, the option in its question."""
    owner = "/".join(piece.split("/")[:2])
    where = named.get(owner, "" if piece == SURVEY else "…")
    if piece.count("/") > 1 and piece.split("/")[2] in LISTS:
        item = find(document, piece)
        return f"{where} › {in_language((item or {}).get('text'), language) or '…'}"
    return where


def _said(value: Any) -> str:
    if value is None:
        return ""
    written = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return written if len(written) <= MOST_SHOWN else written[:MOST_SHOWN] + "…"

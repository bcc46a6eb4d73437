"""From a command to the changes it makes, or a refusal. Pure: the same command on the same document gives the same changes."""

import re
from collections.abc import Iterator
from typing import Any

from surveys.drafting.changes import (
    Added,
    Change,
    Changed,
    LanguagesChanged,
    Moved,
    Removed,
    Reworded,
    all_applied,
    names_given,
)
from surveys.drafting.commands import Add, ChangeField, ChooseLanguages, Command, Duplicate, Move, Remove, Reword, Several
from surveys.drafting.hanging import Reader, readers, reads, renamed
from surveys.drafting.pieces import (
    ADDRESS,
    LISTS,
    SURVEY,
    Document,
    address,
    at,
    field_of,
    find,
    free_name,
    list_path,
    name_of,
    pieces_in,
    place_of,
    sort_of,
)
from surveys.drafting.refusals import EditConflict, IdTaken, NoSuchPiece, StillRead, Unfit
from surveys.drafting.texts import every_text

FIELD = re.compile(r"^[a-z_]{1,40}(\.[a-z0-9_]{1,40}){0,3}$")
FIXED = frozenset({"id", "format", "languages", "sections", "questions"})
"""Fields that have commands of their own, or none."""
MOST_TOGETHER = 300
LONGEST = 20_000

Used = frozenset[str]


def decide(command: Command, document: Document, used: Used) -> tuple[Change, ...]:  # noqa: PLR0911 - one for each command
    """() when all is as the command wants it. `used`: every address there has ever been in the survey."""
    match command:
        case Add():
            return _add(command, document, used)
        case Reword():
            return _reword(command, document)
        case ChangeField():
            return _change(command, document, used)
        case Move():
            return _move(command, document)
        case Duplicate():
            return _duplicate(command, document, used)
        case Remove():
            return _remove(command, document)
        case ChooseLanguages():
            return _choose_languages(command, document)
        case Several():
            return _several(command, document, used)


def _several(command: Several, document: Document, used: Used) -> tuple[Change, ...]:
    if len(command.commands) > MOST_TOGETHER:
        raise Unfit
    made: tuple[Change, ...] = ()
    for each in command.commands:
        changes = decide(each, document, used)
        document = all_applied(document, changes)
        used |= {name for change in changes for name in names_given(change)}
        made += changes
    return made


def _add(command: Add, document: Document, used: Used) -> tuple[Change, ...]:
    path = _list(document, command.within)
    content = _named(command.content, command.within, set(used))
    piece = address(command.within, content["id"])
    after = _after(at(document, path) or (), command.after, "")
    return (Added(piece, command.within, after, content),)


def _list(document: Document, within: str) -> tuple[str | int, ...]:
    if not ADDRESS.match(within) or sort_of(address(within, "x")) not in {"section", "question", *LISTS}:
        raise Unfit
    path = list_path(document, within)
    if path is None:
        raise NoSuchPiece(within)
    return path


def _after(siblings: Any, wanted: str | None, own: str) -> str:
    """The neighbour to come after; the last one where the wanted is gone."""
    names = [item["id"] for item in siblings if item["id"] != own]
    if wanted == "" or not names:
        return ""
    return wanted if wanted is not None and wanted in names else str(names[-1])


def _named(content: dict[str, Any], within: str, used: set[str]) -> dict[str, Any]:
    """The content with an id for it and for all there is in it; those it brings along must be new."""
    name = content.get("id") or free_name(used, within)
    piece = address(within, name) if isinstance(name, str) else ""
    if not ADDRESS.match(piece):
        raise Unfit
    if piece in used:
        raise IdTaken
    used.add(piece)
    named = {"id": name, **{field: value for field, value in content.items() if field != "id"}}
    if sort_of(piece) != "section":
        named.setdefault("text", {})
    else:
        named.setdefault("title", {})
    for field in ("questions",) if sort_of(piece) == "section" else LISTS:
        if not isinstance(named.get(field, []), list):
            raise Unfit
        if field in named:
            inner = piece if field == "questions" else f"{piece}/{field}"
            named[field] = [_named(item, inner, used) for item in named[field] if isinstance(item, dict)]
    return named


def _reword(command: Reword, document: Document) -> tuple[Change, ...]:
    _must_be(document, command.piece, command.field)
    if command.language not in document["languages"] or len(command.text) > LONGEST:
        raise Unfit
    texts = field_of(document, command.piece, command.field)
    if texts is not None and not isinstance(texts, dict):
        raise Unfit
    present = (texts or {}).get(command.language, "")
    if present == command.text:
        return ()
    if present != command.seen:
        raise EditConflict(command.piece, command.field, command.seen, present, command.text, command.language)
    return (Reworded(command.piece, command.field, command.language, present, command.text),)


def _change(command: ChangeField, document: Document, used: Used) -> tuple[Change, ...]:
    content = _must_be(document, command.piece, command.field)
    present = field_of(document, command.piece, command.field)
    if present == command.value and type(present) is type(command.value):
        return ()
    if present != command.seen:
        raise EditConflict(command.piece, command.field, command.seen, present, command.value)
    value = command.value
    if command.field in LISTS and isinstance(value, list):
        value = _relisted(command.piece, command.field, value, content.get(command.field) or (), used)
    return (Changed(command.piece, command.field, present, value),)


def _relisted(piece: str, field: str, items: list[Any], present: Any, used: Used) -> list[Any]:
    """Those that stay keep their ids; the new get new ones."""
    staying = {f"{piece}/{field}/{item['id']}" for item in present}
    free = set(used) - staying
    named = []
    for item in items:
        if not isinstance(item, dict):
            raise Unfit
        named.append(_named(item, f"{piece}/{field}", free if item.get("id") else free | staying))
        free.add(f"{piece}/{field}/{named[-1]['id']}")
    return named


def _must_be(document: Document, piece: str, field: str) -> dict[str, Any]:
    if not ADDRESS.match(piece) or not FIELD.match(field) or field.partition(".")[0] in FIXED:
        raise Unfit
    content = _piece(document, piece)
    around, _, last = field.rpartition(".")
    holder = field_of(document, piece, around) if around else content
    if holder is None:
        raise NoSuchPiece(piece)  # a check or a picture that somebody has removed meanwhile
    if not isinstance(holder, list if last.isdigit() else dict):
        raise Unfit
    return content


def _piece(document: Document, piece: str) -> dict[str, Any]:
    if not ADDRESS.match(piece) or piece.count("/") == 2:  # noqa: PLR2004 - a list, `question/q1/options`, is no piece
        raise Unfit
    content = find(document, piece)
    if content is None:
        raise NoSuchPiece(piece)
    return content


def _move(command: Move, document: Document) -> tuple[Change, ...]:
    """Also to before what its condition reads: ordering is many moves, and the check finds what is left wrong."""
    _piece(document, command.piece)
    path = _list(document, command.within)
    if address(command.within, name_of(command.piece)) != command.piece:
        raise Unfit
    within, before = place_of(document, command.piece)
    after = _after(at(document, path) or (), command.after, name_of(command.piece))
    if (within, before) == (command.within, after):
        return ()
    return (Moved(command.piece, within, before, command.within, after),)


def _duplicate(command: Duplicate, document: Document, used: Used) -> tuple[Change, ...]:
    content = _piece(document, command.piece)
    if command.piece == SURVEY:
        raise Unfit
    within, _ = place_of(document, command.piece)
    copied, names = _fresh(content, within, set(used))
    copied = renamed(copied, names) if names else copied
    return (Added(address(within, copied["id"]), within, name_of(command.piece), copied),)


def _fresh(content: dict[str, Any], within: str, used: set[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The content with new ids for itself and its questions, and the questions' names before and after. It leaves the bank."""
    name = free_name(used, within)
    used |= {address(within, name)}
    names = {content["id"]: name} if within.startswith("section/") else {}
    copied = {**{field: value for field, value in content.items() if field != "item"}, "id": name}
    if within == SURVEY:
        copied["questions"] = []
        for question in content.get("questions", ()):
            inner, renaming = _fresh(question, address(within, name), used)
            copied["questions"].append(inner)
            names |= renaming
    return copied, names


def _remove(command: Remove, document: Document) -> tuple[Change, ...]:
    content = _piece(document, command.piece)
    if command.piece == SURVEY:
        raise Unfit
    hanging = readers(document, command.piece, content)
    if hanging and not command.together:
        raise StillRead(command.piece, hanging)
    freed = tuple(_without_rule(document, reader, command.piece, content) for reader in dict.fromkeys(hanging))
    within, after = place_of(document, command.piece)
    return (*freed, Removed(command.piece, within, after, content))


def _without_rule(document: Document, reader: Reader, piece: str, content: dict[str, Any]) -> Change:
    present = field_of(document, reader.piece, reader.field)
    left = None
    if reader.field == "checks":
        inside = set(pieces_in(content, piece))
        left = [check for check in present if not reads(check.get("must"), piece, inside)] or None
    return Changed(reader.piece, reader.field, present, left)


def _choose_languages(command: ChooseLanguages, document: Document) -> tuple[Change, ...]:
    present = tuple(document["languages"])
    if present == command.languages:
        return ()
    if present != command.seen:
        raise EditConflict(SURVEY, "languages", list(command.seen), list(present), list(command.languages))
    if not command.languages or len(set(command.languages)) < len(command.languages):
        raise Unfit
    gone = set(present) - set(command.languages)
    silenced = tuple(_silenced(document, gone)) if gone else ()
    return (*silenced, LanguagesChanged(present, command.languages))


def _silenced(document: Document, gone: set[str]) -> Iterator[Change]:
    for text in every_text(document):
        said = sorted(gone & set(text.said))
        yield from (Reworded(text.piece, text.field, language, text.said[language], "") for language in said)

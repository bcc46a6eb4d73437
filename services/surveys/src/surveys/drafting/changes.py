"""What can happen to a document, as facts. Each holds what was there before, so that it can be told and be taken back."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any, TypeVar

import msgspec

from surveys.drafting.pieces import (
    SURVEY,
    Document,
    address,
    field_of,
    name_of,
    pieces_in,
    put_in,
    sort_of,
    taken_out,
    with_field,
)

NEEDED = ("title", "alt", "message")
"""Texts that stand there even when they are empty."""


class Added(msgspec.Struct, frozen=True, tag="added"):
    """`after` is the id it comes after in the list `within`; "" when it comes first."""

    piece: str
    within: str
    after: str
    content: dict[str, Any]


class Removed(msgspec.Struct, frozen=True, tag="removed"):
    piece: str
    within: str
    after: str
    content: dict[str, Any]


class Moved(msgspec.Struct, frozen=True, tag="moved"):
    piece: str
    from_within: str
    from_after: str
    within: str
    after: str


class Reworded(msgspec.Struct, frozen=True, tag="reworded"):
    """One text in one language; "" where there was or is none."""

    piece: str
    field: str
    language: str
    before: str
    after: str


class Changed(msgspec.Struct, frozen=True, tag="changed"):
    """Any other field; None where there was or is none."""

    piece: str
    field: str
    before: Any
    after: Any


class LanguagesChanged(msgspec.Struct, frozen=True, tag="languages_changed"):
    before: tuple[str, ...]
    after: tuple[str, ...]


class Replaced(msgspec.Struct, frozen=True, tag="replaced"):
    """The whole document became another."""

    definition: dict[str, Any]


Change = Added | Removed | Moved | Reworded | Changed | LanguagesChanged | Replaced
C = TypeVar("C", bound=Change)


def applied(document: Document, change: Change) -> Document:  # noqa: PLR0911 - one for each change
    match change:
        case Added(within=within, after=after, content=content):
            return put_in(document, within, after, content)
        case Removed(piece=piece):
            return taken_out(document, piece)
        case Moved(piece=piece, within=within, after=after):
            return _moved(document, piece, within, after)
        case Reworded():
            return _reworded(document, change)
        case Changed(piece=piece, field=field, after=after):
            return with_field(document, piece, field, after)
        case LanguagesChanged(after=after):
            return {**document, "languages": list(after)}
        case Replaced(definition=definition):
            return definition


def all_applied(document: Document, changes: Iterable[Change]) -> Document:
    return reduce(applied, changes, document)


def _moved(document: Document, piece: str, within: str, after: str) -> Document:
    kind, name = sort_of(piece), name_of(piece)
    lists = document["sections"] if kind == "question" else ()
    content = next((q for s in lists for q in s.get("questions", ()) if q["id"] == name), None)
    if content is None:
        content = next(item for item in _siblings(document, within) if item["id"] == name)
    return put_in(taken_out(document, piece), within, after, content)


def _siblings(document: Document, within: str) -> list[dict[str, Any]]:
    if within == SURVEY:
        return list(document["sections"])
    owner, _, inner = within.rpartition("/")
    return list(field_of(document, owner, inner) or ())


def _reworded(document: Document, change: Reworded) -> Document:
    texts = {**(field_of(document, change.piece, change.field) or {}), change.language: change.after}
    if not change.after:
        del texts[change.language]
    last = change.field.rpartition(".")[2]
    needed = last in NEEDED or (last == "text" and sort_of(change.piece) != "section")
    return with_field(document, change.piece, change.field, texts if texts or needed else None)


def inverse(changes: tuple[Change, ...], before: Document) -> tuple[Change, ...]:
    """What takes the changes back, the last first. `before` is the document they were made to."""
    return tuple(_inverse(change, before) for change in reversed(changes))


def _inverse(change: Change, before: Document) -> Change:  # noqa: PLR0911 - one for each change
    match change:
        case Added(piece, within, after, content):
            return Removed(piece, within, after, content)
        case Removed(piece, within, after, content):
            return Added(piece, within, after, content)
        case Moved(piece, from_within, from_after, within, after):
            return Moved(piece, within, after, from_within, from_after)
        case Reworded(piece, field, language, old, new):
            return Reworded(piece, field, language, new, old)
        case Changed(piece, field, old, new):
            return Changed(piece, field, new, old)
        case LanguagesChanged(old, new):
            return LanguagesChanged(new, old)
        case Replaced():
            return Replaced(before)


def names_given(change: Change) -> Iterator[str]:
    """The addresses a change brings into the survey."""
    match change:
        case Added(piece=piece, content=content):
            yield from pieces_in(content, piece)
        case Changed(piece=piece, field=field, after=list() as items):
            for item in items:
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    yield address(f"{piece}/{field}", item["id"])
        case Replaced(definition=definition):
            yield from pieces_in(definition, SURVEY)
        case _:
            pass

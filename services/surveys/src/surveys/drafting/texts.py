"""Every text of a document with the piece and the field it stands in."""

from collections.abc import Iterator
from typing import Any

import msgspec

from surveys.drafting.pieces import LISTS, SURVEY, Document, walk


class Text(msgspec.Struct, frozen=True):
    piece: str
    field: str
    said: dict[str, str]


def every_text(document: Document) -> Iterator[Text]:
    languages = frozenset(document["languages"])
    for piece, content in walk(document, SURVEY):
        yield from (Text(piece, field, said) for field, said in texts_of(content, languages))


def texts_of(content: Any, languages: frozenset[str], place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The texts of a piece, without those of the pieces in it: what is a text in each of its languages."""
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in items:
        where = f"{place}.{key}" if place else str(key)
        if isinstance(value, dict) and value and set(value) <= languages and all(isinstance(v, str) for v in value.values()):
            yield where, value
        elif (
            (isinstance(value, dict) and key not in LISTS) or key == "checks" or (isinstance(value, list) and place == "checks")
        ):
            yield from texts_of(value, languages, where)

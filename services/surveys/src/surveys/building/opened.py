"""The piece that is open for writing, and its neighbours: found by its address, wherever it stands now."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from surveys.drafting.pieces import SURVEY, find, place_of

Document = dict[str, Any]


class Opened(msgspec.Struct, frozen=True):
    """`sort` is survey, section or question; `content` its part of the document."""

    piece: str
    sort: str
    content: Document

    @property
    def id(self) -> str:
        return self.piece.partition("/")[2]


def opened(document: Document, piece: str) -> Opened:
    """What an address names, or the id of a question or a section alone; the survey itself where the piece is gone."""
    if "/" not in piece:
        piece = next(
            (f"{sort}/{piece}" for sort in ("question", "section") if piece and find(document, f"{sort}/{piece}")), piece
        )
    sort = piece.partition("/")[0]
    content = find(document, piece) if sort in ("section", "question") and piece.count("/") == 1 else None
    if content is None:
        return Opened(SURVEY, SURVEY, document)
    return Opened(piece, sort, content)


def pieces(document: Mapping[str, Any]) -> Iterator[str]:
    """Every address one can open, in the order of the outline."""
    yield SURVEY
    for section in document["sections"]:
        yield f"section/{section['id']}"
        for question in section.get("questions", ()):
            yield f"question/{question['id']}"


def neighbours(document: Document, piece: str) -> tuple[str | None, str | None]:
    """The addresses before and after one."""
    order = list(pieces(document))
    place = order.index(piece)
    return order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None


def last_place(document: Document) -> tuple[str, str]:
    """The section new questions come into when nothing else is said, and the question they come after."""
    if not document["sections"]:
        return "", ""
    section = document["sections"][-1]
    questions = section.get("questions") or [{"id": ""}]
    return f"section/{section['id']}", questions[-1]["id"]


def within_of(document: Document, piece: str) -> str:
    """The list a new question comes into after this one; of a section its own."""
    return place_of(document, piece)[0] if piece.startswith("question/") else piece

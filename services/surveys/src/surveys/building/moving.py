"""Where a section or a question is moved by its buttons and its list of places."""

from typing import Any

from surveys.drafting.commands import Move
from surveys.drafting.pieces import SURVEY, pieces_in, place_of, section
from surveys.drafting.refusals import NoSuchPiece

Document = dict[str, Any]
Place = tuple[str, str]
"""The list it comes into, and what it comes after."""


def moved(document: Document, piece: str, act: str, to: str) -> Move | None:
    """None when it stands there already, or there is nowhere to go. `to` is `section/s1:q3`, of a section `survey:s2`.

    Raises NoSuchPiece: a colleague has removed it since the page was made.
    """
    if piece == SURVEY or piece not in set(pieces_in(document, SURVEY)):
        raise NoSuchPiece(piece)
    if act == "move":
        within, _, after = to.partition(":")
        return Move(piece, within, after)
    step = {"up": -1, "down": 1}.get(act)
    places = _places(document, piece)
    here = place_of(document, piece)
    if step is None or here not in places:
        return None
    there = places.index(here) + step
    return Move(piece, *places[there]) if 0 <= there < len(places) else None


def _places(document: Document, piece: str) -> list[Place]:
    """Every place the piece could stand in, in order; it itself is left out of what it comes after."""
    name = piece.partition("/")[2]
    if piece.startswith("section/"):
        return [(SURVEY, after) for after in ["", *(part["id"] for part in document["sections"] if part["id"] != name)]]
    places: list[Place] = []
    for part in document["sections"]:
        asked = [question["id"] for question in part.get("questions", ()) if question["id"] != name]
        places += [(section(part["id"]), after) for after in ["", *asked]]
    return places

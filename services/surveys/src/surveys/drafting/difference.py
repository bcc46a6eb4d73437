"""What became of one document in another: since the pilot, since last year. Compared piece by piece, by their ids."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from surveys.drafting.changes import Added, Change, Changed, LanguagesChanged, Moved, Removed, Reworded
from surveys.drafting.pieces import LISTS, SURVEY, Document, find, pieces_in, place_of

INNER = frozenset({"id", "format", "languages", "sections", "questions", *LISTS})


def difference(before: Document, after: Document) -> list[Change]:
    """In the order of the later document; what was removed comes first."""
    earlier, later = list(pieces_in(before, SURVEY)), list(pieces_in(after, SURVEY))
    there, here = set(earlier), set(later)
    made: list[Change] = list(_gone(before, [piece for piece in earlier if piece not in here], here))
    if before["languages"] != after["languages"]:
        made.append(LanguagesChanged(tuple(before["languages"]), tuple(after["languages"])))
    moved = _moved([piece for piece in earlier if piece in here], [piece for piece in later if piece in there])
    for piece in later:
        if piece not in there:
            made += _new(after, piece, there)
        elif piece != SURVEY:
            made += _elsewhere(before, after, piece, moved)
        if piece in there:
            made += _fields(before, after, piece)
    return made


def _gone(before: Document, removed: list[str], here: set[str]) -> Iterator[Change]:
    for piece in removed:
        within, after = place_of(before, piece)
        if _owner(within) in here:
            yield Removed(piece, within, after, find(before, piece) or {})


def _new(after: Document, piece: str, there: set[str]) -> Iterator[Change]:
    """The outermost: what came with it is in its content."""
    within, neighbour = place_of(after, piece)
    if _owner(within) in there:
        yield Added(piece, within, neighbour, find(after, piece) or {})


def _owner(within: str) -> str:
    return within.rpartition("/")[0] if within.rpartition("/")[2] in LISTS else within


def _moved(earlier: list[str], later: list[str]) -> set[str]:
    """Those that changed places with the fewest moves; what only made room has not moved."""
    kept = SequenceMatcher(a=earlier, b=later, autojunk=False).get_matching_blocks()
    return set(later) - {piece for block in kept for piece in later[block.b : block.b + block.size]}


def _elsewhere(before: Document, after: Document, piece: str, moved: set[str]) -> Iterator[Change]:
    (from_within, from_after), (within, neighbour) = place_of(before, piece), place_of(after, piece)
    if from_within != within or piece in moved:
        yield Moved(piece, from_within, from_after, within, neighbour)


def _fields(before: Document, after: Document, piece: str) -> Iterator[Change]:
    old, new = find(before, piece) or {}, find(after, piece) or {}
    if old == new:
        return
    languages = {*before["languages"], *after["languages"]}
    for field in dict.fromkeys([*old, *new]):
        if field not in INNER and old.get(field) != new.get(field):
            if _is_text(old.get(field), languages) and _is_text(new.get(field), languages):
                yield from _texts(piece, field, old.get(field) or {}, new.get(field) or {})
            else:
                yield Changed(piece, field, old.get(field), new.get(field))


def _is_text(value: Any, languages: set[str]) -> bool:
    return value is None or (isinstance(value, dict) and set(value) <= languages)


def _texts(piece: str, field: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for language in dict.fromkeys([*old, *new]):
        if old.get(language, "") != new.get(language, ""):
            yield Reworded(piece, field, language, old.get(language, ""), new.get(language, ""))

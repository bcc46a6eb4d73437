"""The pieces of a document by their addresses. A document is copied along the path that changes, and shared elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Document = dict[str, Any]
Path = tuple[str | int, ...]

SURVEY = "survey"
LISTS = ("options", "rows", "groups")
ADDRESS = re.compile(
    r"(?:survey|section/[\w-]{1,50}|question/[\w-]{1,50}(?:/(?:options|rows|groups)(?:/[\w-]{1,50})?)?)\Z", re.ASCII
)
PREFIXES = {"section": "s", "question": "q", "options": "o", "rows": "r", "groups": "g"}


def section(name: str) -> str:
    return f"section/{name}"


def question(name: str) -> str:
    return f"question/{name}"


def name_of(piece: str) -> str:
    """The id a piece has in the document."""
    return piece.rpartition("/")[2]


def sort_of(piece: str) -> str:
    """survey, section, question, options, rows or groups."""
    parts = piece.split("/")
    return parts[-2] if len(parts) > 1 else parts[0]


def address(within: str, name: str) -> str:
    """The address of the piece called `name` in the list `within`."""
    if within == SURVEY:
        return section(name)
    return question(name) if within.startswith("section/") else f"{within}/{name}"


def path_of(document: Document, piece: str) -> Path | None:
    """Where a piece stands, or None when it does not."""
    if piece == SURVEY:
        return ()
    kind, *names = piece.split("/")
    if len(names) not in (1, 3):
        return None  # a list, or no address
    name, *inner = names
    if kind == "section":
        return _of(document.get("sections", ()), name, ("sections",))
    for number, part in enumerate(document.get("sections", ())):
        found = _of(part.get("questions", ()), name, ("sections", number, "questions"))
        if found is not None:
            return found if not inner else _of(at(document, (*found, inner[0])) or (), inner[1], (*found, inner[0]))
    return None


def list_path(document: Document, within: str) -> Path | None:
    """Where the list `within` stands: `survey` (its sections), `section/s1` (its questions), `question/q1/options`."""
    if within == SURVEY:
        return ("sections",)
    owner, _, inner = (within, "", "questions") if within.startswith("section/") else within.rpartition("/")
    path = path_of(document, owner)
    return None if path is None else (*path, inner)


def _of(items: Sequence[Mapping[str, Any]], name: str, path: Path) -> Path | None:
    return next(((*path, number) for number, item in enumerate(items) if item.get("id") == name), None)


def at(whole: Any, path: Path) -> Any:
    """What stands at a path; None where it leads nowhere."""
    for key in path:
        if isinstance(whole, dict):
            whole = whole.get(key)
        elif isinstance(whole, list | tuple) and isinstance(key, int) and key < len(whole):
            whole = whole[key]
        else:
            return None
    return whole


def with_at(whole: Any, path: Path, value: Any) -> Any:
    """A copy with another value at the path. None leaves a field out."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        return [with_at(item, rest, value) if number == key else item for number, item in enumerate(whole)]
    inner = with_at((whole or {}).get(key), rest, value)
    if inner is None:
        return {name: part for name, part in (whole or {}).items() if name != key}
    return {**(whole or {}), key: inner}


def find(document: Document, piece: str) -> dict[str, Any] | None:
    path = path_of(document, piece)
    found: dict[str, Any] | None = None if path is None else at(document, path)
    return found


def field_path(field: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in field.split("."))


def field_of(document: Document, piece: str, field: str) -> Any:
    path = path_of(document, piece)
    return None if path is None else at(document, (*path, *field_path(field)))


def with_field(document: Document, piece: str, field: str, value: Any) -> Document:
    path = path_of(document, piece)
    assert path is not None, piece
    changed: Document = with_at(document, (*path, *field_path(field)), value)
    return changed


def place_of(document: Document, piece: str) -> tuple[str, str]:
    """The list a piece stands in, and the id it comes after ("" when it is the first)."""
    path = path_of(document, piece)
    assert path, piece
    siblings, number = at(document, path[:-1]), path[-1]
    assert isinstance(number, int)
    after = siblings[number - 1]["id"] if number else ""
    if sort_of(piece) == "section":
        return SURVEY, after
    if sort_of(piece) == "question":
        return section(document["sections"][path[1]]["id"]), after
    return piece.rpartition("/")[0], after


def put_in(document: Document, within: str, after: str, content: dict[str, Any]) -> Document:
    """After its neighbour; last where the neighbour is gone."""
    path = list_path(document, within)
    assert path is not None, within
    items = list(at(document, path) or ())
    names = [item["id"] for item in items]
    number = names.index(after) + 1 if after in names else len(items) if after else 0
    changed: Document = with_at(document, path, [*items[:number], content, *items[number:]])
    return changed


def taken_out(document: Document, piece: str) -> Document:
    path = path_of(document, piece)
    assert path, piece
    left = [item for item in at(document, path[:-1]) if item["id"] != name_of(piece)]
    changed: Document = with_at(document, path[:-1], left)
    return changed


def walk(content: dict[str, Any], piece: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A piece and all there is in it, each with its address."""
    yield piece, content
    for inner, within in _lists_of(content, piece):
        for item in inner:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield from walk(item, address(within, item["id"]))


def pieces_in(content: dict[str, Any], piece: str) -> Iterator[str]:
    """The addresses of a piece and of all there is in it."""
    return (inner for inner, _ in walk(content, piece))


def _lists_of(content: Mapping[str, Any], piece: str) -> Iterator[tuple[Sequence[Any], str]]:
    sort = sort_of(piece)
    if sort == SURVEY:
        yield content.get("sections", ()), SURVEY
    elif sort == "section":
        yield content.get("questions", ()), piece
    elif sort == "question":
        yield from ((content[name], f"{piece}/{name}") for name in LISTS if isinstance(content.get(name), list))


def free_name(used: frozenset[str] | set[str], within: str) -> str:
    """The next readable id nobody has ever had in this survey: q1, q2, … s1, o1, r1."""
    sort = sort_of(address(within, "x"))
    number = 1
    while address(within, f"{PREFIXES[sort]}{number}") in used:
        number += 1
    return f"{PREFIXES[sort]}{number}"

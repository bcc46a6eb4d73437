"""Which rules read what: the conditions, checks and calculations that hang on a question or on one of its options."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from surveys.drafting.pieces import LISTS, SURVEY, Document, address, name_of, pieces_in, sort_of

RULES = ("show_if", "end_if", "value")
READS = ("answer", "displayed")


class Reader(msgspec.Struct, frozen=True):
    """A piece with a rule that reads another; `field` is where its rule stands (`checks` holds several)."""

    piece: str
    field: str


def readers(document: Document, piece: str, content: dict[str, Any]) -> list[Reader]:
    """What outside the piece reads it or what is in it."""
    inside = set(pieces_in(content, piece))
    return [reader for reader, rule in rules(document) if reader.piece not in inside and reads(rule, piece, inside)]


def reads(rule: Any, piece: str, inside: set[str]) -> bool:
    if sort_of(piece) in LISTS:
        owner, item = piece.split("/")[1], name_of(piece)
        return owner in names(rule) and item in set(_strings(rule))
    return any(f"question/{name}" in inside for name in names(rule))


def rules(document: Document) -> Iterator[tuple[Reader, Any]]:
    """Every rule in the document, with where it stands."""
    yield from _rules_of(document, SURVEY)


def _rules_of(content: dict[str, Any], piece: str) -> Iterator[tuple[Reader, Any]]:
    for field in RULES:
        if content.get(field) is not None:
            yield Reader(piece, field), content[field]
    for check in content.get("checks", ()):
        yield Reader(piece, "checks"), check.get("must")
    sort = sort_of(piece)
    inner = {"survey": ("sections",), "section": ("questions",), "question": LISTS}.get(sort, ())
    for name in inner:
        within = f"{piece}/{name}" if sort == "question" else piece
        for item in content.get(name, ()):
            yield from _rules_of(item, address(within, item["id"]))


def names(rule: Any) -> set[str]:
    """The questions a rule reads, whichever of their answers it is."""
    return {name.partition(".")[0] for name in _names(rule)}


def _names(rule: Any) -> Iterator[str]:
    if isinstance(rule, dict):
        if isinstance(rule.get("question"), str):
            yield rule["question"]
    elif isinstance(rule, list) and rule:
        if rule[0] in READS and len(rule) > 1 and isinstance(rule[1], str):
            yield rule[1]
        for operand in rule[1:]:
            yield from _names(operand)


def _strings(rule: Any) -> Iterator[str]:
    if isinstance(rule, str):
        yield rule
        yield from rule.split(".")[1:]
    elif isinstance(rule, list | dict):
        for part in rule.values() if isinstance(rule, dict) else rule:
            yield from _strings(part)


def renamed(part: Any, names: dict[str, str]) -> Any:
    """The same with other names for some questions: in rules, and in texts that pipe their answers."""
    if isinstance(part, str):
        return re.sub(r"\{([A-Za-z0-9][\w-]*)", lambda found: "{" + names.get(found[1], found[1]), part)
    if isinstance(part, dict):
        return {key: _name(value, names) if key == "question" else renamed(value, names) for key, value in part.items()}
    if isinstance(part, list):
        if part and part[0] in READS and len(part) > 1:
            return [part[0], _name(part[1], names), *(renamed(operand, names) for operand in part[2:])]
        return [renamed(item, names) for item in part]
    return part


def _name(name: Any, names: dict[str, str]) -> Any:
    if not isinstance(name, str):
        return renamed(name, names)
    head, dot, rest = name.partition(".")
    return names.get(head, head) + dot + rest

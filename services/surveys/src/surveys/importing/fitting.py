"""A rule in the file's own names and values, as a rule over the answers here. What does not fit is said, not guessed."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from surveys.importing.book import Book, Found
from surveys.importing.infix import TOO_LONG, negated
from surveys.importing.losses import Unsayable
from surveys.logic import faults, names
from surveys.logic.expression import ANSWERS
from ui import mark

NOT_EARLIER = mark("Viser til noe som ikke er tatt med eller ikke kommer før.")
NOT_FITTING = mark("Passer ikke til svarene det kan velges mellom.")
NOT_ORDERED = mark("Sammenligner svar som ikke er tall her.")

NAMING = {*ANSWERS, "asked", "displayed"}
EQUAL = {"=", "!="}
AMONG = {"contains", "not_contains", "any_of", "all_of", "none_of"}
ORDER = {"<", "<=", ">", ">="}
LARGEST_RULE = 20_000
Operands = list[Any]


def fitted(rule: Any, book: Book) -> Any:
    """Raises Unsayable."""
    if not isinstance(rule, list) or not rule:
        return rule
    operator, *operands = rule
    if operator in NAMING:
        return _named(operator, _found(operands, book))
    asked = _answer(operands[0], book) if operands else None
    if operator in {"empty", "answered"} and asked and asked.box:
        return asked.ours if operator == "answered" else ["not", asked.ours]
    if operator == "selected":
        operator = "contains" if asked and asked.many else "="
    if operator in EQUAL | AMONG | ORDER and len(operands) == 2:  # noqa: PLR2004 – what compares has two sides
        return _compared(operator, operands, book)
    return [operator, *(fitted(operand, book) for operand in operands)]


def _named(operator: str, found: Found) -> Any:
    """What stands for an answer, its question's words, or when it is asked."""
    match operator:
        case "asked":
            return found.when
        case "displayed":
            return [operator, *found.ours[1:2]]
    return ["if", found.ours, "Y", ""] if found.box else found.ours


def _found(operands: Operands, book: Book) -> Found:
    """The answer that is meant; a row of a question by its own name, where the file writes it behind the question's."""
    whole = ".".join(map(str, operands))
    found = book.found.get(whole)
    if found is None and isinstance(operands[-1], int):  # a place in a list
        listed = _found(operands[:-1], book)
        return Found([*listed.ours, operands[-1]], listed.values)
    if found is None:
        raise Unsayable(NOT_EARLIER, whole)
    return found


def _answer(operand: Any, book: Book) -> Found | None:
    return _found(operand[1:], book) if isinstance(operand, list) and operand[:1] in (["answer"], ["typed"]) else None


def _compared(operator: str, operands: Operands, book: Book) -> Any:
    for place in (0, 1):
        found, other = _answer(operands[place], book), operands[1 - place]
        if found is None or _is_rule(other):
            continue
        if found.box:
            return _on_box(operator, found, other)
        if found.values is not None:
            return _on_choice(operator, found, other, found.values, turned=place == 1)
    return [operator, *(fitted(operand, book) for operand in operands)]


def _is_rule(operand: Any) -> bool:
    return isinstance(operand, list) and operand[:1] != ["list"]


def _on_box(operator: str, found: Found, value: Any) -> Any:
    """A box is ticked or not: nothing else can be asked of it."""
    if operator not in EQUAL or value not in {"Y", "", "N"}:
        raise Unsayable(NOT_FITTING, str(value))
    ticked = (operator == "=") == (value == "Y")
    return found.ours if ticked else negated(found.ours)


def _on_choice(operator: str, found: Found, value: Any, values: Mapping[str, str], *, turned: bool) -> Any:
    if value in ("", None):
        return {"=": ["empty", found.ours], "!=": ["answered", found.ours]}.get(operator) or _refuse(value)
    if operator in ORDER and any(code != ours or not _is_figure(ours) for code, ours in values.items()):
        raise Unsayable(NOT_ORDERED, str(value))
    if found.many and operator in EQUAL and not isinstance(value, list):
        value = ["list", value]
    ours = value if operator in ORDER else _mapped(value, values)
    return [operator, ours, found.ours] if turned else [operator, found.ours, ours]


def _refuse(value: Any) -> Any:
    raise Unsayable(NOT_FITTING, str(value))


def _is_figure(value: str) -> bool:
    return value.lstrip("-").isdecimal()


def _mapped(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return ["list", *(_mapped(one, values) for one in value[1:])]
    ours = values.get(value_key(value))
    if ours is None:
        raise Unsayable(NOT_FITTING, value_key(value))
    return ours


def value_key(value: Any) -> str:
    """A value of the file as text: true, 1 and 1.0 as everybody writes them."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def names_in(rule: Any) -> set[str]:
    """The file's names that a rule reads."""
    if not isinstance(rule, list) or not rule:
        return set()
    if rule[0] in ANSWERS:
        return {".".join(map(str, rule[1:]))}
    return {name for operand in rule[1:] for name in names_in(operand)}


def said(book: Book, place: str, written: str, parse: Callable[[str], Any], lost: str) -> Any:
    """A rule of the file as one of ours; or None, with the loss entered: what is so here, and on the next line why."""
    try:
        return _short_enough(fitted(parse(written), book))
    except Unsayable as unsayable:
        what = f" ({unsayable.what})" if unsayable.what and unsayable.what != written else ""
        book.lose(place, written + what, f"{lost}\n{unsayable.reason}")
        return None


def _short_enough(rule: Any) -> Any:
    """Rules that stand in one another grow."""
    if len(msgspec.json.encode(rule)) > LARGEST_RULE or next(faults(rule, "", names(rule)), None):
        raise Unsayable(TOO_LONG)
    return rule

"""What an answer must be: how many are chosen, how high or low a number may be, what a rule of the author's says."""

from collections.abc import Callable
from typing import Any

from surveys.importing.book import LINE, Book, Document, Texts
from surveys.importing.fitting import said
from surveys.importing.limesurvey.expressions import parsed
from surveys.importing.limesurvey.tables import Asked
from surveys.importing.reasons import LIMIT, NOT_CHECKED
from surveys.importing.said import NOT_ALLOWED

MOST_DIGITS = 7
HIGHEST = 1e12


def is_count(written: str) -> bool:
    return written.isascii() and written.isdigit() and 0 < len(written) < MOST_DIGITS and int(written) > 0


def most_chosen(question: Asked, book: Book, most: int) -> dict[str, int]:
    limits = {}
    for attribute, limit in (("min_answers", "min_choices"), ("max_answers", "max_choices")):
        written = question.take(attribute)
        if is_count(written) and int(written) <= most:
            limits[limit] = int(written)
        elif written and written != "0":
            book.lose(question.code, f"{attribute} = {written}", LIMIT)
    if limits.get("min_choices", 0) > limits.get("max_choices", most):
        book.lose(question.code, f"min_answers = {limits.pop('min_choices')}", LIMIT)
    return limits


def whole(question: Asked, attribute: str) -> int | None:
    written = question.take(attribute)
    return int(written) if written.lstrip("-").isdecimal() and len(written) < MOST_DIGITS else None


def bound(question: Asked, book: Book, attribute: str) -> int | float | None:
    """A limit that is a number; one that is an expression is for `checks` to say."""
    written = question.take(attribute)
    try:
        number = float(written) if written else None
    except ValueError:
        question.expressions[attribute] = written
        return None
    if number is None:
        return None
    if not abs(number) <= HIGHEST:
        book.lose(question.code, f"{attribute} = {written}", LIMIT)
        return None
    return int(number) if number == int(number) else number


_LIMITS = {"min_num_value_n": ">=", "max_num_value_n": "<="}
_SUMS = {"min_num_value": ">=", "max_num_value": "<=", "equals_num_value": "="}


def add_checks(question: Asked, book: Book, made: list[Document]) -> None:
    """The author's rules and limits that are expressions, each on the question it is about. For after its names are known."""
    variables = [f"{question.code}_{suffix}".rstrip("_") for suffix in question.found]
    for attribute in ("em_validation_q", "em_validation_sq"):
        written, tip = question.take(attribute), question.take_texts(f"{attribute}_tip")
        if written and len(made) == 1 and "" in question.found:
            rule = _rule(book, question.code, written, lambda it: parsed(it, this=question.code))
            _add(question, book, made[0], rule, tip)
        elif written:
            book.lose(question.code, f"{attribute} = {written}", NOT_CHECKED)
    for attribute, written in question.expressions.items():
        for one, variable in zip(made, variables, strict=False):
            _add(question, book, one, _limit(book, variable, _LIMITS[attribute], ["answer", variable], written))
    for attribute, operator in _SUMS.items():
        written = question.take(attribute) if question.type == "K" and attribute not in question.taken else ""
        if written and made:
            dealt = ["sum", *(["answer", variable] for variable in variables)]
            _add(question, book, made[-1], _limit(book, question.code, operator, dealt, written))


def _limit(book: Book, place: str, operator: str, value: list[Any], written: str) -> Any:
    return _rule(book, place, written, lambda it: [operator, value, parsed(it)])


def _rule(book: Book, place: str, written: str, parse: Callable[[str], Any]) -> Any:
    return said(book, place, written, parse, NOT_CHECKED)


def _add(question: Asked, book: Book, one: Document, rule: Any, tip: Texts | None = None) -> None:
    if isinstance(rule, list):
        message = book.texts(question.code, tip or {}, LINE) or book.ours(NOT_ALLOWED)
        one.setdefault("checks", []).append({"must": rule, "message": message})

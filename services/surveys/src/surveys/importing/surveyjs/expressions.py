"""SurveyJS's conditions, as rules over the answers here. The language itself is read by `surveys.logic.surveyjs`."""

from typing import Any

from surveys.importing.book import LINE, Book, Document, Texts
from surveys.importing.fitting import said
from surveys.importing.infix import NO_SUCH_FUNCTION, NOT_UNDERSTOOD
from surveys.importing.losses import Unsayable
from surveys.importing.reasons import FOR_ALL, NOT_CHECKED
from surveys.importing.said import NOT_ALLOWED
from surveys.logic import surveyjs

TRUE = "true"


def parsed(written: str) -> Any:
    """Raises Unsayable."""
    try:
        return surveyjs.parse(written)
    except surveyjs.NotAnExpression as error:
        raise Unsayable(NO_SUCH_FUNCTION if error.reason == "unknown_function" else NOT_UNDERSTOOD, error.name) from error


def condition(written: str, book: Book) -> Any:
    """A rule whose value is true or false: a yes/no question named alone asks whether the answer is yes."""
    return _as_truth(parsed(written), book)


def _as_truth(rule: Any, book: Book) -> Any:
    if not isinstance(rule, list) or not rule:
        return rule
    if rule[0] in {"and", "or", "not"}:
        return [rule[0], *(_as_truth(part, book) for part in rule[1:])]
    if rule[0] == "answer":
        found = book.found.get(".".join(map(str, rule[1:])))
        if found is not None and found.values is not None and TRUE in found.values:
            return ["=", rule, True]
    return rule


def show_if(book: Book, place: str, written: str) -> Document:
    """`{"show_if": …}`, or nothing where it is shown to all."""
    rule = said(book, place, written, lambda it: condition(it, book), FOR_ALL) if written else None
    return {"show_if": rule} if isinstance(rule, list) else {}


def add_check(book: Book, made: Document, place: str, must: Any, tip: Texts | None = None) -> None:
    """A rule in the file's own names, written or read, with the author's message or ours."""

    def parse(written: str) -> Any:
        return must if isinstance(must, list) else condition(written, book)

    rule = said(book, place, str(must), parse, NOT_CHECKED)
    if isinstance(rule, list):
        message = book.texts(place, tip or {}, LINE) or book.ours(NOT_ALLOWED)
        made.setdefault("checks", []).append({"must": rule, "message": message})

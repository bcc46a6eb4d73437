"""SurveyJS's validators: what an answer must be, beyond its kind."""

from typing import Any

from surveys.importing.book import Book, Document
from surveys.importing.reasons import LIMIT, VALUE
from surveys.importing.surveyjs.element import Element
from surveys.importing.surveyjs.expressions import add_check

Rule = list[Any]


def add_validators(element: Element, book: Book, made: Document) -> None:
    for part in element.parts("validators"):
        _add(part, element, book, made)
        part.lose_rest(book, element.name)
    for operator, key in ((">=", "minValueExpression"), ("<=", "maxValueExpression")):
        written = element.rule(key)
        if written:
            add_check(book, made, element.name, f"{{{element.name}}} {operator} ({written})")


def _add(part: Element, element: Element, book: Book, made: Document) -> None:
    match part.kind.removesuffix("validator"):
        case "expression":
            add_check(book, made, element.name, part.rule("expression"), part.text("text"))
        case "numeric":
            _bounds(part, element, book, made)
        case "text":
            _lengths(part, element, book, made)
        case "answercount":
            _counts(part, element, book, made)
        case "email" if made["kind"] == "short_text":
            made["format"] = "email"
        case _:
            part.take("caseInsensitive")
            book.lose(element.name, f"validators: {part.kind} {part.take('regex') or ''}", VALUE)


def _bounds(part: Element, element: Element, book: Book, made: Document) -> None:
    own: Rule = ["answer", element.name]
    for operator, limit in ((">=", part.take("minValue")), ("<=", part.take("maxValue"))):
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            add_check(book, made, element.name, [operator, own, limit], part.text("text"))


def _lengths(part: Element, element: Element, book: Book, made: Document) -> None:
    own: Rule = ["answer", element.name]
    least, most = part.whole("minLength"), part.whole("maxLength")
    if least and least > 0:
        add_check(book, made, element.name, [">=", ["length", own], least], part.text("text"))
    if most and most > 0:
        add_check(book, made, element.name, ["<=", ["length", own], most], part.text("text"))
    if part.take("allowDigits") is False:
        book.lose(element.name, "allowDigits = false", VALUE)


def _counts(part: Element, element: Element, book: Book, made: Document) -> None:
    least, most = part.whole("minCount") or 0, part.whole("maxCount") or 0
    among = len(made.get("options", ()))
    if made["kind"] != "multiple_choice" or max(least, most) > among or 0 < most < least:
        book.lose(element.name, f"answercount {least}–{most}", LIMIT)
        return
    made.update(({"min_choices": least} if least > 0 else {}) | ({"max_choices": most} if most > 0 else {}))

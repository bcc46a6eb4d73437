"""What happens on the way through a SurveyJS survey: values that are worked out, and triggers that end it."""

from collections.abc import Iterator
from typing import Any

from surveys.importing.book import EVERYWHERE, Book, Document, Found
from surveys.importing.fitting import names_in, said
from surveys.importing.losses import Unsayable
from surveys.importing.reasons import NOT_READ
from surveys.importing.surveyjs.element import Element
from surveys.importing.surveyjs.expressions import condition, parsed
from surveys.importing.surveyjs.kinds import worked_out
from ui import mark

NO_TRIGGER = mark("Handlingen finnes ikke her. Bare «avslutt» blir med.")
NOT_ENDED = mark("Undersøkelsen avsluttes ikke her.")


def values_worked_out(waiting: list[Element], book: Book) -> Iterator[Document]:
    """Each as soon as what it is worked out from has been asked."""
    for value in list(waiting):
        written = value.rule("expression")
        if not written or not _known(written, book):
            continue
        waiting.remove(value)
        name = book.name(value.name or "value", book.taken)
        made = {"id": name, "kind": "calculated", "required": False, "text": book.same(value.name or name)}
        yield made | worked_out(book, value.name, written)
        book.found[value.name] = Found(["answer", name])


def _known(written: str, book: Book) -> bool:
    try:
        return names_in(parsed(written)) <= book.found.keys()
    except Unsayable:
        return True  # it is lost where it is fitted


def end_rules(survey: Element, book: Book, sections: list[Document], closing: Any) -> None:
    """`complete` ends the survey after the first section by which all it reads has been asked."""
    for trigger in survey.parts("triggers"):
        kind, written = trigger.kind.removesuffix("trigger"), trigger.rule("expression")
        if kind != "complete" or not written:
            book.lose(EVERYWHERE, f"{trigger.kind} {written} {trigger.take('setToName') or ''}", NO_TRIGGER)
            continue
        rule = said(book, EVERYWHERE, written, lambda it: condition(it, book), NOT_ENDED)
        section = _after(rule, sections) if isinstance(rule, list) else None
        if section is not None:
            before = section.get("end_if")
            section["end_if"] = ["or", before, rule] if before else rule
            section |= {"end_text": closing} if closing else {}
        elif isinstance(rule, list):
            book.lose(EVERYWHERE, written, NOT_READ)


def _after(rule: list[Any], sections: list[Document]) -> Document | None:
    left = {name.split(".")[0] for name in names_in(rule)}
    for section in sections:
        left -= {question["id"] for question in section["questions"]}
        if not left:
            return section
    return None

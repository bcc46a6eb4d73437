"""Import from SurveyJS: its JSON, with every loss on the way."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.importing.book import EVERYWHERE, LINE, PROSE, WORDS, Book, Document, Fields, book_of
from surveys.importing.finishing import Imported, finished
from surveys.importing.fitting import NOT_EARLIER
from surveys.importing.languages import language_of_code
from surveys.importing.losses import UnusableFile
from surveys.importing.reasons import HIDDEN, LANGUAGE_GUESSED, NO_ANSWERS, NO_SUCH_TYPE, NOT_WORKED_OUT, TOO_MANY
from surveys.importing.said import PART, SURVEY
from surveys.importing.shape import few_enough, fits, joined, statements
from surveys.importing.surveyjs.element import DEFAULT, Element, languages_in
from surveys.importing.surveyjs.expressions import show_if
from surveys.importing.surveyjs.flow import end_rules, values_worked_out
from surveys.importing.surveyjs.kinds import ELSEWHERE, MAKERS, UNKNOWN
from surveys.importing.surveyjs.validators import add_validators

DEEPEST = 12
FIELDS = Fields(pattern=re.compile(r"\{[^{}\s][^{}]{0,200}\}"), name=lambda field: field[1:-1].strip())


def is_surveyjs(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("pages", document.get("elements")), list)


@dataclass
class Course:
    """What is gathered from page to page."""

    book: Book
    made: dict[str, Document] = field(default_factory=dict)
    """What each question became, by its name there."""
    seen: list[str] = field(default_factory=list)
    waiting: list[Element] = field(default_factory=list)
    """Values not worked out yet, because what they are worked out from has not come."""


def import_surveyjs(document: Mapping[str, Any]) -> Imported:
    """Raises UnusableFile."""
    codes = languages_in(document)
    written = document.get("locale")
    locale = written if isinstance(written, str) and written and language_of_code(written) else ""
    spoken = locale if locale and locale not in codes else "en"
    codes = list(dict.fromkeys([spoken, *(code for code in codes if code != DEFAULT)]))
    book = book_of(codes, spoken, FIELDS)
    if not locale and len(codes) == 1:
        book.lose(EVERYWHERE, "en", LANGUAGE_GUESSED)
    survey = Element({key: part for key, part in document.items() if key != "locale"}, "", spoken)
    course = Course(book, waiting=survey.parts("calculatedValues"))
    head = _head(survey, book)
    pages = survey.parts("pages") or [Element({"elements": survey.take("elements")}, "page1", spoken)]
    sections = [section for number, page in enumerate(pages, 1) for section in _section(page, number, course)]
    end_rules(survey, book, sections, head.get("closing"))
    for value in course.waiting:
        book.lose(value.name, f"{value.take('expression')}", f"{NOT_WORKED_OUT}\n{NOT_EARLIER}")
    survey.lose_rest(book, EVERYWHERE)
    return finished(head | {"sections": sections}, book)


def _head(survey: Element, book: Book) -> Document:
    title = book.texts(EVERYWHERE, survey.text("title"), LINE) or book.ours(SURVEY)
    introduction = book.texts(EVERYWHERE, survey.text("description"), PROSE)
    closing = book.texts(EVERYWHERE, survey.text("completedHtml"), PROSE)
    one_by_one = survey.take("questionsOnPageMode") in ("questionPerPage", "questionOnPage", "inputPerPage")
    return (
        {"title": title}
        | ({"introduction": introduction} if introduction else {})
        | ({"closing": closing} if closing else {})
        | ({"pages": "questions"} if one_by_one else {})
    )


def _section(page: Element, number: int, course: Course) -> list[Document]:
    """A page as a section; none when there is nothing on it."""
    book, name = course.book, page.name or f"page{number}"
    condition = show_if(book, name, page.rule("visibleIf"))
    text = book.texts(name, page.text("description"), PROSE)
    heading = book.texts(name, page.text("title"), LINE)
    title = heading or {language: f"{words} {number}" for language, words in book.ours(PART).items()}
    if _never_shown(page, condition):
        book.leave_out(name, "page", page.texts_below(), HIDDEN)
        return []
    shuffle = {"shuffle": True} if page.first("questionOrder", "questionsOrder") == "random" else {}
    questions = list(_elements(page, course, [], DEEPEST))
    page.lose_rest(book, name)
    if not questions and not text:
        return []
    section = {"id": f"part-{number}", "title": title, "questions": questions}
    return [section | ({"text": text} if text else {}) | condition | shuffle]


def _never_shown(element: Element, condition: Document) -> bool:
    return element.take("visible") is False and not condition


def _elements(parent: Element, course: Course, under: list[Document], left: int) -> Iterable[Document]:
    """Questions in order; a panel is a heading, and its condition is that of all in it."""
    if not left:
        raise UnusableFile("too_deep")
    for element in parent.parts("elements") or parent.parts("questions"):
        if element.kind == "panel":
            yield from _panel(element, course, under, left)
        else:
            yield from _question(element, course, under)
        yield from values_worked_out(course.waiting, course.book)


def _panel(panel: Element, course: Course, under: list[Document], left: int) -> Iterable[Document]:
    book = course.book
    condition = show_if(book, panel.name, panel.rule("visibleIf"))
    if _never_shown(panel, condition):
        book.leave_out(panel.name, "panel", panel.texts_below(), HIDDEN)
        return
    held = [*under, condition]
    heading = [book.texts(panel.name, panel.text(key), WORDS // 2) for key in ("title", "description")]
    words = {language: "\n".join(text[language] for text in heading if language in text) for language in book.languages}
    if any(words.values()):
        name = book.name(panel.name or "panel", book.taken)
        said = {language: text for language, text in words.items() if text}
        yield from statements(book, panel.name, {"id": name, "text": said} | joined(*held))
    yield from _elements(panel, course, held, left - 1)
    panel.lose_rest(book, panel.name)


def _question(element: Element, course: Course, under: list[Document]) -> Iterable[Document]:
    book, place = course.book, element.name
    course.seen.append(place)
    few_enough(course.seen)
    maker = MAKERS.get(element.kind)
    if maker is None:
        return _leave_out(element, book, UNKNOWN.get(element.kind, NO_SUCH_TYPE))
    if element.take("choicesByUrl") and not element.take("choices"):
        return _leave_out(element, book, ELSEWHERE)
    condition = show_if(book, place, element.rule("visibleIf"))
    if _never_shown(element, condition):
        return _leave_out(element, book, HIDDEN)
    shell: Document = {
        "id": book.name(place or "q", book.taken),
        "text": book.texts(place, element.text("title"), WORDS) or book.same(place),
        "required": element.take("isRequired") is True,
    }
    said_help = book.texts(place, element.text("description"), WORDS)
    shell |= ({"help": said_help} if said_help else {}) | joined(*under, condition)
    made = maker(element, book, shell, course.made)
    if not made or not all(map(fits, made)):
        book.found.pop(place, None)
        return _leave_out(element, book, TOO_MANY if made else NO_ANSWERS)
    if len(made) == 1:
        course.made[place] = made[0]
        add_validators(element, book, made[0])
    element.lose_rest(book, place)
    return made


def _leave_out(element: Element, book: Book, reason: str) -> list[Document]:
    book.leave_out(element.name, element.kind, element.texts_below(), reason)
    return []

"""Import from XLSForm (.xls, .xlsx), formr's dialect among them, with every loss on the way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surveys.importing.book import EVERYWHERE, LINE, PROSE, WORDS, Book, Document, Fields, book_of
from surveys.importing.finishing import Imported, finished
from surveys.importing.languages import language_of_code
from surveys.importing.reasons import (
    LANGUAGE_GUESSED,
    LOCKED,
    LOOKS,
    NO_ANSWERS,
    NO_COUNTERPART,
    NO_SUCH_TYPE,
    NOT_READ,
    PREFILLED,
    TOO_MANY,
)
from surveys.importing.said import PART, SURVEY
from surveys.importing.shape import few_enough, fits, joined, statements
from surveys.importing.xlsform import formr, kinds
from surveys.importing.xlsform.checks import add_checks
from surveys.importing.xlsform.choices import NO_MEDIA, Lists
from surveys.importing.xlsform.excel import Sheets, read_sheets
from surveys.importing.xlsform.expressions import show_if
from surveys.importing.xlsform.sheets import KNOWN, Form, Line, code_of, form_of, lose_rest, spoken_texts
from surveys.importing.xlsform.tables import is_table, table
from surveys.importing.xlsform.tree import Group, tree_of, type_of
from ui import mark

ONCE = mark("Gruppen kunne gjentas. Her står den én gang.")
REASONS = {
    **dict.fromkeys(("image", "audio", "video", "big_image"), NO_MEDIA),
    **dict.fromkeys(("default", "calculation"), PREFILLED),
    "readonly": LOCKED,
    "appearance": LOOKS,
}
QUIET_SETTINGS = frozenset(
    {"form_title", "form_id", "id_string", "name", "version", "default_language", "allow_choice_duplicates"}
)
SETTINGS_OFF = frozenset({"", "false", "no"})
FIELDS = Fields(pattern=re.compile(r"\$\{[^{}]{1,100}\}"), name=lambda found: found[2:-1].strip())


def import_xlsform(content: bytes) -> Imported:
    """Blocks for as long as the reading takes. Raises UnusableFile."""
    return import_sheets(read_sheets(content))


def import_sheets(sheets: Sheets) -> Imported:
    """Raises UnusableFile."""
    form = form_of(sheets)
    spoken = code_of(form.settings.get("default_language", ""), "")
    if not spoken or language_of_code(spoken) is None:
        spoken = "" if all(form.languages) and form.languages else "en"
    codes = list(dict.fromkeys(code_of(language, spoken) for language in form.languages)) or [spoken or "en"]
    book = book_of(codes, spoken or codes[0], FIELDS)
    if not form.settings.get("default_language") and "" in form.languages:
        book.lose(EVERYWHERE, "en", LANGUAGE_GUESSED)
    course = Course(book, Lists(form, book, spoken or codes[0]), formr.is_formr(form))
    few_enough(form.survey)
    sections = list(_sections(tree_of(form.survey), course))
    course.lists.lose_unused()
    _lose_around(form, list(sheets), book)
    title = book.texts(EVERYWHERE, {course.spoken: form.settings.get("form_title", "")}, LINE) or book.ours(SURVEY)
    return finished({"title": title, "sections": sections}, book)


@dataclass
class Course:
    book: Book
    lists: Lists
    formr: bool
    under: list[Document] = field(default_factory=list)

    @property
    def spoken(self) -> str:
        return self.lists.spoken


def _lose_around(form: Form, sheets: Sequence[str], book: Book) -> None:
    for sheet in sheets:
        if sheet.startswith("?") or sheet == "external_choices":
            book.lose(EVERYWHERE, sheet.removeprefix("?"), NOT_READ)
    for name, value in form.settings.items():
        if name not in QUIET_SETTINGS and value.lower() not in SETTINGS_OFF:
            book.lose(EVERYWHERE, f"{name} = {value}", NO_COUNTERPART)
    taken = {column for line in form.survey for column in line.taken} | KNOWN
    for column in dict.fromkeys(form.columns):
        if column and column not in taken and any(column in line.values for line in form.survey):
            book.lose(EVERYWHERE, column, NOT_READ)


def _sections(parts: Sequence[Line | Group], course: Course) -> Iterator[Document]:
    """A group at the top is a page, and so are the questions between groups."""
    loose: list[Document] = []
    number = 1
    for part in parts:
        if isinstance(part, Group) and not is_table(part):
            if loose:
                yield _page(course, number, loose)
                loose, number = [], number + 1
            made = _group_page(part, course, number)
            if made:
                yield made
                number += 1
        elif isinstance(part, Line) and type_of(part)[0] == "submit":
            course.book.leave_out(part.name, "submit", [part.text("label")], LOOKS)
            if loose:
                yield _page(course, number, loose)
                loose, number = [], number + 1
        else:
            loose += _made(part, course, [])
    if loose:
        yield _page(course, number, loose)


def _page(course: Course, number: int, questions: list[Document]) -> Document:
    title = {language: f"{words} {number}" for language, words in course.book.ours(PART).items()}
    return {"id": f"part-{number}", "title": title, "questions": questions}


def _group_page(group: Group, course: Course, number: int) -> Document | None:
    book, line = course.book, group.line
    title = book.texts(line.name, spoken_texts(line.text("label"), course.spoken), LINE)
    text = book.texts(line.name, spoken_texts(line.text("hint"), course.spoken), PROSE)
    condition = show_if(book, line.name, line.take("relevant"), line.take("showif"))
    _lose_group(group, book)
    questions = [question for part in group.parts for question in _made(part, course, [])]
    if not questions:
        book.leave_out(line.name, line.values["type"], [title], NO_ANSWERS)
        return None
    page = _page(course, number, questions)
    return page | ({"title": title} if title else {}) | ({"text": text} if text else {}) | condition


def _lose_group(group: Group, book: Book) -> None:
    if group.repeated:
        book.lose(group.line.name, group.line.values["type"], ONCE)
    if group.line.take("appearance") not in {"", "field-list"}:
        book.lose(group.line.name, f"appearance = {group.line.take('appearance')}", LOOKS)
    lose_rest(group.line, book, group.line.name, REASONS, NO_COUNTERPART)


def _made(part: Line | Group, course: Course, under: list[Document]) -> Iterator[Document]:
    if isinstance(part, Line):
        yield from _question(part, course, under)
    elif is_table(part):
        yield from table(part, course.lists, under)
    else:
        yield from _inner_group(part, course, under)


def _inner_group(group: Group, course: Course, under: list[Document]) -> Iterator[Document]:
    """A heading, and its condition for all that is in it."""
    book, line = course.book, group.line
    held = [*under, show_if(book, line.name, line.take("relevant"), line.take("showif"))]
    heading = [book.texts(line.name, spoken_texts(line.text(key), course.spoken), WORDS // 2) for key in ("label", "hint")]
    words = {language: "\n".join(text[language] for text in heading if language in text) for language in book.languages}
    said = {language: text for language, text in words.items() if text}
    if said:
        yield from statements(book, line.name, {"id": book.name(line.name, book.taken), "text": said} | joined(*held))
    _lose_group(group, book)
    for part in group.parts:
        yield from _made(part, course, held)


def _question(line: Line, course: Course, under: list[Document]) -> Sequence[Document]:
    book = course.book
    kind, of = type_of(line)
    makers = {**kinds.MAKERS, **formr.MAKERS} if course.formr else kinds.MAKERS
    maker = makers.get(kind)
    if maker is None:
        return _leave_out(line, book, kinds.UNKNOWN.get(kind, NO_SUCH_TYPE))
    most = PROSE if kind == "note" else WORDS
    label = book.texts(line.name, spoken_texts(line.text("label"), course.spoken), most)
    hint = book.texts(line.name, spoken_texts(line.text("hint"), course.spoken), WORDS)
    relevant = line.take("relevant"), line.take("showif")
    shell = {"id": book.name(line.name, book.taken), "text": label or book.same(line.name), "required": False}
    shell |= ({"help": hint} if hint else {}) | joined(*under, show_if(book, line.name, *relevant))
    used = set(course.lists.used)
    made = maker(line, course.lists, shell, of)
    if not made or not all(map(fits, made)):
        course.lists.used = used  # its list is told with those that nobody uses
        book.found.pop(line.name, None)
        return _leave_out(line, book, TOO_MANY if made else NO_ANSWERS)
    add_checks(line, course.lists, made, demanded=course.formr)
    lose_rest(line, book, line.name, REASONS, NO_COUNTERPART)
    return made


def _leave_out(line: Line, book: Book, reason: str) -> list[Document]:
    book.leave_out(line.name, line.values.get("type", ""), [line.text("label"), line.text("hint")], reason)
    return []

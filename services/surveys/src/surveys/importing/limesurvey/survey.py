"""Import from LimeSurvey: a survey (.lss), a group (.lsg) or a question (.lsq), and every loss on the way.

What cannot be said in our format is left out and listed. Nothing is passed over in silence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from surveys.importing.book import EVERYWHERE, LINE, PROSE, SHORTENED, WORDS, Book, Document, Fields, Texts, book_of
from surveys.importing.finishing import Imported, finished
from surveys.importing.limesurvey.expressions import NEVER, show_if, variable
from surveys.importing.limesurvey.file import Tables, read_tables
from surveys.importing.limesurvey.filters import add_filters
from surveys.importing.limesurvey.kinds import MAKERS, UNKNOWN
from surveys.importing.limesurvey.limits import add_checks
from surveys.importing.limesurvey.options import Made
from surveys.importing.limesurvey.settings import question_losses, survey_losses
from surveys.importing.limesurvey.tables import Asked, Group, groups_of
from surveys.importing.reasons import HIDDEN, NO_ANSWERS, NO_SUCH_TYPE, NOT_SHOWN, RANDOM, TOO_MANY
from surveys.importing.said import PART, SURVEY
from surveys.importing.shape import few_enough, fits
from ui import mark

EMPTY_GROUP = mark("Gruppen har ingen spørsmål som kan brukes, og er ikke tatt med.")

FIELDS = Fields(
    pattern=re.compile(r"\{[^{}\s][^{}]{0,400}\}"),
    name=lambda field: variable(field[1:-1].removeprefix("INSERTANS:")),
)


def import_limesurvey(content: bytes) -> Imported:
    """Raises UnusableFile. The questionnaire has the right shape; what it lacks to be published is for the author to write."""
    tables = read_tables(content)
    settings = tables.of("surveys_languagesettings")
    found = tables.languages or [row.get("surveyls_language", "") for row in settings]
    main = next((row["language"] for row in tables.of("surveys") if row.get("language")), found[0] if found else "")
    book = book_of(found, main, FIELDS)
    groups = groups_of(tables)
    few_enough([question for group in groups for question in group.questions])
    sections = [section for number, group in enumerate(groups, 1) for section in _section(book, group, number)]
    survey_losses(tables, book)
    one_by_one = any(row.get("format") == "S" for row in tables.of("surveys"))
    pages = {"pages": "questions"} if one_by_one else {}
    return finished(_head(tables, book) | pages | {"sections": sections}, book)


def _head(tables: Tables, book: Book) -> Document:
    settings = tables.of("surveys_languagesettings")
    title = book.texts(EVERYWHERE, _setting(settings, "surveyls_title"), LINE) or _first_name(tables, book)
    before = [_setting(settings, name) for name in ("surveyls_description", "surveyls_welcometext")]
    closing = book.texts(EVERYWHERE, _setting(settings, "surveyls_endtext"), PROSE)
    introduction = _joined(book, EVERYWHERE, [book.texts(EVERYWHERE, texts, PROSE // 2) for texts in before])
    return (
        {"title": title} | ({"introduction": introduction} if introduction else {}) | ({"closing": closing} if closing else {})
    )


def _first_name(tables: Tables, book: Book) -> Document:
    """A group or a question on its own has no title but its name."""
    group = next(iter(groups_of(tables)), None)
    return (book.texts(EVERYWHERE, group.name, LINE) if group else {}) or book.ours(SURVEY)


def _setting(settings: Sequence[dict[str, str]], name: str) -> Texts:
    return {row.get("surveyls_language", ""): row[name] for row in settings if row.get(name)}


def _joined(book: Book, place: str, texts: Sequence[Mapping[Any, str]]) -> Document:
    """Several texts after one another; what there is no room for is lost."""
    joined: Document = {
        language: "\n\n".join(text[language] for text in texts if language in text) for language in book.languages
    }
    for text in joined.values():
        if len(text) > PROSE:
            book.lose(place, text[PROSE:], SHORTENED)
    return {language: text[:PROSE].strip() for language, text in joined.items() if text}


def _section(book: Book, group: Group, number: int) -> list[Document]:
    """The group as a page; none when nothing of it is left."""
    place = next(iter(group.name.values()), f"{number}")
    if group.relevance.strip() in NEVER:
        for question in group.questions:
            _leave_out(book, question, NOT_SHOWN)
        book.leave_out(place, group.relevance, [group.name, group.description], NOT_SHOWN)
        return []
    condition = show_if(book, place, group.relevance)
    shuffle = _shuffled(book, group, place)
    text = book.texts(place, group.description, PROSE)
    questions = [made for question in group.questions for made in _question(book, question, condition.get("show_if"))]
    if not questions and not text:
        book.lose(place, place, EMPTY_GROUP)
        return []
    title = book.texts(place, group.name, LINE)
    if not title:
        title = {language: f"{words} {number}" for language, words in book.ours(PART).items()}
    section = {"id": f"part-{number}", "title": title, "questions": questions}
    return [section | ({"text": text} if text else {}) | condition | shuffle]


def _shuffled(book: Book, group: Group, place: str) -> Document:
    """All questions of the group in random order; anything else that was shuffled is lost."""
    if group.randomization:
        book.lose(place, f"randomization_group = {group.randomization}", RANDOM)
    drawn = {question.take("random_group") for question in group.questions if question.type != "X"}
    if len(drawn) == 1 and "" not in drawn and all(question.type != "X" for question in group.questions):
        return {"shuffle": True}
    for question in group.questions:
        if question.take("random_group"):
            book.lose(question.code, f"random_group = {question.take('random_group')}", RANDOM)
    return {}


def _question(book: Book, question: Asked, condition: Any) -> Made:
    """What it becomes; its names are known from here on, and hang on what it hangs on itself."""
    hidden = question.take("hidden") == "1" and question.type != "*"
    if hidden or question.relevance.strip() in NEVER:
        return _leave_out(book, question, HIDDEN if hidden else NOT_SHOWN)
    maker = MAKERS.get(question.type)
    if maker is None:
        return _leave_out(book, question, UNKNOWN.get(question.type, NO_SUCH_TYPE))
    shell = _shell(book, question)
    made = maker(question, book, shell)
    if not made or not all(map(fits, made)):
        return _leave_out(book, question, TOO_MANY if made else NO_ANSWERS)
    when = [rule for rule in (condition, shell.get("show_if")) if rule is not None]
    for suffix, found in question.found.items():
        told = replace(found, when=["and", *when] if len(when) > 1 else when[0] if when else None)
        book.found[f"{question.code}_{suffix}".rstrip("_")] = told
        book.found[f"#{question.qid}{suffix}"] = told
    add_filters(question, book, made)
    add_checks(question, book, made)
    question_losses(question, book)
    return made


def _leave_out(book: Book, question: Asked, reason: str) -> Made:
    parts = (*question.subquestions, *question.answers)
    book.leave_out(question.code, question.type, [question.texts, question.help, *(part.texts for part in parts)], reason)
    return []


def _shell(book: Book, question: Asked) -> Document:
    """What all questions have."""
    worked_out = question.type == "*" and not question.take("equation")
    texts = dict.fromkeys(question.texts, question.code) if worked_out else question.texts
    most = PROSE if question.type == "X" else WORDS
    shell: Document = {
        "id": book.name(question.code, book.taken),
        "text": book.texts(question.code, texts, most, instead=question.code or "?"),
        "required": question.mandatory == "Y",
    }
    said_help = book.texts(question.code, question.help, WORDS)
    return shell | ({"help": said_help} if said_help else {}) | show_if(book, question.code, question.relevance)

"""Import of a LimeSurvey survey: the questionnaire it becomes, and every loss on the way.

What cannot be said in our format is left out and listed. Nothing is passed over in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.importing.book import LINE, PROSE, SHORTENED, WORDS, Book, Document
from surveys.importing.conditions import NOT_FITTING, show_if
from surveys.importing.kinds import MAKERS, MOST_OPTIONS, MOST_ROWS, NO_SUCH_TYPE, UNKNOWN, Made
from surveys.importing.losses import Loss, UnusableFile
from surveys.importing.lss_file import Tables, read_tables
from surveys.importing.lss_survey import Asked, Group, Texts, groups_of
from surveys.importing.plain_text import plain
from surveys.importing.relevance import ALWAYS, NEVER
from surveys.importing.said import PART, SURVEY
from surveys.importing.settings import EVERYWHERE, RANDOM, question_losses, survey_losses
from surveys.questionnaire.definition import FORMAT
from surveys.questionnaire.faults import InvalidQuestionnaire
from surveys.questionnaire.pieces import OURS, Language
from surveys.questionnaire.reading import read
from ui import mark

LANGUAGE_LEFT_OUT = mark("Tekstene på dette språket er ikke tatt med. Her kan en undersøkelse være på nb, nn og en.")
LANGUAGE_MISSING = mark("Grunnspråket er ikke blant språkene her, så det første av de andre er brukt.")
HIDDEN = mark("Spørsmålet var skjult for alle, og er ikke tatt med.")
NOT_SHOWN = mark("Betingelsen er aldri oppfylt. Dette er ikke tatt med.")
NO_ANSWERS = mark("Spørsmålet har ingen svar å velge mellom, og er ikke tatt med.")
TOO_MANY = mark("Spørsmålet har for mange linjer eller svaralternativer, og er ikke tatt med.")
MOVED_TEXT = mark("Teksten sto mellom to spørsmål. Her står den øverst på siden.")
TEXT_FOR_ALL = mark("Teksten hadde en betingelse. Her vises den for alle som kommer til siden.")
EMPTY_GROUP = mark("Gruppen har ingen spørsmål som kan brukes, og er ikke tatt med.")

FOREIGN_NAMES: dict[str, Language] = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
ROUNDS = 20


@dataclass(frozen=True)
class Imported:
    questionnaire: Document
    losses: list[Loss]


def import_lss(content: bytes) -> Imported:
    """Raises UnusableFile. The questionnaire passes `read`."""
    tables = read_tables(content)
    book = _book(tables)
    sections = [section for number, group in enumerate(groups_of(tables), 1) for section in _section(book, group, number)]
    survey_losses(tables, book)
    if not any(section["questions"] for section in sections):
        raise UnusableFile("no_questions")
    document = _head(tables, book) | {"sections": sections}
    return Imported(_sound(document, book), book.ledger.losses)


def _book(tables: Tables) -> Book:
    """The languages we can take, each from one of the file's."""
    found = tables.languages or list(
        dict.fromkeys(row.get("surveyls_language", "") for row in tables.of("surveys_languagesettings"))
    )
    ours: dict[Language, str] = {}
    for code in sorted(found, key=lambda code: code == "no"):
        language = FOREIGN_NAMES.get(code.split("-")[0].lower())
        if language is not None:
            ours.setdefault(language, code)
    if not ours:
        raise UnusableFile("no_language", found=", ".join(found)[:100] or "–")
    base = next((row["language"] for row in tables.of("surveys") if row.get("language")), found[0])
    book = Book({language: ours[language] for language in OURS if language in ours}, base)
    for code in found:
        if code not in ours.values():
            book.lose(EVERYWHERE, code, LANGUAGE_LEFT_OUT)
    if base not in ours.values():
        book.lose(EVERYWHERE, base, LANGUAGE_MISSING)
    return book


def _head(tables: Tables, book: Book) -> Document:
    settings = tables.of("surveys_languagesettings")
    title = book.texts(EVERYWHERE, _setting(settings, "surveyls_title"), LINE) or book.ours(SURVEY)
    before = [_setting(settings, name) for name in ("surveyls_description", "surveyls_welcometext")]
    closing = book.texts(EVERYWHERE, _setting(settings, "surveyls_endtext"), PROSE)
    head: Document = {"format": FORMAT, "languages": list(book.languages), "title": title}
    introduction = _joined(book, EVERYWHERE, [book.texts(EVERYWHERE, texts, PROSE // 2) for texts in before])
    return head | ({"introduction": introduction} if introduction else {}) | ({"closing": closing} if closing else {})


def _setting(settings: Sequence[dict[str, str]], name: str) -> Texts:
    return {row.get("surveyls_language", ""): row[name] for row in settings if row.get(name)}


def _joined(book: Book, place: str, texts: Sequence[Mapping[Any, str]]) -> Document:
    """Several texts after one another; what there is no room for is lost."""
    said = [text for text in texts if text]
    if not said:
        return {}
    joined: Document = {language: "\n\n".join(text[language] for text in said) for language in book.languages}
    for text in joined.values():
        if len(text) > PROSE:
            book.lose(place, text[PROSE:], SHORTENED)
    return {language: text[:PROSE].strip() for language, text in joined.items()}


def _section(book: Book, group: Group, number: int) -> list[Document]:
    """The group as a page; none when nothing of it is left."""
    place = next(iter(group.name.values()), f"{number}")
    if group.relevance.strip() in NEVER:
        book.lose(place, group.relevance, NOT_SHOWN)
        return []
    condition = show_if(book, place, group.relevance)
    if group.randomization:
        book.lose(place, f"randomization_group = {group.randomization}", RANDOM)
    questions: Made = []
    texts: list[Mapping[Any, str]] = [book.texts(place, group.description, PROSE // 2)]
    for question in group.questions:
        if question.type == "X":
            texts.append(_statement(book, question, first=not questions))
        else:
            questions += _question(book, question)
    text = _joined(book, place, texts)
    if not questions and not text:
        book.lose(place, place, EMPTY_GROUP)
        return []
    part = {language: f"{words} {number}" for language, words in book.ours(PART).items()}
    section = {"id": f"part-{number}", "title": book.texts(place, group.name, LINE) or part, "questions": questions}
    return [section | ({"text": text} if text else {}) | ({"show_if": condition} if condition else {})]


def _statement(book: Book, question: Asked, *, first: bool) -> Document:
    if _never_shown(book, question):
        return {}
    if not first:
        book.lose(question.code, "X", MOVED_TEXT)
    if question.relevance.strip() not in ALWAYS:
        book.lose(question.code, question.relevance, TEXT_FOR_ALL)
    question_losses(question, book)
    words = [book.texts(question.code, texts, PROSE // 4) for texts in (question.texts, question.help)]
    return _joined(book, question.code, words)


def _never_shown(book: Book, question: Asked) -> bool:
    hidden = question.take("hidden") == "1"
    never = question.relevance.strip() in NEVER
    if hidden or never:
        book.lose(question.code, "hidden = 1" if hidden else question.relevance, HIDDEN if hidden else NOT_SHOWN)
    return hidden or never


def _question(book: Book, question: Asked) -> Made:
    maker = MAKERS.get(question.type)
    if maker is None:
        book.lose(question.code, _in_short(question), UNKNOWN.get(question.type, NO_SUCH_TYPE))
        return []
    if question.take("hidden") == "1" or question.relevance.strip() in NEVER:
        book.lose(
            question.code, question.relevance or "hidden = 1", NOT_SHOWN if question.relevance.strip() in NEVER else HIDDEN
        )
        return []
    made = maker(question, book, _shell(book, question))
    question_losses(question, book)
    fits = all(len(one.get("rows", ())) <= MOST_ROWS and len(one.get("options", ())) <= MOST_OPTIONS for one in made)
    if not made or not fits:
        book.lose(question.code, _in_short(question), TOO_MANY if made else NO_ANSWERS)
        book.became.pop(question.code, None)
        return []
    if question.code in book.became:
        book.became[f"#{question.qid}"] = book.became[question.code]
    return made


def _in_short(question: Asked) -> str:
    """A question that is left out, so that it can be found again: its type and its words."""
    return f"{question.type} {plain(next(iter(question.texts.values()), ''))}"


def _shell(book: Book, question: Asked) -> Document:
    """What all questions have."""
    shell: Document = {
        "id": book.name(question.code, book.taken),
        "text": book.texts(question.code, question.texts, WORDS, instead=question.code or "?"),
        "required": question.mandatory == "Y",
    }
    said_help = book.texts(question.code, question.help, WORDS)
    condition = show_if(book, question.code, question.relevance)
    return shell | ({"help": said_help} if said_help else {}) | ({"show_if": condition} if condition else {})


def _sound(document: Document, book: Book) -> Document:
    """Conditions that can never be met here are taken away, until `read` accepts the whole."""
    for _ in range(ROUNDS):
        try:
            read(document)
        except InvalidQuestionnaire as invalid:
            places = [fault.place for fault in invalid.faults if fault.place.endswith("show_if")]
            if not places:
                raise UnusableFile("too_much") from invalid
            for place in places:
                _forget_condition(document, place, book)
        else:
            return document
    raise UnusableFile("too_much")


def _forget_condition(document: Document, place: str, book: Book) -> None:
    owner: Any = document
    for step in place.replace("]", "").replace("[", ".").split(".")[:-1]:
        owner = owner[int(step)] if step.isdigit() else owner[step]
    condition = owner.pop("show_if", None)
    if condition:
        book.lose(owner["id"], " ".join(map(str, condition.values())), NOT_FITTING)

"""What can be chosen in a question of LimeSurvey, and what all makers of questions share."""

from collections.abc import Callable, Iterable, Sequence

from surveys.importing.book import LINE, Book, Document, Found
from surveys.importing.limesurvey.expressions import show_if
from surveys.importing.limesurvey.tables import Asked, Part
from surveys.importing.said import OTHER, Said
from surveys.importing.shape import few_enough

Made = list[Document]
Maker = Callable[[Asked, Book, Document], Made]

OTHER_CODE = "-oth-"


def options_of(question: Asked, book: Book, parts: Iterable[Part]) -> tuple[Made, dict[str, str]]:
    """The options (or rows) with ids of their own, and the id by the file's code."""
    taken: set[str] = set()
    by_code = {part.code: part for part in parts}
    few_enough(by_code)
    ids = {code: book.name(code, taken, f"{question.code}_{code}") for code in by_code}
    made = []
    for code, part in by_code.items():
        place = f"{question.code}_{code}"
        shown = show_if(book, place, part.relevance) if part.relevance else {}
        made.append({"id": ids[code], "text": book.texts(place, part.texts, LINE, instead=code)} | shown)
    return made, ids


def fixed_options(book: Book, choices: Sequence[tuple[str, Said]]) -> Made:
    """Answers that LimeSurvey has built in."""
    return [{"id": code, "text": book.ours(words)} for code, words in choices]


def add_other(question: Asked, book: Book, shell: Document, options: Made) -> str:
    """The option with a field for a person's own words, put last; the id it got."""
    replaced = book.texts(f"{question.code}_other", question.take_texts("other_replace_text"), LINE)
    name = book.name("other", {option["id"] for option in options}, question.code)
    options.append({"id": name, "text": replaced or book.ours(OTHER), "write_in": True, "fixed": True})
    question.found["other"] = Found(["answer", f"{shell['id']}.{name}"])
    return name


def shuffled(question: Asked) -> Document:
    by_chance = question.take("random_order") == "1" or question.take("answer_order") == "random"
    return {"shuffle": True} if by_chance else {}

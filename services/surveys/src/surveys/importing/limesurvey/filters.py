"""Array filters: a line or an answer stands there when the same one was chosen in an earlier question."""

from collections.abc import Iterator
from typing import Any

from surveys.importing.book import Book, Document
from surveys.importing.fitting import NOT_EARLIER
from surveys.importing.infix import negated
from surveys.importing.limesurvey.tables import Asked
from surveys.importing.reasons import FOR_ALL


def add_filters(question: Asked, book: Book, made: list[Document]) -> None:
    for attribute in ("array_filter", "array_filter_exclude"):
        for source in filter(None, map(str.strip, question.take(attribute).split(";"))):
            rules = {code: rule for code, _ in _pieces(question, made) if (rule := _chosen(book, source, code))}
            if not rules:
                book.lose(question.code, f"{attribute} = {source}", f"{FOR_ALL}\n{NOT_EARLIER}")
            for code, piece in _pieces(question, made):
                if code in rules:
                    rule = rules[code] if attribute == "array_filter" else negated(rules[code])
                    piece["show_if"] = ["and", piece["show_if"], rule] if "show_if" in piece else rule


def _pieces(question: Asked, made: list[Document]) -> Iterator[tuple[str, Document]]:
    """What is filtered, by the file's code: rows, else options, else the questions that lines became."""
    codes = list(dict.fromkeys(part.code for part in question.subquestions if part.scale == "0"))
    codes += ["other"] if question.other else []
    for one in made:
        yield from zip(codes, one.get("rows") or one.get("options", ()), strict=False)
    if len(made) == len(codes) and not any("rows" in one or "options" in one for one in made):
        yield from zip(codes, made, strict=True)


def _chosen(book: Book, source: str, code: str) -> Any:
    found = book.found.get(f"{source}_{code}")
    if found is None:
        return None
    return found.ours if found.box else ["answered", found.ours]

"""What a step did, in words: «slettet spørsmål 4». For the buttons that undo and redo, and for what is said when it is done."""

from collections.abc import Mapping
from typing import Any

from surveys.building.outline import Part
from surveys.drafting.changes import Added, Change, Changed, LanguagesChanged, Moved, Removed, Replaced, Reworded
from surveys.drafting.pieces import name_of, sort_of
from surveys.questionnaire.faults import Say
from surveys.questionnaire.pieces import in_language
from ui import mark

SHORT = 40
WORDS: Mapping[tuple[type, str], str] = {
    (Added, "section"): mark("la til %(what)s"),
    (Added, "question"): mark("la til %(what)s"),
    (Added, ""): mark("la til et svar i %(what)s"),
    (Removed, "section"): mark("slettet %(what)s"),
    (Removed, "question"): mark("slettet %(what)s"),
    (Removed, ""): mark("fjernet et svar i %(what)s"),
    (Moved, "section"): mark("flyttet %(what)s"),
    (Moved, "question"): mark("flyttet %(what)s"),
    (Moved, ""): mark("flyttet et svar i %(what)s"),
    (Reworded, "survey"): mark("endret teksten i innledningen"),
    (Reworded, "section"): mark("endret teksten i %(what)s"),
    (Reworded, "question"): mark("endret teksten i %(what)s"),
    (Reworded, ""): mark("endret et svar i %(what)s"),
    (Changed, "survey"): mark("endret en innstilling"),
    (Changed, "section"): mark("endret %(what)s"),
    (Changed, "question"): mark("endret %(what)s"),
    (Changed, ""): mark("endret et svar i %(what)s"),
}
FIELDS: Mapping[str, str] = {
    "required": mark("endret om %(what)s må besvares"),
    "show_if": mark("endret hvem som ser %(what)s"),
    "end_if": mark("endret hvem %(what)s avslutter for"),
    "kind": mark("byttet type på %(what)s"),
    "checks": mark("endret kontrollen av %(what)s"),
}


class Names:
    """What each piece is called now; what is gone is called by its text."""

    def __init__(self, parts: tuple[Part, ...], say: Say, language: str) -> None:
        self._say, self._language = say, language
        self._sections = {part.id: part.number for part in parts}
        self._questions = {asked.id: asked for part in parts for asked in part.questions}

    def of(self, piece: str, content: Mapping[str, Any] | None = None) -> str:
        sort, name = [*piece.split("/"), ""][:2]
        if sort == "section":
            return self._named(mark("del %(number)s"), self._sections.get(name, 0), (content or {}).get("title"))
        asked = self._questions.get(name)
        text = (content or {}).get("text") if sort_of(piece) == "question" else None
        return self._named(mark("spørsmål %(number)s"), asked.number if asked else 0, text)

    def _named(self, words: str, number: int, texts: Mapping[str, str] | None) -> str:
        text = in_language(texts, self._language)
        if number:
            return self._say(words, number=number)
        return f"«{text[:SHORT]}…»" if len(text) > SHORT else f"«{text}»" if text else self._say(mark("noe uten tekst"))


def in_words(changes: tuple[Change, ...], names: Names, say: Say) -> str:
    """One step as a sentence without its subject. Of several changes the weightiest says it."""
    if not changes:
        return say(mark("ingen endring"))
    added = [change for change in changes if isinstance(change, Added) and sort_of(change.piece) == "question"]
    if len(added) > 1:
        return say(mark("la til %(n)s spørsmål"), n=len(added))
    return _one(max(changes, key=_weight), names, say)


def _weight(change: Change) -> int:
    order = (Changed, Reworded, Moved, Added, Removed, LanguagesChanged, Replaced)
    return order.index(type(change)) + (10 if isinstance(change, Changed) and change.field in FIELDS else 0)


def _one(change: Change, names: Names, say: Say) -> str:
    match change:
        case LanguagesChanged():
            return say(mark("endret språkene"))
        case Replaced():
            return say(mark("byttet ut alle spørsmålene"))
        case Changed(piece=piece, field=field) if field in FIELDS:
            return say(FIELDS[field], what=names.of(piece))
        case Added(content=content) | Removed(content=content):
            return say(WORDS[type(change), _sort(change.piece)], what=names.of(change.piece, content))
        case _:
            return say(WORDS[type(change), _sort(change.piece)], what=names.of(change.piece))


def _sort(piece: str) -> str:
    """survey, section or question; "" for what stands in a question."""
    return piece if piece == "survey" else sort_of(piece) if name_of(piece) and piece.count("/") == 1 else ""

"""Every text of a questionnaire with the place it stands, to be seen side by side in its languages; what lacks is counted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ui import mark

Document = Mapping[str, Any]
NAMES: Mapping[str, str] = {
    "title": mark("Tittel"),
    "introduction": mark("Innledning"),
    "closing": mark("Avslutning"),
    "text": mark("Tekst"),
    "end_text": mark("Tekst når det slutter her"),
    "help": mark("Hjelpetekst"),
    "comment": mark("Ledetekst til kommentarfelt"),
    "low": mark("Ord ved den laveste enden"),
    "high": mark("Ord ved den høyeste enden"),
    "unit": mark("Enhet"),
    "yes": mark("Ordet for ja"),
    "no": mark("Ordet for nei"),
    "message": mark("Melding"),
    "alt": mark("Bildet i ord"),
}
LISTS: Mapping[str, str] = {
    "options": mark("Svar %(number)s"),
    "rows": mark("Linje %(number)s"),
    "groups": mark("Gruppe %(number)s"),
    "checks": mark("Kontroll %(number)s"),
}
LONG = frozenset({"introduction", "closing", "end_text", "help"})


class Passage(msgspec.Struct, frozen=True):
    """One text in every language there is. `path` leads to it within the piece it stands in (see `piece`)."""

    piece: tuple[str, str]
    """What it belongs to: ("survey", ""), or ("section" | "question", id)."""
    path: tuple[str | int, ...]
    texts: Mapping[str, str]

    @property
    def long(self) -> bool:
        return self.path[-1] in LONG or (self.path == ("text",) and self.piece[0] != "survey")

    @property
    def name(self) -> str:
        """As one field of a form is called: the same for the same text, whatever stands before it."""
        return ":".join((*self.piece, *map(str, self.path)))

    def missing(self, languages: Sequence[str]) -> list[str]:
        return [language for language in languages if not self.texts.get(language, "").strip()]


def passages(document: Document) -> Iterator[Passage]:
    """In the order they are read. A text nobody has begun is left out, but for those every piece must have."""
    yield from _texts(("survey", ""), document, ("title", "introduction"), needed="title")
    for section in document.get("sections", ()):
        yield from _texts(("section", section["id"]), section, ("title", "text", "end_text"), needed="title")
        for question in section.get("questions", ()):
            yield from question_passages(question)
    yield from _texts(("survey", ""), document, ("closing",))


def question_passages(question: Document) -> Iterator[Passage]:
    piece = ("question", question["id"])
    yield from _texts(piece, question, ("text", "help"), needed="text")
    for name in ("rows", "options", "groups"):
        for item in question.get(name, ()):
            yield from _texts(piece, item, ("text",), (name, item["id"]), needed="text")
            yield from _texts(piece, item.get("picture") or {}, ("alt",), (name, item["id"], "picture"))
    yield from _texts(piece, question, ("low", "high", "unit", "yes", "no", "comment"))
    for place, check in enumerate(question.get("checks", ())):
        yield from _texts(piece, check, ("message",), ("checks", place))


def _texts(
    piece: tuple[str, str], of: Document, names: Sequence[str], within: tuple[str | int, ...] = (), needed: str = ""
) -> Iterator[Passage]:
    for name in names:
        texts = of.get(name) or {}
        if texts or name == needed:
            yield Passage(piece, (*within, name), texts)


def missing_counts(document: Document) -> dict[str, int]:
    """How many texts each language lacks."""
    languages = document["languages"]
    counts = dict.fromkeys(languages, 0)
    for passage in passages(document):
        for language in passage.missing(languages):
            counts[language] += 1
    return counts

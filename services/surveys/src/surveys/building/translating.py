"""Every text of a questionnaire with the place it stands, to be seen side by side in its languages; what lacks is counted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from surveys.questionnaire import OURS
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
    """One text in every language there is: the piece it stands in, and its field there (`text`, `checks.0.message`)."""

    piece: str
    field: str
    texts: Mapping[str, str]

    @property
    def long(self) -> bool:
        return self.field in LONG or (self.field == "text" and self.piece.count("/") == 1)

    @property
    def name(self) -> str:
        """As one field of a form is called."""
        return f"{self.piece}:{self.field}"

    @property
    def open(self) -> str:
        """The piece to open to write it where it stands."""
        return "/".join(self.piece.split("/")[:2])

    def missing(self, languages: Sequence[str]) -> list[str]:
        """The words for yes and no need none in our own languages."""
        ours = OURS if self.field in ("yes", "no") else ()
        return [language for language in languages if language not in ours and not self.texts.get(language, "").strip()]


def passages(document: Document) -> Iterator[Passage]:
    """In the order they are read. A text nobody has begun is left out, but for those every piece must have."""
    foreign = not set(document["languages"]) <= set(OURS)
    yield from _texts("survey", document, ("title", "introduction"), needed=("title",))
    for section in document.get("sections", ()):
        yield from _texts(f"section/{section['id']}", section, ("title", "text", "end_text"), needed=("title",))
        for question in section.get("questions", ()):
            yield from _of_question(question, foreign=foreign)
    yield from _texts("survey", document, ("closing",))


def _of_question(question: Document, *, foreign: bool) -> Iterator[Passage]:
    """The words for yes and no are ours in the languages of the house, and must be written in all others."""
    piece = f"question/{question['id']}"
    yield from _texts(piece, question, ("text", "help"), needed=("text",))
    for name in ("rows", "options", "groups"):
        for item in question.get(name, ()):
            yield from _texts(f"{piece}/{name}/{item['id']}", item, ("text",), needed=("text",))
            yield from _texts(f"{piece}/{name}/{item['id']}", item.get("picture") or {}, ("alt",), before="picture.")
    words = ("yes", "no") if foreign and question["kind"] == "yes_no" else ()
    yield from _texts(piece, question, ("low", "high", "unit", "yes", "no", "comment"), needed=words)
    for place, check in enumerate(question.get("checks", ())):
        yield from _texts(piece, check, ("message",), before=f"checks.{place}.")


def _texts(
    piece: str, of: Document, names: Sequence[str], *, before: str = "", needed: Sequence[str] = ()
) -> Iterator[Passage]:
    for name in names:
        texts = of.get(name) or {}
        if texts or name in needed:
            yield Passage(piece, f"{before}{name}", texts)


def missing_counts(document: Document) -> dict[str, int]:
    """How many texts each language lacks."""
    languages = document["languages"]
    counts = dict.fromkeys(languages, 0)
    for passage in passages(document):
        for language in passage.missing(languages):
            counts[language] += 1
    return counts

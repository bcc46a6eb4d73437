"""What an import keeps in hand: languages, names already given, what earlier questions became, and the ledger of losses."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.importing.languages import MOST_LANGUAGES, language_of_code
from surveys.importing.losses import LEFT_OUT, Ledger, UnusableFile
from surveys.importing.plain_text import lost_tags, plain
from surveys.importing.said import Said
from surveys.questionnaire.pieces import Language
from ui import mark

LINE, WORDS, PROSE = 300, 2_000, 10_000

EVERYWHERE = mark("Hele undersøkelsen")
MARKUP = mark("Teksten er gjort om til ren tekst. Utheving, bilder, tabeller og skript er ikke med.")
FIELDS = mark("Flettefelt blir ikke fylt ut her, og står igjen i teksten. Skriv den om.")
SHORTENED = mark("Teksten var for lang og er kortet ned.")
NO_TEXT = mark("Det var ingen tekst. Koden er satt inn i stedet.")
RENAMED = mark("Koden er skrevet om. Tegnene er ikke tillatt her, eller koden var brukt før.")
LANGUAGE_LEFT_OUT = mark("Tekstene på dette språket er ikke tatt med. Det har ingen kode, eller det er for mange språk.")

Document = dict[str, Any]
Texts = Mapping[str, str]
"""A text by the file's own language codes."""


@dataclass(frozen=True)
class Found:
    """What an answer of the file is here. `values`: ours for each of the file's, where only these can be answered."""

    ours: list[Any]
    values: Mapping[str, str] | None = None
    many: bool = False
    """Whether several can be chosen."""
    box: bool = False
    """Whether it is one box of several: `ours` is then the rule that it is ticked."""
    when: Any = None
    """When its question is asked, where it is not always."""


@dataclass(frozen=True)
class Fields:
    """How a tool writes that an answer is to be put into a text: the pattern, and the answer's name from what it found."""

    pattern: re.Pattern[str]
    name: Callable[[str], str | None]


@dataclass(frozen=True)
class Book:
    languages: Mapping[Language, str]
    """Our languages, the main one first, and the file's code for each."""
    fields: Fields
    ledger: Ledger = field(default_factory=Ledger)
    found: dict[str, Found] = field(default_factory=dict)
    """What may be named in rules and texts, by the file's names."""
    taken: set[str] = field(default_factory=set)

    def lose(self, place: str, what: str, reason: str) -> None:
        self.ledger.lose(place, what, reason)

    def leave_out(self, place: str, kind: str, words: Sequence[Texts], reason: str) -> None:
        """A whole question: its kind, its words, and those of its answers."""
        said = (plain(text) for texts in words for text in texts.values())
        self.ledger.lose(place, " · ".join([kind, *filter(None, said)]), reason, LEFT_OUT)

    def texts(self, place: str, texts: Texts, most: int, instead: str = "") -> Said:
        """A text in the languages it is written in; empty when there is none at all and nothing to put instead.

        One that is missing in a language is not lost here: it never was. It is among what must be written before publishing.
        """
        written = {language: self._plain(place, texts.get(code, ""), most) for language, code in self.languages.items()}
        said = {language: text for language, text in written.items() if text}
        if not said and instead:
            self.lose(place, instead, NO_TEXT)
            return self.same(instead, most)
        return said

    def same(self, text: str, most: int = LINE) -> Said:
        """A name or a value that stands for its own words, in every language."""
        return dict.fromkeys(self.languages, " ".join(plain(text).split())[:most] or "–")

    def _plain(self, place: str, text: str, most: int) -> str:
        tags = lost_tags(text)
        if tags:
            self.lose(place, " ".join(f"<{tag}>" for tag in tags), MARKUP)
        words = self._filled(place, plain(text))
        if most < PROSE:
            words = " ".join(words.split())
        if len(words) > most:
            self.ledger.lose(place, words[most - 1 :], SHORTENED, LEFT_OUT)
        return words if len(words) <= most else words[: most - 1] + "…"

    def _filled(self, place: str, words: str) -> str:
        """Answers put into a text are named as here; what else is to be put in stays as it stands, and is lost."""
        lost: dict[str, None] = {}

        def put(match: re.Match[str]) -> str:
            found = self.found.get(self.fields.name(match.group(0)) or "")
            if found is not None and len(found.ours) == 2 and found.ours[0] == "answer":  # noqa: PLR2004 – ["answer", name]
                return "{" + str(found.ours[1]) + "}"
            lost[match.group(0)] = None
            return match.group(0)

        filled = self.fields.pattern.sub(put, words)
        if lost:
            self.lose(place, f"{len(lost)}: {' '.join(lost)}", FIELDS)
        return filled

    def ours(self, said: Said) -> Said:
        """Words of our own, in the languages of this survey that we speak; those that are the same in all, in every one."""
        if len(set(said.values())) == 1:
            return dict.fromkeys(self.languages, next(iter(said.values())))
        return {language: said[language] for language in self.languages if language in said}

    def name(self, code: str, taken: set[str], place: str = "") -> str:
        """A code as an id nobody else in its company has."""
        plain_code = re.sub(r"[^A-Za-z0-9_-]+", "_", code).lstrip("_-")[:45] or "x"
        name, number = plain_code, 2
        while name in taken:
            name, number = f"{plain_code}_{number}", number + 1
        taken.add(name)
        if name != code:
            self.lose(place or code or "?", f"{code} → {name}", RENAMED)
        return name


def book_of(codes: Sequence[str], main: str, fields: Fields) -> Book:
    """The languages of a file, each from the first code that stands for it. Raises UnusableFile."""
    ours: dict[Language, str] = {}
    for code in sorted(dict.fromkeys(codes), key=lambda code: code != main):
        language = language_of_code(code)
        if language is not None and len(ours) < MOST_LANGUAGES:
            ours.setdefault(language, code)
    if not ours:
        raise UnusableFile("no_language")
    book = Book(ours, fields)
    for code in dict.fromkeys(codes):
        if code not in ours.values():
            book.lose(EVERYWHERE, code, LANGUAGE_LEFT_OUT)
    return book

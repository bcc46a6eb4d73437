"""What an import keeps in hand: languages, names already given, what earlier questions became, and the ledger of losses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.importing.losses import Ledger
from surveys.importing.lss_survey import Texts
from surveys.importing.plain_text import lost_tags, merged_fields, plain
from surveys.importing.said import Said
from surveys.questionnaire.pieces import Language
from ui import mark

LINE, WORDS, PROSE = 300, 2_000, 10_000

MARKUP = mark("Teksten er gjort om til ren tekst. Utheving, bilder, tabeller og skript er ikke med.")
FIELDS = mark("Flettefelt blir ikke fylt ut her, og står igjen i teksten. Skriv den om.")
SHORTENED = mark("Teksten var for lang og er kortet ned.")
NOT_SAID = mark("Teksten manglet på et av språkene. Et annet språk er satt inn i stedet.")
NO_TEXT = mark("Det var ingen tekst. Koden er satt inn i stedet.")
RENAMED = mark("Koden er skrevet om. Tegnene er ikke tillatt her, eller koden var brukt før.")

Document = dict[str, Any]


@dataclass(frozen=True)
class Became:
    """What a question of the file became, so that later conditions can refer to it."""

    id: str
    kind: str
    options: Mapping[str, str]
    """Id by code: of the options, or of the boxes."""
    required: bool
    least: float | None = None
    most: float | None = None
    step: float = 1


@dataclass(frozen=True)
class Book:
    languages: Mapping[Language, str]
    """Our languages, and the file's code for each."""
    base: str
    ledger: Ledger = field(default_factory=Ledger)
    became: dict[str, Became] = field(default_factory=dict)
    """By code, and by the question's number in the file."""
    taken: set[str] = field(default_factory=set)

    def lose(self, place: str, what: str, reason: str) -> None:
        self.ledger.lose(place, what, reason)

    def texts(self, place: str, texts: Texts, most: int, instead: str = "") -> Said:
        """A text in all our languages; empty when there is none at all and nothing to put instead."""
        said = {language: self._plain(place, texts.get(code, ""), most) for language, code in self.languages.items()}
        fallback = next(filter(None, said.values()), "") or self._plain(place, texts.get(self.base, ""), most)
        if not fallback and instead:
            self.lose(place, instead, NO_TEXT)
            return dict.fromkeys(self.languages, instead)
        if not fallback:
            return {}
        for language, text in said.items():
            if not text:
                self.lose(place, f"{language}: {fallback}", NOT_SAID)
        return {language: text or fallback for language, text in said.items()}

    def _plain(self, place: str, text: str, most: int) -> str:
        tags = lost_tags(text)
        if tags:
            self.lose(place, " ".join(f"<{tag}>" for tag in tags), MARKUP)
        merged = merged_fields(text)
        if merged:
            self.lose(place, f"{len(merged)}: {' '.join(merged)}", FIELDS)
        words = plain(text)
        if most < PROSE:
            words = " ".join(words.split())
        if len(words) > most:
            self.lose(place, words[most - 1 :], SHORTENED)
        return words if len(words) <= most else words[: most - 1] + "…"

    def ours(self, said: Said) -> Said:
        """A text of our own, in the languages of this survey."""
        return {language: said[language] for language in self.languages}

    def name(self, code: str, taken: set[str]) -> str:
        """A code as an id nobody else in its company has."""
        plain_code = re.sub(r"[^A-Za-z0-9_-]+", "_", code).lstrip("_-")[:45] or "x"
        name, number = plain_code, 2
        while name in taken:
            name, number = f"{plain_code}_{number}", number + 1
        taken.add(name)
        if name != code:
            self.lose(code or "?", f"{code} → {name}", RENAMED)
        return name

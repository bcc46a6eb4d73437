"""A questionnaire of every kind in which each text is hostile, and answers that are."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any

from tests.journeys.every_kind import PAGES, document, t
from tests.xss.vectors import VECTORS

LANGUAGES = frozenset(document()["languages"])
ROOM = 300  # of a line, the shortest text there is
UNLUCKY = 13
TITLE = ".title"
OWN_WORDS = frozenset({"short", "long", "lines.school", "lines.care", "lines.roads"})


LONG = {"introduction": 5_000, "closing": 5_000, "end_text": 5_000}


def every_text(copies: int = 1) -> dict[str, Any]:
    """The questionnaire of every kind, each question so many times, with those texts too that it leaves out elsewhere."""
    whole = deepcopy(document())
    asked = {question["id"]: question for section in whole["sections"] for question in section["questions"]}
    for question in asked.values():
        question |= {"help": t("Hjelp"), "comment": t("Si mer")}
    asked["sum"]["shown"] = True
    asked["yesno"] |= {"yes": t("Ja"), "no": t("Nei")}
    asked["slider"] |= {"low": t("Lite"), "high": t("Mye")}
    asked["number"]["checks"] = [{"must": ["!=", ["answer", "number"], UNLUCKY], "message": t("Ikke det tallet")}]
    never = ["=", ["answer", "radio"], "bike"]
    for section in whole["sections"]:
        section |= {"text": t("Les dette"), "end_if": never, "end_text": t("Slutt")}
        section["questions"] = [one | {"id": copy_of(one["id"], n)} for n in range(copies) for one in section["questions"]]
    return whole


def copy_of(name: str, copy: int) -> str:
    return f"{name}-{copy}" if copy else name


class Hostile:
    """Fills every text with as many vectors as there is room for. Each goes on where it ended, so that in time it had all."""

    def __init__(self, copies: int = 1) -> None:
        self.copies = copies
        self._next: dict[str, int] = defaultdict(self._anywhere)
        self._placed: dict[str, int] = defaultdict(int)

    def _anywhere(self) -> int:
        """Somewhere else for each text, so that together they have all vectors from the start."""
        return len(self._next) * 7 % len(VECTORS)

    @property
    def all_everywhere(self) -> bool:
        """Whether every text of a survey has held all vectors."""
        placed = [count for place, count in self._placed.items() if place.startswith(".") and place != TITLE]
        return min(placed, default=0) >= len(VECTORS)

    @property
    def all_titles(self) -> bool:
        return self._placed[TITLE] >= len(VECTORS)

    @property
    def placed(self) -> int:
        return sum(self._placed.values())

    @property
    def texts(self) -> int:
        return len(self._placed)

    def document(self) -> dict[str, Any]:
        filled: dict[str, Any] = self._fill(every_text(self.copies), "")
        return filled

    def titled(self) -> dict[str, Any]:
        """One question under another hostile title: a survey has only one, and so needs many surveys."""
        question = {"id": "one", "kind": "short_text", "text": t("Hva?")}
        sections = [{"id": "one", "title": t("En"), "questions": [question]}]
        return document() | {"title": self._fill(t("Tittel"), TITLE), "sections": sections}

    def words(self, place: str, room: int = ROOM) -> str:
        held = ""
        while len(longer := f"{held} {VECTORS[self._next[place]]}".strip()) <= room:
            held = longer
            self._next[place] = (self._next[place] + 1) % len(VECTORS)
            self._placed[place] += 1
        return held

    def _fill(self, piece: Any, place: str) -> Any:
        if isinstance(piece, list):
            return [self._fill(part, place) for part in piece]
        if not isinstance(piece, dict):
            return piece
        if piece and piece.keys() <= LANGUAGES:
            return {language: self.words(place, LONG.get(place.rpartition(".")[2], ROOM)) for language in piece}
        kind = f"{place}/{piece['kind']}" if "kind" in piece else place
        return {name: self._fill(part, f"{kind}.{name}") for name, part in piece.items()}


def right(section: str, hostile: Hostile) -> Iterator[tuple[str, str]]:
    """A page answered as it should be, with vectors for words."""
    for one, copy in product(PAGES[section], range(hostile.copies)):
        for name, given in one.right.items():
            own = name.removeprefix("q-") in OWN_WORDS or name.endswith(".other")
            called = name.replace(f"q-{one.id}", f"q-{copy_of(one.id, copy)}", 1)
            values = [given] if isinstance(given, str) else given
            yield from ((called, hostile.words(f"answer.{name}", 200) if own else value) for value in values)
        yield f"q-{copy_of(one.id, copy)}.comment", hostile.words(f"answer.{one.id}.comment")

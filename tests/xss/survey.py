"""A questionnaire of every kind in which each text is hostile, and answers that are."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.journeys.every_kind import PAGES, document, t
from tests.xss.vectors import VECTORS

LANGUAGES = frozenset(document()["languages"])
ROOM = 300  # of a line, the shortest text there is
UNLUCKY = 13
OWN_WORDS = frozenset({"short", "long", "lines.school", "lines.care", "lines.roads"})


def every_text() -> dict[str, Any]:
    """The questionnaire of every kind, with those texts too that it leaves out elsewhere."""
    whole = deepcopy(document())
    asked = {question["id"]: question for section in whole["sections"] for question in section["questions"]}
    for question in asked.values():
        question |= {"help": t("Hjelp"), "comment": t("Si mer")}
    asked["sum"]["shown"] = True
    asked["yesno"] |= {"yes": t("Ja"), "no": t("Nei")}
    asked["slider"] |= {"low": t("Lite"), "high": t("Mye")}
    asked["number"]["checks"] = [{"must": ["!=", ["answer", "number"], UNLUCKY], "message": t("Ikke det tallet")}]
    never = ["=", ["answer", "number"], UNLUCKY]
    for section in whole["sections"]:
        section |= {"text": t("Les dette"), "end_if": never, "end_text": t("Slutt")}
    return whole


class Hostile:
    """Fills every text with as many vectors as there is room for. Each goes on where it ended, so that in time it had all."""

    def __init__(self) -> None:
        self._next: dict[str, int] = defaultdict(self._anywhere)
        self._placed: dict[str, int] = defaultdict(int)

    def _anywhere(self) -> int:
        """Somewhere else for each text, so that together they have all vectors from the start."""
        return len(self._next) * 7 % len(VECTORS)

    @property
    def all_everywhere(self) -> bool:
        """Whether every text has held all vectors."""
        return min(self._placed.values(), default=0) >= len(VECTORS)

    @property
    def placed(self) -> int:
        return sum(self._placed.values())

    @property
    def texts(self) -> int:
        return len(self._placed)

    def document(self) -> dict[str, Any]:
        filled: dict[str, Any] = self._fill(every_text(), "")
        return filled

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
            return {language: self.words(place) for language in piece}
        kind = f"{place}/{piece['kind']}" if "kind" in piece else place
        return {name: self._fill(part, f"{kind}.{name}") for name, part in piece.items()}


def right(section: str, hostile: Hostile) -> Iterator[tuple[str, str]]:
    """A page answered as it should be, with vectors for words."""
    for one in PAGES[section]:
        for name, given in one.right.items():
            own = name.removeprefix("q-") in OWN_WORDS or name.endswith(".other")
            values = [given] if isinstance(given, str) else given
            yield from ((name, hostile.words(f"answer.{name}", 200) if own else value) for value in values)
        yield f"q-{one.id}.comment", hostile.words(f"answer.{one.id}.comment")

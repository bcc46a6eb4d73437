"""A piece of a SurveyJS document: a page, a question, a choice. What nobody takes of it is lost.

A document says `"title": "Age"` or `"title": {"default": "Age", "nb": "Alder"}`; values may be of any type.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from surveys.importing.book import Book, Texts
from surveys.importing.fitting import value_key
from surveys.importing.losses import LEFT_OUT
from surveys.importing.reasons import NO_COUNTERPART
from surveys.importing.shape import few_enough
from surveys.importing.surveyjs.properties import EFFECTS, QUIET

DEFAULT = "default"
LOCALISED = frozenset({
    *("title", "description", "text", "html", "placeholder", "label", "completedHtml", "startSurveyText", "altText"),
    *("labelTrue", "labelFalse", "otherText", "noneText", "refuseText", "dontKnowText", "commentText", "totalText"),
    *("minRateDescription", "maxRateDescription", "requiredErrorText", "otherErrorText", "validatorText"),
})  # fmt: skip


class Element:
    def __init__(self, properties: Any, name: str, spoken: str) -> None:
        self._properties: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        self.spoken = spoken
        self._taken = {"type", "name", "value"}
        self.name = name

    def take(self, key: str) -> Any:
        self._taken.add(key)
        return self._properties.get(key)

    def first(self, *keys: str) -> Any:
        """A property by its name now, or by one it had before."""
        return next((found for found in map(self.take, keys) if found is not None), None)

    def text(self, key: str) -> Texts:
        """A text by language; a number written as a text too."""
        found = self.take(key)
        if isinstance(found, dict):
            named = {self.spoken if code == DEFAULT else code: text for code, text in reversed(found.items())}
            return {code: text for code, text in named.items() if isinstance(text, str)}
        return {} if found is None or isinstance(found, list) else {self.spoken: value_key(found)}

    def rule(self, key: str) -> str:
        found = self.take(key)
        return found.strip() if isinstance(found, str) else ""

    def whole(self, key: str) -> int | None:
        found = self.take(key)
        return int(found) if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e9 else None  # noqa: PLR2004 – far beyond any limit here

    def parts(self, key: str) -> list["Element"]:
        """Pieces below it. A choice may be a bare value. Raises UnusableFile."""
        found = self.take(key)
        listed = found if isinstance(found, list) else []
        few_enough(listed)
        return [self._part(part, number) for number, part in enumerate(listed, 1)]

    def _part(self, part: Any, number: int) -> "Element":
        if not isinstance(part, dict):
            part = {"value": part}
        name = part.get("name", part.get("value", number))
        return Element(part, name if isinstance(name, str) else value_key(name), self.spoken)

    @property
    def kind(self) -> str:
        found = self._properties.get("type")
        return found if isinstance(found, str) else ""

    @property
    def value(self) -> Any:
        return self._properties.get("value", self._properties.get("name"))

    def texts_below(self) -> list[Texts]:
        """Every text of it, for the list of what is lost."""
        return [{"": text} for text in _strings(self._properties)]

    def lose_rest(self, book: Book, place: str) -> None:
        for key, value in self._properties.items():
            if key in self._taken or value in (None, "", False, [], {}) or QUIET.get(key) == value:
                continue
            written = value if isinstance(value, str) else msgspec.json.encode(value).decode()
            book.ledger.lose(place, f"{key} = {written}", EFFECTS.get(key, NO_COUNTERPART), LEFT_OUT)


def _strings(part: Any, key: str = "") -> Iterator[str]:
    """Texts that somebody reads: under a key that says so, in any language, or a bare choice."""
    if isinstance(part, str):
        if key in LOCALISED or key in {"choices", "rows", "columns"}:
            yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _strings(inner, key)
    elif isinstance(part, dict):
        for inner_key, inner in part.items():
            yield from _strings(inner, key if isinstance(inner, str) and key in LOCALISED else inner_key)


def languages_in(part: Any) -> list[str]:
    """The codes texts are written under, in the order they are met."""
    found: dict[str, None] = {}
    _languages(part, found)
    return list(found)


def _languages(part: Any, found: dict[str, None]) -> None:
    if isinstance(part, list):
        for inner in part:
            _languages(inner, found)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key in LOCALISED and isinstance(inner, dict):
                found.update(dict.fromkeys(code for code, text in inner.items() if isinstance(text, str)))
            _languages(inner, found)

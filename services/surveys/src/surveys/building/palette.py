"""Finding a type among all there are, and making a new question of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from surveys.building.picking import WITH_OPTIONS, WITH_ROWS, Pick
from surveys.building.picks import PICKS

Say = Callable[[str], str]
BY_NAME: Mapping[str, Pick] = {pick.name: pick for pick in PICKS}
FIRST = PICKS[0]


def found(wanted: str, say: Say) -> Iterator[Pick]:
    """The picks that have all the words somebody looks for, in the reader's language."""
    words = wanted.lower().split()
    for pick in PICKS:
        text = " ".join(map(say, filter(None, (pick.text, pick.about, pick.group, pick.also)))).lower()
        if all(word in text for word in words):
            yield pick


def picked(name: str, languages: Sequence[str]) -> dict[str, Any]:
    """A new question of this pick, its ready answers in the questionnaire's languages as far as we have them."""
    fields: dict[str, Any] = _only(BY_NAME.get(name, FIRST).fields, frozenset(languages))
    return fields


def _only(part: Any, languages: frozenset[str]) -> Any:
    """A copy without the texts in languages the questionnaire does not have."""
    if isinstance(part, list):
        return [_only(item, languages) for item in part]
    if isinstance(part, Mapping):
        texts = set(part) <= {"nb", "nn", "en"}
        return {name: _only(value, languages) for name, value in part.items() if not texts or name in languages}
    return part


__all__ = ["PICKS", "WITH_OPTIONS", "WITH_ROWS", "Pick", "found", "picked"]

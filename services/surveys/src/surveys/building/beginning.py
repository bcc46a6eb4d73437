"""A survey as it is before anything is written: a title, its languages, and one section to put the first question in."""

from collections.abc import Sequence
from typing import Any

import msgspec

from surveys.building.ready_texts import Said
from surveys.questionnaire import FORMAT
from surveys.questionnaire.pieces import Language

FIRST_SECTION: Said = {"nb": "Spørsmål", "nn": "Spørsmål", "en": "Questions"}
MOST_LANGUAGES = 20


def languages_of(ticked: Sequence[str], others: str) -> list[str] | None:
    """Those that were ticked, and those that were written by their codes; None where one is no code."""
    chosen = list(dict.fromkeys([*ticked, *others.replace(",", " ").lower().split()]))
    try:
        return msgspec.convert(chosen, list[Language])[:MOST_LANGUAGES]
    except msgspec.ValidationError:
        return None


def begun(title: str, languages: Sequence[str]) -> dict[str, Any]:
    """The main language is the first."""
    return {
        "format": FORMAT,
        "languages": list(languages),
        "title": {languages[0]: title},
        "sections": [
            {"id": "s1", "title": {name: FIRST_SECTION[name] for name in languages if name in FIRST_SECTION}, "questions": []}
        ],
    }

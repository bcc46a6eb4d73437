"""The questionnaire at a glance: its sections and questions in order, each with what a person needs to find it again."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from surveys.building.fields import UNASKED
from surveys.questionnaire.pieces import in_language

PICTURES: Mapping[tuple[str, str], str] = {
    ("single_choice", "dropdown"): "dropdown",
    ("single_choice", "pictures"): "pictures",
    ("multiple_choice", "pictures"): "pictures",
    ("scale", "stars"): "stars",
    ("scale", "smileys"): "smileys",
    ("number", "slider"): "slider",
}
OF_KIND: Mapping[str, str] = {
    "single_choice": "radio",
    "multiple_choice": "boxes",
    "matrix_multiple": "matrix",
    "constant_sum": "sum",
    "short_text": "line",
    "long_text": "lines",
    "multiple_text": "fields",
    "time": "date",
}


class Asked(msgspec.Struct, frozen=True):
    """A question in the outline. `number` is 0 for what nobody is asked."""

    id: str
    number: int
    text: str
    picture: str
    required: bool
    conditional: bool


class Part(msgspec.Struct, frozen=True):
    id: str
    number: int
    title: str
    conditional: bool
    ends: bool
    questions: tuple[Asked, ...]


def outline(document: Mapping[str, Any], language: str) -> tuple[Part, ...]:
    """In one language, or as near as it comes."""
    numbers = iter(range(1, 1_000_000))
    return tuple(
        Part(
            id=section["id"],
            number=place,
            title=in_language(section.get("title"), language),
            conditional=bool(section.get("show_if")),
            ends=bool(section.get("end_if")),
            questions=tuple(_asked(section.get("questions", ()), numbers, language)),
        )
        for place, section in enumerate(document.get("sections", ()), start=1)
    )


def _asked(questions: Any, numbers: Iterator[int], language: str) -> Iterator[Asked]:
    for question in questions:
        yield Asked(
            id=question["id"],
            number=0 if question["kind"] in UNASKED else next(numbers),
            text=in_language(question.get("text"), language),
            picture=picture_of(question),
            required=bool(question.get("required")),
            conditional=bool(question.get("show_if")),
        )


def picture_of(question: Mapping[str, Any]) -> str:
    """The drawing of the question's kind in its look."""
    kind = question["kind"]
    return PICTURES.get((kind, question.get("look", "")), OF_KIND.get(kind, kind))

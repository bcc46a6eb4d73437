"""`samrad.survey/1`: a questionnaire as data. What it means is decided in `rules.py`, whether it is sound in `reading.py`."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

FORMAT = "samrad.survey/1"

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

Id = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$")]
"""Names a section, question, row or option; part of addresses, form fields and exports."""

Line = dict[Language, Annotated[str, Meta(min_length=1, max_length=300)]]
Words = dict[Language, Annotated[str, Meta(min_length=1, max_length=2_000)]]
Prose = dict[Language, Annotated[str, Meta(min_length=1, max_length=10_000)]]
Share = Annotated[float, Meta(ge=-1e12, le=1e12)]
Value = Id | Annotated[int, Meta(ge=-(10**12), le=10**12)] | Share


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a questionnaire: a field nobody knows is a mistake, not something to pass over."""


class Condition(Piece, frozen=True, kw_only=True):
    """Exactly one of the comparisons is given."""

    question: Id
    is_: Value | None = msgspec.field(default=None, name="is")
    is_not: Value | None = None
    includes: Id | None = None
    at_least: Share | int | None = None
    at_most: Share | int | None = None

    @property
    def comparisons(self) -> dict[str, str | float]:
        given = {
            "is": self.is_,
            "is_not": self.is_not,
            "includes": self.includes,
            "at_least": self.at_least,
            "at_most": self.at_most,
        }
        return {operator: value for operator, value in given.items() if value is not None}


class Option(Piece, frozen=True, kw_only=True):
    id: Id
    text: Line


class Box(Option, frozen=True, kw_only=True):
    """An option that can be chosen together with others, unless it is exclusive ("none of these")."""

    exclusive: bool = False


Options = Annotated[tuple[Option, ...], Meta(min_length=1, max_length=200)]
Boxes = Annotated[tuple[Box, ...], Meta(min_length=1, max_length=200)]
Rows = Annotated[tuple[Option, ...], Meta(min_length=1, max_length=50)]
Count = Annotated[int, Meta(ge=0, le=200)]


class Asked(Piece, frozen=True, kw_only=True, tag_field="kind"):
    """What all questions have."""

    kind: ClassVar[str]
    id: Id
    text: Words
    help: Words | None = None
    required: bool = False
    show_if: Condition | None = None


class SingleChoice(Asked, frozen=True, kw_only=True, tag="single_choice"):
    kind = "single_choice"
    options: Options


class MultipleChoice(Asked, frozen=True, kw_only=True, tag="multiple_choice"):
    kind = "multiple_choice"
    options: Boxes
    min_choices: Count | None = None
    max_choices: Count | None = None


class Scale(Asked, frozen=True, kw_only=True, tag="scale"):
    kind = "scale"
    from_: Annotated[int, Meta(ge=0, le=9)] = msgspec.field(default=0, name="from")
    to: Annotated[int, Meta(ge=1, le=10)] = 10
    low: Line | None = None
    high: Line | None = None


class Matrix(Asked, frozen=True, kw_only=True, tag="matrix"):
    kind = "matrix"
    rows: Rows
    options: Options


class ShortText(Asked, frozen=True, kw_only=True, tag="short_text"):
    kind = "short_text"
    max_length: Annotated[int, Meta(ge=1, le=500)] = 200


class LongText(Asked, frozen=True, kw_only=True, tag="long_text"):
    kind = "long_text"
    max_length: Annotated[int, Meta(ge=1, le=8_000)] = 4_000


class Number(Asked, frozen=True, kw_only=True, tag="number"):
    kind = "number"
    min: Share | int | None = None
    max: Share | int | None = None
    decimals: Annotated[int, Meta(ge=0, le=6)] = 0
    unit: Line | None = None


Question = SingleChoice | MultipleChoice | Scale | Matrix | ShortText | LongText | Number


class Section(Piece, frozen=True, kw_only=True):
    """One page. Without questions it is a text to read."""

    id: Id
    title: Line
    text: Prose | None = None
    show_if: Condition | None = None
    questions: Annotated[tuple[Question, ...], Meta(max_length=500)] = ()


class Questionnaire(Piece, frozen=True, kw_only=True, dict=True, eq=False, weakref=True):
    """A whole questionnaire; compared by identity, so that what is compiled from it can be kept beside it."""

    format: Literal["samrad.survey/1"]
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=3)]
    title: Line
    introduction: Prose | None = None
    sections: Annotated[tuple[Section, ...], Meta(min_length=1, max_length=100)]
    closing: Prose | None = None

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order they are asked."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section each question stands in, by the question's id."""
        return {question.id: section for section in self.sections for question in section.questions}

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)

    def language_for(self, wanted: str) -> Language:
        """The reader's language when the questionnaire has it, else the first it has."""
        return next((language for language in self.languages if language == wanted), self.languages[0])

    def document(self) -> dict[str, Any]:
        """The questionnaire as the JSON document it was read from."""
        document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return document


def options_of(question: Question) -> tuple[Option, ...]:
    return question.options if isinstance(question, SingleChoice | MultipleChoice | Matrix) else ()


def every_text(piece: object, place: str = "") -> Iterator[tuple[str, dict[Language, str]]]:
    """Every text of a piece with the place it stands, like `options[2].text`."""
    for field in msgspec.structs.fields(piece):  # type: ignore[arg-type] # every piece is a struct
        value = getattr(piece, field.name)
        where = f"{place}.{field.encode_name}" if place else field.encode_name
        if isinstance(value, dict):
            yield where, value
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Piece):
                    yield from every_text(part, f"{where}[{index}]")

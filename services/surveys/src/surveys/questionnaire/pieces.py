"""What questionnaires are made of, below the question: texts in languages, options, rows, expressions, checks."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
"""A language's code as BCP 47 writes it: nb, nn, en, se, pl, zh-Hant."""

OURS: tuple[str, ...] = ("nb", "nn", "en")
"""The languages the pages themselves speak."""

Id = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$")]
"""Names a section, question, row or option; part of addresses, form fields and exports."""

Line = dict[Language, Annotated[str, Meta(max_length=300)]]
Words = dict[Language, Annotated[str, Meta(max_length=2_000)]]
Prose = dict[Language, Annotated[str, Meta(max_length=10_000)]]
Texts = Mapping[str, str]
Share = Annotated[float, Meta(ge=-1e12, le=1e12)]
Whole = Annotated[int, Meta(ge=-(10**12), le=10**12)]
Amount = Whole | Share
Count = Annotated[int, Meta(ge=0, le=200)]

Expression = list[Any]
"""A rule as data: `["=", ["answer", "q1"], "yes"]`; what it means is decided in `surveys.logic`."""

Value = Id | Whole | Share


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a questionnaire: a field nobody knows is a mistake, not something to pass over."""


class Condition(Piece, frozen=True, kw_only=True):
    """The short form of a rule over one answer. Exactly one of the comparisons is given."""

    question: Id
    is_: Value | None = msgspec.field(default=None, name="is")
    is_not: Value | None = None
    includes: Id | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None

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


When = Condition | Expression


class Check(Piece, frozen=True, kw_only=True):
    """What must be true of the answers so far, and what is said when it is not."""

    must: Expression
    message: Line


class Picture(Piece, frozen=True, kw_only=True):
    """A picture that was uploaded, by the SHA-256 of its content, and what it shows in words."""

    file: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    alt: Line


class Row(Piece, frozen=True, kw_only=True):
    id: Id
    text: Line
    show_if: When | None = None


class Option(Row, frozen=True, kw_only=True):
    """One answer to choose. `exclusive`: chosen alone ("none of these"). `write_in`: with a field for a person's own words
    ("other"). `outside`: no point of the scale ("don't know"). `fixed`: keeps its place when the others are shuffled.
    """

    exclusive: bool = False
    write_in: bool = False
    outside: bool = False
    fixed: bool = False
    picture: Picture | None = None


Options = Annotated[tuple[Option, ...], Meta(max_length=200)]
Rows = Annotated[tuple[Row, ...], Meta(max_length=50)]

Sensitive = Literal[
    "ethnicity", "politics", "belief", "union", "genetics", "biometrics", "health", "sex_life", "sexual_orientation"
]
"""The special categories of personal data, in the order of the General Data Protection Regulation, article 9(1)."""


def in_language(texts: Texts | None, language: str) -> str:
    """The text in a language, else in the first there is; empty where nothing has been written yet."""
    if not texts:
        return ""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def every_text(piece: object, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a piece with the place it stands, like `options[2].text`."""
    for field in msgspec.structs.fields(piece):  # type: ignore[arg-type] # every piece is a struct
        value = getattr(piece, field.name)
        where = f"{place}.{field.encode_name}" if place else field.encode_name
        if isinstance(value, dict):
            yield where, value
        elif isinstance(value, Piece):
            yield from every_text(value, where)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Piece):
                    yield from every_text(part, f"{where}[{index}]")

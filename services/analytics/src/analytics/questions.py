"""What analytics reads of a questionnaire: its own narrow view of `samrad.survey/1`."""

from collections.abc import Mapping
from typing import Any

import msgspec

Texts = Mapping[str, str]
NO_TEXT: Texts = {}

TEXT_KINDS = frozenset({"short_text", "long_text", "multiple_text"})
ORDERED_KINDS = frozenset({"scale", "number"})
ROW_KINDS = frozenset({"matrix", "matrix_multiple", "constant_sum", "multiple_text"})
LINKED_KINDS = frozenset({"ranking", "constant_sum"})
"""The figures of one row follow from those of the others: they are shown together or not at all."""
NOT_COUNTED = frozenset({"statement"})


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    text: Texts
    write_in: bool = False


class Question(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    kind: str
    text: Texts
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    lowest: int = msgspec.field(default=0, name="from")
    highest: int = msgspec.field(default=10, name="to")
    low: Texts | None = None
    high: Texts | None = None
    min: float | None = None
    max: float | None = None
    decimals: int | None = None
    unit: Texts | None = None
    yes: Texts | None = None
    no: Texts | None = None
    groups: tuple[Option, ...] = ()
    places: int | None = None
    total: int = 100
    look: str | None = None
    precision: str = "day"
    earliest: str | None = None
    latest: str | None = None
    value: Any = None
    comment: Texts | None = None

    @property
    def parts(self) -> tuple[Option, ...]:
        """What it is counted for, one by one."""
        if self.kind == "ranking":
            return self.options
        return self.rows if self.kind in ROW_KINDS else (Option("", self.text),)

    @property
    def beside(self) -> tuple[Option, ...]:
        """The fields for a person's own words beside the answer, under the names their texts come by."""
        written = [Option(f"{self.id}.{option.id}", option.text) for option in self.options if option.write_in]
        return (*written, *([Option(f"{self.id}.comment", self.comment)] if self.comment is not None else []))


class Section(msgspec.Struct, frozen=True):
    questions: tuple[Question, ...] = ()


class Questionnaire(msgspec.Struct, frozen=True):
    sections: tuple[Section, ...]
    languages: tuple[str, ...] = ("nb",)

    @property
    def questions(self) -> tuple[Question, ...]:
        every = (question for section in self.sections for question in section.questions)
        return tuple(question for question in every if question.kind not in NOT_COUNTED)


def text_in(texts: Texts, language: str) -> str:
    """The text in the reader's language, else in the first language there is (bokmål comes first)."""
    return texts.get(language) or texts.get("nb") or next(iter(texts.values()), "")

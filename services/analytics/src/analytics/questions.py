"""What analytics reads of a questionnaire: its own narrow view of `samrad.survey/1`, and the answers each question can have."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from math import floor, log10

import msgspec

Texts = Mapping[str, str]
NO_TEXT: Texts = {}

TEXT_KINDS = frozenset({"short_text", "long_text"})
ORDERED_KINDS = frozenset({"scale", "number"})
_MOST_SINGLE_NUMBERS = 20
_WANTED_BINS = 10
_WIDE = 500
TINY = 1e-9
_OPEN_EDGES = (0.0, *(step * 10.0**power for power in range(7) for step in (1, 2, 5)))
"""Bins for a number without bounds: finer where numbers are small."""


class Option(msgspec.Struct, frozen=True):
    id: str
    text: Texts


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


class Section(msgspec.Struct, frozen=True):
    questions: tuple[Question, ...] = ()


class Questionnaire(msgspec.Struct, frozen=True):
    sections: tuple[Section, ...]
    languages: tuple[str, ...] = ("nb",)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)


def edges(question: Question) -> tuple[float, ...]:
    """Lower bounds of a number question's bins: every whole number where they are few, else about ten round steps.

    A wide range is finer where numbers are small, since that is where people's numbers are.
    """
    if question.min is None or question.max is None or question.max <= question.min:
        return _OPEN_EDGES
    span = question.max - question.min
    if span > _WIDE and question.min >= 0:
        return tuple(edge for edge in _OPEN_EDGES if edge < question.max)
    if not question.decimals and span < _MOST_SINGLE_NUMBERS:
        return tuple(float(number) for number in range(int(question.min), int(question.max) + 1))
    step = _round_step(span / _WANTED_BINS)
    if not question.decimals:
        step = max(1.0, step)
    first, last = floor(question.min / step + TINY), floor(question.max / step + TINY)
    return tuple(round(number * step, 9) for number in range(first, last + 1))


def _round_step(width: float) -> float:
    """The first of 1, 2, 5, 10, 20, … (or 0.1, 0.2, …) that is as wide."""
    power: float = 10.0 ** floor(log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width - TINY)


def bin_of(bounds: tuple[float, ...], number: float) -> str:
    """The bin's name is its lower bound; what lies below the first bin is counted in it."""
    return name_of(bounds[max(0, bisect_right(bounds, number) - 1)])


def name_of(bound: float) -> str:
    return f"{bound:g}" if bound < 1e6 else f"{bound:.0f}"  # noqa: PLR2004 - where `g` turns to powers of ten


def answers_of(question: Question) -> tuple[Option, ...]:
    """Every answer the question can be counted under, in the order it is shown."""
    match question.kind:
        case "scale":
            return tuple(_point(question, value) for value in range(question.lowest, question.highest + 1))
        case "number":
            return _bins(question)
        case _:
            return question.options


def _point(question: Question, value: int) -> Option:
    anchor = {question.lowest: question.low, question.highest: question.high}.get(value)
    texts = {language: f"{value} – {text}" for language, text in (anchor or {}).items()}
    return Option(str(value), texts or {"nb": str(value)})


def _bins(question: Question) -> tuple[Option, ...]:
    bounds = edges(question)
    labels = [_bin_text(low, high, whole=not question.decimals) for low, high in pairwise(bounds)]
    last = name_of(bounds[-1])
    labels.append(last if bounds[-1] == question.max else f"{last}+")
    return tuple(
        Option(name_of(bound), {"nb": label.replace(".", ","), "en": label})
        for bound, label in zip(bounds, labels, strict=True)
    )


def _bin_text(low: float, high: float, *, whole: bool) -> str:
    if not whole:
        return f"{name_of(low)}–{name_of(high)}"
    return name_of(low) if high - low <= 1 else f"{name_of(low)}–{name_of(high - 1)}"


def text_in(texts: Texts, language: str) -> str:
    """The text in the reader's language, else in the first language there is (bokmål comes first)."""
    return texts.get(language) or texts.get("nb") or next(iter(texts.values()), "")

"""Numbers counted in steps: which steps a question has, and which of them a number falls into."""

from bisect import bisect_right
from itertools import pairwise
from math import floor, log10

from analytics.questions import Option, Question

_MOST_SINGLE_NUMBERS = 20
_WANTED_BINS = 10
_WIDE = 500
TINY = 1e-9
WITH_POWERS = 1e6  # where the format `g` turns to powers of ten
OPEN_EDGES = (0.0, *(step * 10.0**power for power in range(7) for step in (1, 2, 5)))
"""Bins for a number without bounds: finer where numbers are small."""


def edges(question: Question) -> tuple[float, ...]:
    """Lower bounds of a number question's bins: every whole number where they are few, else about ten round steps.

    A wide range is finer where numbers are small, since that is where people's numbers are.
    """
    if question.min is None or question.max is None or question.max <= question.min:
        return OPEN_EDGES
    span = question.max - question.min
    if span > _WIDE and question.min >= 0:
        return tuple(edge for edge in OPEN_EDGES if edge < question.max)
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
    return f"{bound:g}" if bound < WITH_POWERS else f"{bound:.0f}"


def bins(bounds: tuple[float, ...], *, whole: bool, highest: float | None) -> tuple[Option, ...]:
    """The steps with their names. Above the last there may be more."""
    labels = [_bin_text(low, high, whole=whole) for low, high in pairwise(bounds)]
    last = name_of(bounds[-1])
    labels.append(last if bounds[-1] == highest else f"{last}+")
    return tuple(
        Option(name_of(bound), {"nb": label.replace(".", ","), "en": label})
        for bound, label in zip(bounds, labels, strict=True)
    )


def _bin_text(low: float, high: float, *, whole: bool) -> str:
    if not whole:
        return f"{name_of(low)}–{name_of(high)}"
    return name_of(low) if high - low <= 1 else f"{name_of(low)}–{name_of(high - 1)}"

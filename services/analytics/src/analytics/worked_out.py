"""Values that were worked out from answers: numbers in steps, and words of the author's.

A rule could copy what a person wrote. Only words that stand in the rule itself, and options of the questions it reads, are
counted; anything else counts as nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.numbers_in_bins import OPEN_EDGES, bin_of, bins
from analytics.questions import Option, Question

SINGLE = 20
EDGES = (*(float(n) for n in range(SINGLE)), *(edge for edge in OPEN_EDGES if edge >= SINGLE))
BELOW = "<0"
MOST_WORDS = 100
YES_OR_NO = (Option("true", {"nb": "Ja", "en": "Yes"}), Option("false", {"nb": "Nei", "en": "No"}))


def values(question: Question, others: Mapping[str, Question]) -> tuple[Option, ...]:
    """Everything it can be counted under."""
    words = {word: Option(word, {"nb": word}) for word in _words(question.value)}
    for name in _names(question.value):
        options = others[name].options if name in others else ()
        words |= {option.id: option for option in options}
    below = Option(BELOW, {"nb": "under 0", "en": "below 0"})
    return (*list(words.values())[:MOST_WORDS], *YES_OR_NO, below, *bins(EDGES, whole=True, highest=None))


def value_of(answer: Any) -> str:
    if isinstance(answer, bool):
        return str(answer).lower()
    if isinstance(answer, int | float):
        return bin_of(EDGES, answer) if answer >= 0 else BELOW
    return f"{answer}"


def _words(expression: Any) -> Iterator[str]:
    """The texts in a rule, without the names of its operators and of the answers it reads."""
    match expression:
        case str():
            yield expression
        case ["answer", *_]:
            return
        case [str(), *operands]:
            yield from (word for operand in operands for word in _words(operand))


def _names(expression: Any) -> Iterator[str]:
    match expression:
        case ["answer", str() as name, *_]:
            yield name
        case [str(), *operands]:
            yield from (name for operand in operands for name in _names(operand))

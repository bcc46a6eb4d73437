"""The texts that ask, language by language, and where a pattern is found in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import msgspec

from surveys.questionnaire import Question, Questionnaire
from surveys.questionnaire.kinds import Matrix, MatrixMultiple

Patterns = Mapping[str, re.Pattern[str]]
"""By language. A language without a pattern is passed over: nobody has written down what to look for in it."""

Wanted = Callable[[Question], bool]


class Asked(msgspec.Struct, frozen=True):
    """One text, in one language, and the question it belongs to."""

    question: Question
    language: str
    text: str


class Hit(msgspec.Struct, frozen=True):
    question: Question
    language: str
    words: str


@cache
def norwegian_and_english(norwegian: str, english: str) -> Patterns:
    """Bokmål and nynorsk are looked through with one pattern: they share most words, and texts borrow from each other."""
    both = re.compile(norwegian, re.IGNORECASE)
    return {"nb": both, "nn": both, "en": re.compile(english, re.IGNORECASE)}


def texts_of(question: Question) -> Iterator[Asked]:
    """What the question asks, and each statement of a matrix."""
    for language, text in question.text.items():
        yield Asked(question, language, text)
    if isinstance(question, Matrix | MatrixMultiple):
        for row in question.rows:
            yield from (Asked(question, language, text) for language, text in row.text.items())


def everything(_question: Question) -> bool:
    return True


def hits(questionnaire: Questionnaire, patterns: Patterns, wanted: Wanted = everything) -> Iterator[Hit]:
    """At most one for each question: a fault that was translated along is one fault."""
    for question in questionnaire.questions.values():
        if question.by_person and wanted(question):
            found = next(_found(question, patterns), None)
            if found is not None:
                yield found


def _found(question: Question, patterns: Patterns) -> Iterator[Hit]:
    for asked in texts_of(question):
        pattern = patterns.get(asked.language)
        match = pattern.search(asked.text) if pattern else None
        if match is not None:
            yield Hit(question, asked.language, match.group().strip(" ,.:;?!"))

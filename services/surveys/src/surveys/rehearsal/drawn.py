"""Answers drawn by lot, evenly over what fits each kind of question. Whatever is drawn, the question's judge accepts."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from surveys.questionnaire import Question
from surveys.questionnaire.kinds import (
    Area,
    Consent,
    ConstantSum,
    Date,
    LongText,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    Number,
    OwnWords,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Time,
    YesNo,
)
from surveys.questionnaire.pieces import Option

Drawer = Callable[[Random], Any]
"""Draws one answer; None where nothing fits, or where nobody is asked."""

WORDS = ("bra", "dårlig", "det går greit", "vi trenger flere benker", "bussen kommer for sent om morgenen")
FORMATTED = {"email": "navn@eksempel.no", "phone": "+47 22 22 22 22", "postcode": "1337"}
SPREAD = 100  # numbers above or below the one limit there is
EARLIEST, LATEST = date(1930, 1, 1), date(2030, 12, 31)
DECADE = timedelta(days=3_650)


def drawer(question: Question) -> Drawer:
    """Made once for each question."""
    made = DRAWERS.get(type(question))
    return made(question) if made else _nothing


def words_drawer(words: OwnWords) -> Drawer:
    return _words(words.max_length)


def _nothing(_random: Random) -> None:
    """Nobody is asked, or nothing fits."""


def _agreed(_question: Consent) -> Drawer:
    return lambda _: "yes"


def _one_option(question: SingleChoice | YesNo | Area) -> Drawer:
    names = [option.id for option in question.choices()]
    return (lambda random: random.choice(names)) if names else _nothing


def _on_scale(question: Scale) -> Drawer:
    return lambda random: random.randint(question.from_, question.to)


def _ranked(question: Ranking) -> Drawer:
    names, places = [option.id for option in question.options], question.ranked()
    return lambda random: random.sample(names, places)


def _line(question: ShortText) -> Drawer:
    form = question.format
    return _words(question.max_length) if form is None else lambda _: FORMATTED[form]


def _text(question: LongText) -> Drawer:
    return _words(question.max_length)


def _time(_question: Time) -> Drawer:
    return lambda random: f"{random.randrange(24):02}:{random.randrange(60):02}"


def _words(most: int) -> Drawer:
    fitting = [text[:most].strip() for text in WORDS]
    return lambda random: random.choice(fitting)


def _some_of(question: MultipleChoice) -> Drawer:
    alone = [option.id for option in question.options if option.exclusive]
    together = [option.id for option in question.options if not option.exclusive]
    least, most = max(1, question.min_choices or 0), min(question.max_choices or len(together), len(together))

    def draw(random: Random) -> list[str] | None:
        if alone and (least > most or random.random() < len(alone) / len(question.options)):
            return [random.choice(alone)]
        return random.sample(together, random.randint(least, most)) if least <= most else None

    return draw


def _row_by_row(question: Matrix | MatrixMultiple) -> Drawer:
    names, rows = [option.id for option in question.options], [row.id for row in question.rows]
    if not names or not rows:
        return _nothing
    if isinstance(question, Matrix):
        return lambda random: {row: random.choice(names) for row in rows}
    return lambda random: {row: random.sample(names, random.randint(1, len(names))) for row in rows}


def _dealt(question: ConstantSum) -> Drawer:
    """Cuts a line as long as the total at random places."""
    rows, total = [row.id for row in question.rows], question.total
    if not rows:
        return _nothing

    def draw(random: Random) -> dict[str, int]:
        cuts = [0, *sorted(random.randint(0, total) for _ in rows[1:]), total]
        return {row: after - before for row, before, after in zip(rows, cuts, cuts[1:], strict=False)}

    return draw


def _number(question: Number) -> Drawer:
    low, high = _limits(question)
    parts = 10**question.decimals
    first, last = math.ceil(low * parts), math.floor(high * parts)
    if first > last:
        return _nothing
    if question.decimals:
        return lambda random: round(random.randint(first, last) / parts, question.decimals)
    return lambda random: random.randint(first, last)


def _limits(question: Number) -> tuple[float, float]:
    """Where an end is open, not far from the other, and from nought where both are."""
    if question.min is None and question.max is None:
        return 0, SPREAD
    low = question.min if question.min is not None else (question.max or 0) - SPREAD
    return low, question.max if question.max is not None else low + SPREAD


def _date(question: Date) -> Drawer:
    first = question.earliest or (min(EARLIEST, question.latest - DECADE) if question.latest else EARLIEST)
    last = question.latest or max(LATEST, first + DECADE)
    cut = {"day": 10, "month": 7, "year": 4}[question.precision]
    days = (last - first).days
    if days < 0:
        return _nothing
    return lambda random: (first + timedelta(days=random.randint(0, days))).isoformat()[:cut]


DRAWERS: Mapping[type, Callable[[Any], Drawer]] = {
    SingleChoice: _one_option,
    YesNo: _one_option,
    Area: _one_option,
    Consent: _agreed,
    MultipleChoice: _some_of,
    Scale: _on_scale,
    Matrix: _row_by_row,
    MatrixMultiple: _row_by_row,
    Ranking: _ranked,
    ConstantSum: _dealt,
    Number: _number,
    ShortText: _line,
    LongText: _text,
    Date: _date,
    Time: _time,
}
"""A kind that stands here nowhere is answered by nobody."""


def options_of(question: Question, answer: Any) -> list[str]:
    """The ids of what was chosen, in all rows together: what an option needs to be met by somebody."""
    known: tuple[Option, ...] = question.choices()
    if not known:
        return []
    values = list(answer.values()) if isinstance(answer, dict) else [answer]
    return [str(name) for value in values for name in (value if isinstance(value, list) else [value])]

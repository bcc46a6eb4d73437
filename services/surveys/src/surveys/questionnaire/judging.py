"""Whether one answer fits its question. A judge is made once per question, since every answer that comes in meets it."""

import math
import re
from collections.abc import Callable
from typing import Any, assert_never

import msgspec

from surveys.questionnaire.definition import (
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Scale,
    ShortText,
    SingleChoice,
)


class Problem(msgspec.Struct, frozen=True):
    """Why an answer cannot be taken as it is. `params` are what the sentence needs; `row` names the row of a matrix."""

    question_id: str
    code: str
    params: dict[str, str | int | float] = {}

    @property
    def row(self) -> str | None:
        row = self.params.get("row")
        return row if isinstance(row, str) else None


Judged = tuple[Any, tuple[Problem, ...]]
"""What is kept of the answer (None: nothing), and what is wrong."""

Judge = Callable[[Any], Judged]
Refuse = Callable[..., Judged]

NOTHING: Judged = (None, ())


def judge_of(question: Question) -> Judge:
    def refuse(code: str, **params: str | float) -> Judged:
        return None, (Problem(question.id, code, dict(params)),)

    match question:
        case SingleChoice():
            return _single(question, refuse)
        case MultipleChoice():
            return _multiple(question, refuse)
        case Scale():
            return _scale(question, refuse)
        case Matrix():
            return _matrix(question, refuse)
        case ShortText() | LongText():
            return _text(question, refuse)
        case Number():
            return _number(question, refuse)
        case _:
            assert_never(question)


def _single(question: SingleChoice, refuse: Refuse) -> Judge:
    options = frozenset(option.id for option in question.options)

    def judge(answer: Any) -> Judged:
        if type(answer) is not str:
            return refuse("wrong_kind")
        if not answer:
            return NOTHING
        return (answer, ()) if answer in options else refuse("not_an_option")

    return judge


def _multiple(question: MultipleChoice, refuse: Refuse) -> Judge:
    order = {option.id: place for place, option in enumerate(question.options)}
    exclusive = frozenset(option.id for option in question.options if option.exclusive)
    least, most = question.min_choices or 0, question.max_choices or len(order)

    def judge(answer: Any) -> Judged:
        if type(answer) is not list or not all(type(choice) is str for choice in answer):
            return refuse("wrong_kind")
        if not answer:
            return NOTHING
        chosen = set(answer)
        if not chosen <= order.keys():
            return refuse("not_an_option")
        alone = not exclusive.isdisjoint(chosen)
        if alone and len(chosen) > 1:
            return refuse("exclusive")
        if len(chosen) < least and not alone:
            return refuse("too_few", least=least)
        return refuse("too_many", most=most) if len(chosen) > most else (sorted(chosen, key=order.__getitem__), ())

    return judge


def _scale(question: Scale, refuse: Refuse) -> Judge:
    start, end = question.from_, question.to

    def judge(answer: Any) -> Judged:
        if type(answer) is not int:
            return refuse("wrong_kind")
        return (answer, ()) if start <= answer <= end else refuse("not_on_scale", start=start, end=end)

    return judge


def _matrix(question: Matrix, refuse: Refuse) -> Judge:
    """A row left out is a problem of its own where the question is required; the other rows are kept."""
    rows = tuple(row.id for row in question.rows)
    known, options = frozenset(rows), frozenset(option.id for option in question.options)
    missing = {row: Problem(question.id, "required", {"row": row}) for row in rows}
    required = question.required

    def judge(answer: Any) -> Judged:
        if type(answer) is not dict or not all(type(choice) is str for choice in answer.values()):
            return refuse("wrong_kind")
        if not answer.keys() <= known:
            return refuse("not_a_row")
        kept = {row: answer[row] for row in rows if answer.get(row) in options}
        if len(kept) == len(rows):
            return kept, ()
        problems = [
            Problem(question.id, "not_an_option", {"row": row}) for row in rows if answer.get(row, "") not in {"", *options}
        ]
        if required:
            problems += [missing[row] for row in rows if not answer.get(row)]
        return kept or None, tuple(problems)

    return judge


UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and half letters: nobody typed them, and databases and exports trip over them."""


def _text(question: ShortText | LongText, refuse: Refuse) -> Judge:
    most, one_line = question.max_length, isinstance(question, ShortText)

    def judge(answer: Any) -> Judged:
        if type(answer) is not str:
            return refuse("wrong_kind")
        text = UNWRITTEN.sub("", answer.replace("\r\n", "\n").replace("\r", "\n"))
        text = " ".join(text.split()) if one_line else text.strip()
        if not text:
            return NOTHING
        return (text, ()) if len(text) <= most else refuse("too_long", most=most, found=len(text))

    return judge


def _number(question: Number, refuse: Refuse) -> Judge:
    low = -math.inf if question.min is None else question.min
    high = math.inf if question.max is None else question.max
    low, high, decimals = max(low, -1e12), min(high, 1e12), question.decimals

    def judge(answer: Any) -> Judged:
        if answer == "":
            return NOTHING
        if type(answer) not in (int, float) or not -math.inf < answer < math.inf:
            return refuse("not_a_number")
        if answer < low:
            return refuse("too_small", least=low)
        if answer > high:
            return refuse("too_large", most=high)
        if round(answer, decimals) != answer:
            return refuse("decimals", most=decimals) if decimals else refuse("whole_number")
        return (answer if decimals and answer % 1 else int(answer)), ()

    return judge

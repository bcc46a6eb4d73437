"""How one response is counted: pure, and fast enough for the hot path."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from analytics.questions import TEXT_KINDS, Question, answers_of, bin_of, edges

GROUP_KINDS = ("age_band", "gender", "area")
ALL = ("all", "")
ANSWERED = ""
"""The value under which a question is counted as answered, where that is more than the sum of its answers."""

Cell = tuple[str, str, str]
"""Question, part (a matrix row, else ''), value."""
Group = tuple[str, str]
"""Kind and name: ('age_band', '30-39')."""
Reader = Callable[[Any], Iterable[Cell]]
Counts = dict[Group, dict[Cell, int]]


class Background(msgspec.Struct, frozen=True):
    age_band: str
    gender: str
    area: str

    @property
    def groups(self) -> tuple[Group, ...]:
        return ALL, ("age_band", self.age_band), ("gender", self.gender), ("area", self.area)


def readers(questions: Iterable[Question]) -> dict[str, Reader]:
    """For each closed question, what its answer counts as. An answer that does not fit the question counts as nothing."""
    return {question.id: _reader(question) for question in questions if question.kind not in TEXT_KINDS}


def cells_of(plan: Mapping[str, Reader], answers: Mapping[str, Any], texts: Iterable[str]) -> list[Cell]:
    cells = [(question, "", ANSWERED) for question in texts]
    for question, answer in answers.items():
        reader = plan.get(question)
        if reader is not None:
            cells.extend(reader(answer))
    return cells


def count(counts: Counts, background: Background, cells: Iterable[Cell]) -> None:
    """Add one response to the counts of everybody and of each group it belongs to."""
    for group in background.groups:
        tallied = counts.setdefault(group, {})
        for cell in cells:
            tallied[cell] = tallied.get(cell, 0) + 1


def _reader(question: Question) -> Reader:
    match question.kind:
        case "multiple_choice":
            return _several(question)
        case "matrix":
            return _rows(question)
        case "number":
            return _number(question)
        case _:
            return _single(question)


def _single(question: Question) -> Reader:
    known = {option.id: ((question.id, "", option.id),) for option in answers_of(question)}
    return lambda answer: known.get(str(answer), ())


def _several(question: Question) -> Reader:
    known = {option.id: (question.id, "", option.id) for option in question.options}
    answered = (question.id, "", ANSWERED)

    def read(answer: Any) -> Iterable[Cell]:
        chosen = [known[value] for value in answer if value in known] if isinstance(answer, list) else []
        return (*chosen, answered) if chosen else ()

    return read


def _rows(question: Question) -> Reader:
    known = {(row.id, option.id): (question.id, row.id, option.id) for row in question.rows for option in question.options}

    def read(answer: Any) -> Iterable[Cell]:
        rows = answer.items() if isinstance(answer, dict) else ()
        return [known[row] for row in rows if row in known]

    return read


def _number(question: Question) -> Reader:
    bounds = edges(question)

    def read(answer: Any) -> Iterable[Cell]:
        return ((question.id, "", bin_of(bounds, answer)),) if isinstance(answer, int | float) else ()

    return read

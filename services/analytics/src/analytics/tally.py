"""How one response is counted: pure, and fast enough for the hot path."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from analytics import worked_out
from analytics.moments_in_bins import bin_of_date
from analytics.numbers_in_bins import bin_of, edges
from analytics.possible import ALL_OF_IT, NOTHING, answers_of, ranked
from analytics.questions import TEXT_KINDS, Question

GROUP_KINDS = ("age_band", "gender", "area")
ALL = ("all", "")
ANSWERED = ""
"""The value under which a question is counted as answered, where that is more than the sum of its answers."""

DEALT_OUT = "Σ"
"""The value under which a row's shares are summed, in thousandths of what each person had to deal out."""
THOUSANDTHS = 1_000
EXTREMES = {0: NOTHING, THOUSANDTHS: ALL_OF_IT}

Cell = tuple[str, str, str]
"""Question, part (a matrix row, else ''), value."""
Group = tuple[str, str]
"""Kind and name: ('age_band', '30-39')."""
Reader = Callable[[Any], Iterable[Cell] | dict[Cell, int]]
"""From an answer to the cells that get one each, or to what each gets."""
Counts = dict[Group, dict[Cell, int]]


class Background(msgspec.Struct, frozen=True):
    age_band: str
    gender: str
    area: str

    @property
    def groups(self) -> tuple[Group, ...]:
        return ALL, ("age_band", self.age_band), ("gender", self.gender), ("area", self.area)


def readers(questions: Sequence[Question]) -> dict[str, Reader]:
    """For each closed question, what its answer counts as. An answer that does not fit the question counts as nothing."""
    return {question.id: _reader(question, questions) for question in questions if question.kind not in TEXT_KINDS}


def cells_of(plan: Mapping[str, Reader], answers: Mapping[str, Any], texts: Iterable[str]) -> dict[Cell, int]:
    """What one response adds to each cell."""
    cells = {(question, "", ANSWERED): 1 for question in texts}
    for question, answer in answers.items():
        reader = plan.get(question)
        if reader is not None:
            found = reader(answer)
            cells.update(found if isinstance(found, dict) else dict.fromkeys(found, 1))
    return cells


def count(counts: Counts, background: Background, cells: Mapping[Cell, int]) -> None:
    """Add one response to the counts of everybody and of each group it belongs to."""
    for group in background.groups:
        tallied = counts.setdefault(group, {})
        for cell, n in cells.items():
            tallied[cell] = tallied.get(cell, 0) + n


def _reader(question: Question, others: Sequence[Question]) -> Reader:
    if question.kind == "calculated":
        return _worked_out(question, others)
    return READERS.get(question.kind, _single)(question)


def _single(question: Question) -> Reader:
    known = {option.id: ((question.id, "", option.id),) for option in answers_of(question)}
    match question.kind:
        case "date":
            return lambda answer: known.get(bin_of_date(question, str(answer)), ())
        case "time":
            return lambda answer: known.get(str(answer)[:2], ())
        case _:
            return lambda answer: known.get(str(answer), ())


def _several(question: Question) -> Reader:
    return _some_of(question, "")


def _some_of(question: Question, row: str) -> Reader:
    known = {option.id: (question.id, row, option.id) for option in question.options}
    answered = (question.id, row, ANSWERED)

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


def _several_by_row(question: Question) -> Reader:
    known = {row.id: _some_of(question, row.id) for row in question.rows}

    def read(answer: Any) -> Iterable[Cell]:
        rows = answer.items() if isinstance(answer, dict) else ()
        return [cell for row, chosen in rows if row in known for cell in known[row](chosen)]

    return read


def _places(question: Question) -> Reader:
    """Everybody who ranked anything is in the base of every option, also of those they gave no place."""
    options = frozenset(option.id for option in question.options)
    answered = [(question.id, option.id, ANSWERED) for option in question.options]
    most = ranked(question)

    def read(answer: Any) -> Iterable[Cell]:
        placed = answer[:most] if isinstance(answer, list) else []
        if not placed or not options.issuperset(placed):
            return ()
        return [*((question.id, option, str(place)) for place, option in enumerate(placed, start=1)), *answered]

    return read


def _shares(question: Question) -> Reader:
    """A mean needs a sum: of each row, in thousandths of what there was to deal out. A row may not have been offered to all."""
    rows = frozenset(row.id for row in question.rows)

    def read(answer: Any) -> dict[Cell, int]:
        if not isinstance(answer, dict) or not rows.issuperset(answer) or round(sum(answer.values())) != question.total:
            return {}
        cells: dict[Cell, int] = {}
        for row, dealt in answer.items():
            share = round(min(1.0, max(0.0, dealt / question.total)) * THOUSANDTHS)
            cells[question.id, row, ANSWERED] = 1
            cells[question.id, row, DEALT_OUT] = share
            if share in EXTREMES:
                cells[question.id, row, EXTREMES[share]] = 1
        return cells

    return read


def _number(question: Question) -> Reader:
    bounds = edges(question)

    def read(answer: Any) -> Iterable[Cell]:
        return ((question.id, "", bin_of(bounds, answer)),) if isinstance(answer, int | float) else ()

    return read


def _worked_out(question: Question, others: Sequence[Question]) -> Reader:
    known = {option.id: (question.id, "", option.id) for option in answers_of(question, others)}
    answered = (question.id, "", ANSWERED)

    def read(answer: Any) -> Iterable[Cell]:
        found = {worked_out.value_of(value) for value in (answer if isinstance(answer, list) else [answer])}
        cells = [known[value] for value in found if value in known]
        return (*cells, answered) if cells else ()

    return read


READERS: Mapping[str, Callable[[Question], Reader]] = {
    "multiple_choice": _several,
    "matrix": _rows,
    "matrix_multiple": _several_by_row,
    "ranking": _places,
    "constant_sum": _shares,
    "number": _number,
}

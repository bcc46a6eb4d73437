"""The same answers to choose from, for one thing after the other."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, ClassVar, Literal

from surveys.questionnaire.judging import Judge, Judged, Problem, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, control_name, first, typed
from surveys.questionnaire.kinds.choice import option_faults
from surveys.questionnaire.pieces import Language, Option, Options, Row, Rows, in_language
from ui import mark


class Grid(Asked, frozen=True, kw_only=True):
    """A group per row on a narrow screen; a table is only ever a look for wide ones."""

    rows: Rows = ()
    options: Options = ()
    shuffle: bool = False
    look: Literal["groups", "table"] = "groups"

    def parts(self) -> tuple[Row, ...]:
        return self.rows

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def missing(self) -> tuple[Problem, ...]:
        return tuple(Problem(self.id, "required", {"row": row.id}) for row in self.rows)

    def faults(self) -> KindFaults:
        yield from option_faults(self.options)
        yield from grid_faults(self.rows, self.options)


class Matrix(Grid, frozen=True, kw_only=True, tag="matrix"):
    """Answered with an option's id for each row's id."""

    kind = "matrix"
    seconds: ClassVar[float] = 5.0
    asks: ClassVar[str] = mark("Velg ett svar på hver linje")

    def judge(self) -> Judge:
        options = frozenset(option.id for option in self.options)
        return row_by_row(self, lambda answer: type(answer) is str, lambda answer: answer in options)

    def from_form(self, form: Form) -> Any:
        chosen = {row.id: first(form, control_name(self.id, row.id)) for row in self.rows}
        return {row: option for row, option in chosen.items() if option}

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        chosen = {option.id: in_language(option.text, spoken) for option in self.options}
        return [
            f"{in_language(row.text, spoken)}: {chosen[answer[row.id]]}" for row in self.rows if answer.get(row.id) in chosen
        ]


class MatrixMultiple(Grid, frozen=True, kw_only=True, tag="matrix_multiple"):
    """Answered with a list of options' ids for each row's id."""

    kind = "matrix_multiple"
    seconds: ClassVar[float] = 8.0
    asks: ClassVar[str] = mark("Velg minst ett svar på hver linje")

    def judge(self) -> Judge:
        options = frozenset(option.id for option in self.options)
        return row_by_row(self, _is_list, options.issuperset)

    def from_form(self, form: Form) -> Any:
        chosen = {row.id: typed(form, control_name(self.id, row.id)) for row in self.rows}
        return {row: options for row, options in chosen.items() if options}

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        return list(self._lines(answer, spoken))

    def _lines(self, answer: dict[str, list[str]], spoken: Language) -> Iterator[str]:
        for row in self.rows:
            chosen = [in_language(option.text, spoken) for option in self.options if option.id in answer.get(row.id, ())]
            if chosen:
                yield f"{in_language(row.text, spoken)}: {', '.join(chosen)}"


def _is_list(answer: Any) -> bool:
    return type(answer) is list and all(type(choice) is str for choice in answer)


def row_by_row(question: Grid, shaped: Callable[[Any], bool], offered: Callable[[Any], bool]) -> Judge:
    """A row left out is a problem of its own where the question is required; the other rows are kept."""
    rows = tuple(row.id for row in question.rows)
    known, refuse, required = frozenset(rows), refusal(question.id), question.required
    missing = {problem.row: problem for problem in question.missing()}

    def judge(answer: Any) -> Judged:
        if type(answer) is not dict or not all(shaped(choice) for choice in answer.values()):
            return refuse("wrong_kind")
        if not answer.keys() <= known:
            return refuse("not_a_row")
        kept = {row: answer[row] for row in rows if answer.get(row) and offered(answer[row])}
        if len(kept) == len(rows):
            return kept, ()
        wrong = [Problem(question.id, "not_an_option", {"row": row}) for row in rows if answer.get(row) and row not in kept]
        if required:
            wrong += [missing[row] for row in rows if not answer.get(row)]
        return kept or None, tuple(wrong)

    return judge


def grid_faults(rows: Collection[Row], options: Collection[Option]) -> Iterator[tuple[str, str]]:
    if not rows:
        yield "rows", "no_rows"
    if any(option.write_in for option in options):
        yield "options", "no_write_in"

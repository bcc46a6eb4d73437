"""A sum dealt out: so much of the budget, or of a hundred points, to each."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from surveys.questionnaire.judging import Judge, Judged, Problem, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, control_name, first
from surveys.questionnaire.kinds.number import in_figures, number_or_typed, typed_number
from surveys.questionnaire.pieces import Language, Line, Row, Rows, in_language
from ui import mark


class ConstantSum(Asked, frozen=True, kw_only=True, tag="constant_sum"):
    """Answered with a number for each row's id; together they make `total`. A row left empty gets nothing."""

    kind = "constant_sum"
    seconds: ClassVar[float] = 8.0
    asks: ClassVar[str] = mark("Fordel hele summen")

    rows: Rows = ()
    total: Annotated[int, Meta(ge=1, le=10**9)] = 100
    unit: Line | None = None
    shuffle: bool = False

    def parts(self) -> tuple[Row, ...]:
        return self.rows

    def judge(self) -> Judge:
        refuse, rows, total = refusal(self.id), tuple(row.id for row in self.rows), self.total

        def judge(answer: Any) -> Judged:
            if type(answer) is not dict:
                return refuse("wrong_kind")
            if not answer.keys() <= set(rows):
                return refuse("not_a_row")
            wrong = tuple(
                Problem(self.id, "not_a_share", {"row": row, "most": total})
                for row in rows
                if row in answer and not _is_share(answer[row], total)
            )
            if wrong:
                return None, wrong
            dealt = sum(answer.values())
            if dealt != total:
                return refuse("wrong_sum", total=total, found=dealt)
            return {row: answer.get(row, 0) for row in rows}, ()

        return judge

    def from_form(self, form: Form) -> Any:
        given = {row.id: first(form, control_name(self.id, row.id)) for row in self.rows}
        return {row: number_or_typed(typed) for row, typed in given.items() if typed.strip()}

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        return {row: typed_number(given, language) for row, given in answer.items()} if isinstance(answer, dict) else {}

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        unit = in_language(self.unit, spoken)
        return [
            f"{in_language(row.text, spoken)}: {in_figures(answer[row.id], unit, language)}"
            for row in self.rows
            if row.id in answer
        ]

    def faults(self) -> KindFaults:
        if not self.rows:
            yield "rows", "no_rows"


def _is_share(given: Any, total: int) -> bool:
    """Whole numbers only: what people deal out by hand adds up."""
    return type(given) is int and 0 <= given <= total

"""One of several answers."""

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from surveys.questionnaire.judging import NOTHING, Judge, Judged, refusal
from surveys.questionnaire.kinds.asked import KindFaults
from surveys.questionnaire.kinds.choice import Chosen, picture_faults
from ui import mark


class SingleChoice(Chosen, frozen=True, kw_only=True, tag="single_choice"):
    """Answered with the option's id."""

    kind = "single_choice"
    asks: ClassVar[str] = mark("Velg ett svar")

    look: Literal["radio", "dropdown", "pictures"] = "radio"

    def judge(self) -> Judge:
        return one_of(self.id, (option.id for option in self.options))

    def faults(self) -> KindFaults:
        yield from super().faults()
        yield from picture_faults(self.look, self.options)


def one_of(question_id: str, ids: Iterable[str]) -> Judge:
    refuse, known = refusal(question_id), frozenset(ids)

    def judge(answer: Any) -> Judged:
        if type(answer) is not str:
            return refuse("wrong_kind")
        if not answer:
            return NOTHING
        return (answer, ()) if answer in known else refuse("not_an_option")

    return judge

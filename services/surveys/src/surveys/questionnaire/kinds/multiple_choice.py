"""Any of several answers."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from surveys.questionnaire.judging import NOTHING, Judge, Judged, refusal
from surveys.questionnaire.kinds.asked import Form, KindFaults, control_name, typed
from surveys.questionnaire.kinds.choice import Chosen, picture_faults
from surveys.questionnaire.pieces import Count
from ui import mark


class MultipleChoice(Chosen, frozen=True, kw_only=True, tag="multiple_choice"):
    """Answered with the options' ids, in the order they are written."""

    kind = "multiple_choice"
    seconds: ClassVar[float] = 15.0
    asks: ClassVar[str] = mark("Velg minst ett svar")

    min_choices: Count | None = None
    max_choices: Count | None = None
    look: Literal["boxes", "pictures"] = "boxes"

    def judge(self) -> Judge:
        order = {option.id: place for place, option in enumerate(self.options)}
        exclusive = frozenset(option.id for option in self.options if option.exclusive)
        least, most = self.min_choices or 0, self.max_choices or len(order)
        return some_of(self.id, order, exclusive, least, most)

    def from_form(self, form: Form) -> Any:
        return typed(form, control_name(self.id))

    def faults(self) -> KindFaults:
        yield from super().faults()
        yield from picture_faults(self.look, self.options)
        least, most = self.min_choices, self.max_choices
        if least is not None and most is not None and least > most:
            yield "min_choices", "choices_crossed"
        if max(least or 0, most or 0) > len(self.options):
            yield "max_choices", "choices_beyond"
        if self.options and all(option.exclusive for option in self.options):
            yield "options", "all_exclusive"


def some_of(question_id: str, order: Mapping[str, int], exclusive: frozenset[str], least: int, most: int) -> Judge:
    refuse = refusal(question_id)

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

"""A number on a scale whose ends have names."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from surveys.questionnaire.judging import Judge, Judged, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, control_name, first
from surveys.questionnaire.kinds.number import whole_number
from surveys.questionnaire.pieces import Line
from ui import mark

SMILEYS = (1, 5)
MOST = 999  # no scale and no order has more


class Scale(Asked, frozen=True, kw_only=True, tag="scale"):
    """Answered with a whole number."""

    kind = "scale"
    seconds: ClassVar[float] = 8.0
    asks: ClassVar[str] = mark("Velg et tall på skalaen")

    from_: Annotated[int, Meta(ge=0, le=9)] = msgspec.field(default=0, name="from")
    to: Annotated[int, Meta(ge=1, le=10)] = 10
    low: Line | None = None
    high: Line | None = None
    look: Literal["numbers", "stars", "smileys"] = "numbers"

    def judge(self) -> Judge:
        refuse, start, end = refusal(self.id), self.from_, self.to

        def judge(answer: Any) -> Judged:
            if type(answer) is not int:
                return refuse("wrong_kind")
            return (answer, ()) if start <= answer <= end else refuse("not_on_scale", start=start, end=end)

        return judge

    def from_form(self, form: Form) -> Any:
        return whole_or_typed(first(form, control_name(self.id)))

    def faults(self) -> KindFaults:
        if self.from_ >= self.to:
            yield "from", "scale_crossed"
        if self.look == "stars" and self.from_ != 1:
            yield "from", "stars_from_one"
        if self.look == "smileys" and (self.from_, self.to) != SMILEYS:
            yield "to", "five_smileys"


def whole_or_typed(typed: str) -> int | str:
    found = whole_number(typed, MOST)
    return typed if found is None else found

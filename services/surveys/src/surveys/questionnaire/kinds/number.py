"""A number, typed or set on a slider that stands beside the field."""

import math
import re
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

import ui
from surveys.questionnaire.judging import NOTHING, Judge, Judged, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, control_name, first
from surveys.questionnaire.pieces import Amount, Language, Line, in_language
from ui import mark

_SPACES = re.compile(r"\s")
_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,15})?", re.ASCII)
MOST = 1e12


class Number(Asked, frozen=True, kw_only=True, tag="number"):
    kind = "number"
    seconds: ClassVar[float] = 12.0
    asks: ClassVar[str] = mark("Skriv et tall")

    min: Amount | None = None
    max: Amount | None = None
    decimals: Annotated[int, Meta(ge=0, le=6)] = 0
    unit: Line | None = None
    look: Literal["field", "slider"] = "field"
    step: Amount | None = None
    low: Line | None = None
    high: Line | None = None

    def judge(self) -> Judge:
        refuse, decimals = refusal(self.id), self.decimals
        low = max(-math.inf if self.min is None else self.min, -MOST)
        high = min(math.inf if self.max is None else self.max, MOST)

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

    def from_form(self, form: Form) -> Any:
        return number_or_typed(first(form, control_name(self.id)))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        return [in_figures(answer, in_language(self.unit, spoken), language)]

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        return {"": typed_number(answer, language)}

    def faults(self) -> KindFaults:
        if self.min is not None and self.max is not None and self.min > self.max:
            yield "min", "numbers_crossed"
        if self.look == "slider" and (self.min is None or self.max is None):
            yield "look", "slider_needs_ends"
        if self.step is not None and self.step <= 0:
            yield "step", "step_forward"


def whole_number(typed: str, most: int) -> int | None:
    """A whole number from 0 to `most`, as a program or a person writes it; None for anything else."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(most))):
        return None
    return int(typed) if int(typed) <= most else None


def number_or_typed(typed: str) -> int | float | str:
    """A number as people write it: 1 234,5 and 1234.5; with both signs, the last one is the decimal sign."""
    plain = _SPACES.sub("", typed).replace("\N{MINUS SIGN}", "-")
    if "," in plain and "." in plain:
        plain = plain.replace("," if plain.rindex(".") > plain.rindex(",") else ".", "")
    plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return typed
    return float(plain) if "." in plain else int(plain)


def typed_number(answer: Any, language: str) -> str:
    return str(answer).replace(".", ",") if isinstance(answer, float) and language != "en" else str(answer)


def in_figures(amount: Any, unit: str, language: str) -> str:
    said = ui.formats(language).number(amount, 0 if amount == int(amount) else None)
    return f"{said} {unit}" if unit else said

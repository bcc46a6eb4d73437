"""A date, a month, a year, or a time of the day."""

import re
from datetime import date
from typing import Any, ClassVar, Literal

from surveys.questionnaire.judging import NOTHING, Judge, Judged, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, control_name, first
from surveys.questionnaire.pieces import Language
from ui import formats, mark
from ui.formats import MONTHS

Precision = Literal["day", "month", "year"]
PARTS: dict[str, tuple[str, ...]] = {
    "day": ("day", "month", "year"),
    "month": ("month", "year"),
    "year": ("year",),
}
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]?([0-5]\d)", re.ASCII)
_YEAR, _MONTH = slice(0, 4), slice(0, 7)


class Date(Asked, frozen=True, kw_only=True, tag="date"):
    """Answered as ISO 8601 writes it: "2026-11-25", "2026-11" or "2026". `earliest` and `latest` are days.

    On a page there is a field for each part. What does not make a date comes as those parts, and is refused so.
    """

    kind = "date"
    seconds: ClassVar[float] = 12.0
    asks: ClassVar[str] = mark("Skriv en dato")

    precision: Precision = "day"
    earliest: date | None = None
    latest: date | None = None

    def judge(self) -> Judge:
        refuse, cut = refusal(self.id), {"day": slice(None), "month": _MONTH, "year": _YEAR}[self.precision]
        low = self.earliest.isoformat()[cut] if self.earliest else ""
        high = self.latest.isoformat()[cut] if self.latest else "9999"

        def judge(answer: Any) -> Judged:
            if answer == "":
                return NOTHING
            if type(answer) is not str or not _is_date(answer, self.precision):
                return refuse("not_a_date" if self.precision == "day" else f"not_a_{self.precision}")
            if answer < low:
                return refuse("too_early", earliest=low)
            return refuse("too_late", latest=high) if answer > high and self.latest else (answer, ())

        return judge

    def from_form(self, form: Form) -> Any:
        parts = {part: first(form, control_name(self.id, part)).strip() for part in PARTS[self.precision]}
        if not any(parts.values()):
            return ""
        whole = "-".join(parts[part].zfill(2) for part in reversed(PARTS[self.precision]))
        return whole if _is_date(whole, self.precision) else parts

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        del language
        if isinstance(answer, dict):
            return {part: str(typed) for part, typed in answer.items()}
        return dict(zip(reversed(PARTS[self.precision]), str(answer).split("-"), strict=False))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del spoken
        if self.precision == "day":
            return [formats(language).date(date.fromisoformat(answer))]
        if self.precision == "month":
            year, month = answer.split("-")
            return [f"{MONTHS[language][int(month) - 1]} {year}"]
        return [answer]

    def fields(self) -> tuple[str, ...]:
        return PARTS[self.precision]

    def faults(self) -> KindFaults:
        if self.earliest and self.latest and self.earliest > self.latest:
            yield "earliest", "dates_crossed"


def _is_date(written: str, precision: str) -> bool:
    rest = {"day": "", "month": "-01", "year": "-01-01"}[precision]
    try:
        return date.fromisoformat(written + rest).isoformat() == written + rest
    except ValueError:
        return False


class Time(Asked, frozen=True, kw_only=True, tag="time"):
    """Answered as "14:05"."""

    kind = "time"
    seconds: ClassVar[float] = 12.0
    asks: ClassVar[str] = mark("Skriv et klokkeslett")

    def judge(self) -> Judge:
        refuse = refusal(self.id)

        def judge(answer: Any) -> Judged:
            if answer == "":
                return NOTHING
            found = _TIME.fullmatch(answer.strip()) if type(answer) is str else None
            return (f"{int(found[1]):02}:{found[2]}", ()) if found else refuse("not_a_time")

        return judge

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        del language
        return {"": str(answer)}

"""A person's own words: a line, several lines, or a line for each of some things."""

import re
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from surveys.questionnaire.judging import NOTHING, UNWRITTEN, Judge, Judged, Refuse, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults, OwnWords
from surveys.questionnaire.pieces import Row, Rows
from ui import mark

E_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_E_MAIL = 254  # RFC 5321, section 4.5.3.1.3
PHONE = re.compile(r"\+?\d{8,15}")
POSTCODE = re.compile(r"\d{4}", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s().-]")


class ShortText(Asked, frozen=True, kw_only=True, tag="short_text"):
    """One line. With a format: an e-mail address, a phone number of 8–15 digits, or a Norwegian postcode of 4."""

    kind = "short_text"
    seconds: ClassVar[float] = 20.0
    free_text: ClassVar[bool] = True
    asks: ClassVar[str] = mark("Skriv et svar")

    max_length: Annotated[int, Meta(ge=1, le=500)] = 200
    format: Literal["email", "phone", "postcode"] | None = None

    def judge(self) -> Judge:
        return one_line(self.id, self.max_length, self.format)

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        del language
        return {"": str(answer)}


class LongText(Asked, frozen=True, kw_only=True, tag="long_text"):
    kind = "long_text"
    seconds: ClassVar[float] = 45.0
    free_text: ClassVar[bool] = True
    asks: ClassVar[str] = mark("Skriv et svar")

    max_length: Annotated[int, Meta(ge=1, le=8_000)] = 4_000

    def judge(self) -> Judge:
        refuse, most = refusal(self.id), self.max_length

        def judge(answer: Any) -> Judged:
            if type(answer) is not str:
                return refuse("wrong_kind")
            text = UNWRITTEN.sub("", answer.replace("\r\n", "\n").replace("\r", "\n")).strip()
            return _within(text, most, refuse)

        return judge

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        del language
        return {"": str(answer)}


class MultipleText(Asked, frozen=True, kw_only=True, tag="multiple_text"):
    """A line for each row. The answers stand under names of their own, `q1.<row>`; the question itself has none."""

    kind = "multiple_text"
    seconds: ClassVar[float] = 15.0
    asks: ClassVar[str] = mark("Skriv et svar")

    rows: Rows = ()
    max_length: Annotated[int, Meta(ge=1, le=500)] = 200

    def parts(self) -> tuple[Row, ...]:
        return self.rows

    def own_words(self) -> tuple[OwnWords, ...]:
        rows = tuple(
            OwnWords(f"{self.id}.{row.id}", row.text, required=self.required, max_length=self.max_length) for row in self.rows
        )
        return rows + super().own_words()

    def judge(self) -> Judge:
        refuse = refusal(self.id)
        return lambda _: refuse("wrong_kind")

    def from_form(self, form: Form) -> Any:
        del form  # its rows are read by their own names

    def missing(self) -> tuple[()]:
        return ()

    def faults(self) -> KindFaults:
        if not self.rows:
            yield "rows", "no_rows"


def one_line(name: str, most: int, form: str | None = None) -> Judge:
    refuse = refusal(name)

    def judge(answer: Any) -> Judged:
        if type(answer) is not str:
            return refuse("wrong_kind")
        text = " ".join(UNWRITTEN.sub("", answer).split())
        if text and form is not None:
            return _formed(text, form, refuse)
        return _within(text, most, refuse)

    return judge


def _within(text: str, most: int, refuse: Refuse) -> Judged:
    if not text:
        return NOTHING
    return (text, ()) if len(text) <= most else refuse("too_long", most=most, found=len(text))


def _formed(text: str, form: str, refuse: Refuse) -> Judged:
    match form:
        case "email":
            fits = E_MAIL.fullmatch(text) if len(text) <= LONGEST_E_MAIL else None
        case "phone":
            text = _BETWEEN_DIGITS.sub("", text)
            fits = PHONE.fullmatch(text)
        case _:
            fits = POSTCODE.fullmatch(text)
    return (text, ()) if fits else refuse(f"not_{form}")

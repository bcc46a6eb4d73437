"""What stands among the questions and is answered by nobody: a text, a value that is worked out, a lot that is drawn."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from surveys.questionnaire.judging import Judge, refusal
from surveys.questionnaire.kinds.asked import Asked, Form, KindFaults
from surveys.questionnaire.kinds.choice import texts_of
from surveys.questionnaire.kinds.number import in_figures
from surveys.questionnaire.pieces import Expression, Language, Option, Row


class Unasked(Asked, frozen=True, kw_only=True):
    by_person: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.0

    def judge(self) -> Judge:
        """Whatever a person sends under its name is not theirs to say."""
        refuse = refusal(self.id)
        return lambda _: refuse("not_asked")

    def from_form(self, form: Form) -> Any:
        del form

    def own_words(self) -> tuple[()]:
        return ()

    def missing(self) -> tuple[()]:
        return ()


class Statement(Unasked, frozen=True, kw_only=True, tag="statement"):
    """A text to read between questions."""

    kind = "statement"

    @property
    def on_page(self) -> bool:
        return True


class Calculated(Unasked, frozen=True, kw_only=True, tag="calculated"):
    """A value worked out from earlier answers and kept with them. Its text names it for staff; `shown` shows it to all."""

    kind = "calculated"

    value: Expression | None = None
    shown: bool = False

    @property
    def on_page(self) -> bool:
        return self.shown

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del spoken
        if isinstance(answer, list):
            return [str(one) for one in answer]
        return [in_figures(answer, "", language) if type(answer) in (int, float) else str(answer)]

    def faults(self) -> KindFaults:
        if not self.value:
            yield "value", "no_value"


class Group(Row, frozen=True, kw_only=True):
    """One of the groups people are drawn into; twice the weight, twice the chance."""

    weight: Annotated[int, Meta(ge=1, le=1000)] = 1


class Random(Unasked, frozen=True, kw_only=True, tag="random"):
    """A lot drawn once for each person (A/B), and kept as the group's id."""

    kind = "random"

    groups: Annotated[tuple[Group, ...], Meta(max_length=20)] = ()

    def choices(self) -> tuple[Option, ...]:
        return tuple(Option(id=group.id, text=group.text) for group in self.groups)

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        return list(texts_of(self.choices(), [answer], spoken))

    def faults(self) -> KindFaults:
        if len(self.groups) < 2:  # noqa: PLR2004 - a lot needs something to decide
            yield "groups", "no_groups"

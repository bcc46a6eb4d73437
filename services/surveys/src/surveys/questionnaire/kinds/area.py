"""Where in the municipality."""

from typing import Any, ClassVar

from surveys.questionnaire.judging import Judge
from surveys.questionnaire.kinds.asked import Asked, KindFaults
from surveys.questionnaire.kinds.choice import option_faults, texts_of
from surveys.questionnaire.kinds.single_choice import one_of
from surveys.questionnaire.pieces import Language, Option, Options
from ui import mark


class Area(Asked, frozen=True, kw_only=True, tag="area"):
    """Answered with an area's id. The areas are written into the questionnaire, so that it stays true when they change."""

    kind = "area"
    asks: ClassVar[str] = mark("Velg et område")

    options: Options = ()

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def judge(self) -> Judge:
        return one_of(self.id, (option.id for option in self.options))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        return list(texts_of(self.options, [answer], spoken))

    def faults(self) -> KindFaults:
        yield from option_faults(self.options)

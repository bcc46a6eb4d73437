"""Yes or no."""

from collections.abc import Mapping
from typing import Any, ClassVar

from surveys.questionnaire.judging import Judge
from surveys.questionnaire.kinds.asked import Asked, KindFaults
from surveys.questionnaire.kinds.choice import texts_of
from surveys.questionnaire.kinds.single_choice import one_of
from surveys.questionnaire.pieces import OURS, Language, Line, Option
from ui import mark

YES: Mapping[str, str] = {"nb": "Ja", "nn": "Ja", "en": "Yes"}
NO: Mapping[str, str] = {"nb": "Nei", "nn": "Nei", "en": "No"}


class YesNo(Asked, frozen=True, kw_only=True, tag="yes_no"):
    """Answered with "yes" or "no". The two words are ours unless the author writes others."""

    kind = "yes_no"
    asks: ClassVar[str] = mark("Velg ja eller nei")

    yes: Line | None = None
    no: Line | None = None

    def choices(self) -> tuple[Option, ...]:
        return (Option(id="yes", text={**YES, **(self.yes or {})}), Option(id="no", text={**NO, **(self.no or {})}))

    def judge(self) -> Judge:
        return one_of(self.id, ("yes", "no"))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del language
        return list(texts_of(self.choices(), [answer], spoken))

    def faults(self) -> KindFaults:
        """Where a language is not ours, the two words must be written in it."""
        for field, words in (("yes", self.yes), ("no", self.no)):
            if set(self.text) - {*OURS, *(words or {})}:
                yield field, "words_missing"

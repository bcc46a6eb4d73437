"""A box that says yes to something."""

from typing import Any, ClassVar

import ui
from surveys.questionnaire.judging import Judge
from surveys.questionnaire.kinds.asked import Asked
from surveys.questionnaire.kinds.single_choice import one_of
from surveys.questionnaire.pieces import Language
from ui import mark

AGREED = mark("Ja, jeg samtykker")


class Consent(Asked, frozen=True, kw_only=True, tag="consent"):
    """Answered with "yes"; who does not tick it has not answered."""

    kind = "consent"
    asks: ClassVar[str] = mark("Kryss av hvis du samtykker")

    def judge(self) -> Judge:
        return one_of(self.id, ("yes",))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        del answer, spoken
        return [ui.translate(language)(AGREED)]

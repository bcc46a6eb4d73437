"""A questionnaire's texts as paper can carry them: an answer that would stand in a text is named by its question's number."""

import re

from surveys.exporting.rules_said import asked_if, rule_said
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.pieces import Texts, When, in_language
from ui import formats, mark, municipality, translate

PIPED = re.compile(r"\{([A-Za-z0-9][\w.-]{0,100})\}")
EARLIER = mark("[svaret ditt på spørsmål %(number)s]")


class Words:
    """Says a questionnaire's texts in one of its languages, and the panel's own in the nearest."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.say = translate(municipality().around(language))
        asked = (question.id for question in questionnaire.questions.values() if question.by_person)
        self.numbers = {name: number for number, name in enumerate(asked, start=1)}

    def said(self, texts: Texts | None) -> str:
        return PIPED.sub(self._earlier, in_language(texts, self.language))

    def asked_if(self, rule: When | None) -> str:
        """A sentence."""
        return asked_if(self.questionnaire, rule, self.language)

    def rule(self, rule: When | None) -> str:
        """What must be true, within a sentence."""
        return rule_said(self.questionnaire, rule, self.language)

    def figure(self, number: float) -> str:
        return formats(municipality().around(self.language)).number(number, 0 if number == int(number) else None)

    def _earlier(self, found: re.Match[str]) -> str:
        """Braces of the author's own stay."""
        number = self.numbers.get(found[1].partition(".")[0])
        return found[0] if number is None else self.say(EARLIER, number=str(number))

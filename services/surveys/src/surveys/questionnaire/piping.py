"""`{q1}` in a text stands for the answer to an earlier question, in words. Braces around anything else stay as they are."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from surveys.questionnaire.asking import Answers
from surveys.questionnaire.definition import Questionnaire

NAME = r"\{(?P<piped>[A-Za-z0-9][A-Za-z0-9_-]{0,49}(?:\.[A-Za-z0-9][A-Za-z0-9_-]{0,49})?)\}"
NOTHING = "…"
MOST = 300
"""So many letters of a long answer: texts speak of an answer, they do not quote it all."""
_NAME = re.compile(NAME)


@dataclass(frozen=True)
class Piping:
    """What texts may speak of: the answers that are kept, for one reader."""

    questionnaire: Questionnaire
    kept: Answers
    language: str

    def words(self, name: str) -> str | None:
        """The answer under a name in words; None where nothing has that name."""
        question = self.questionnaire.question_of(name)
        if question is None or name not in self.questionnaire.names:
            return None
        answer = self.kept.get(name)
        if answer is None:
            return NOTHING
        spoken = self.questionnaire.language_for(self.language)
        lines = question.in_words(answer, spoken, self.language) if name == question.id else [str(answer)]
        said = (" " if question.free_text else ", ").join(lines)
        return said if len(said) <= MOST else said[: MOST - 1] + NOTHING

    def said(self, texts: dict[str, str] | None) -> str:
        """One of the questionnaire's texts in the reader's language, with its answers put in."""
        return self.fill(self.questionnaire.said(texts, self.language))

    def fill(self, text: str) -> str:
        """The text with its answers put in; markup stays markup, and an answer never becomes any."""
        if "{" not in text:
            return text
        if isinstance(text, Markup):
            return Markup(_NAME.sub(lambda found: self._put(found, escaped=True), text))  # noqa: S704 - what is put in is escaped
        return _NAME.sub(lambda found: self._put(found, escaped=False), text)

    def _put(self, found: re.Match[str], *, escaped: bool) -> str:
        words = self.words(found["piped"])
        if words is None:
            return found[0]
        return str(escape(words)) if escaped else words

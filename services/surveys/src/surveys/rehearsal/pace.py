"""How long each part of a questionnaire takes: what it takes to read it, and to think and answer."""

from collections.abc import Iterable

from surveys.questionnaire import Question, Questionnaire, Section
from surveys.questionnaire.pieces import Texts, in_language
from surveys.questionnaire.rules import WORDS_A_SECOND
from surveys.rehearsal.walk import Way


class Pace:
    """The same measure as the minutes a person is told, taken piece by piece and in the language they read."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._language = questionnaire.language_for(language)
        self.begun = self._read([questionnaire.introduction])
        self.sections = {section.id: self._section(section) for section in questionnaire.sections}
        self.questions = {question.id: self._question(question) for question in questionnaire.questions.values()}

    def of(self, way: Way) -> float:
        """Seconds from the first page to the last."""
        sections = sum(self.sections[name] for name in way.sections)
        return self.begun + sections + sum(self.questions[name] for name in way.questions)

    def _section(self, section: Section) -> float:
        return self._read([section.text])

    def _question(self, question: Question) -> float:
        read = self._read([question.text, *(option.text for option in question.choices())])
        return read + question.seconds * (len(question.parts()) or 1)

    def _read(self, texts: Iterable[Texts | None]) -> float:
        return sum(len(in_language(text, self._language).split()) for text in texts) / WORDS_A_SECOND

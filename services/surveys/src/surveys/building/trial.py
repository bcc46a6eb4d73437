"""What somebody met who tried the whole survey: what was shown and what not, why, and how long it took by our reckoning."""

from collections.abc import Mapping
from typing import Any

import msgspec

from surveys.building.rule_as_said import rule_as_said
from surveys.building.sentences import Subject, subjects
from surveys.questionnaire import Answers, Question, Questionnaire, Section, check
from surveys.questionnaire.asking import Occasion
from surveys.questionnaire.faults import Say
from surveys.questionnaire.pieces import in_language
from surveys.questionnaire.rules import WORDS_A_SECOND, led_through
from surveys.questionnaire.words import answer_in_words


class Met(msgspec.Struct, frozen=True):
    """A question on the way: whether it was shown, its condition in words where it has one, and what was answered."""

    text: str
    shown: bool
    rule: str
    answer: list[str]


class Stage(msgspec.Struct, frozen=True):
    title: str
    shown: bool
    rule: str
    questions: list[Met]
    ended: bool


class Path(msgspec.Struct, frozen=True):
    stages: list[Stage]
    asked: int
    of: int
    seconds: int


def path(questionnaire: Questionnaire, answers: Answers, language: str, say: Say, occasion: Occasion) -> Path:
    checked = check(questionnaire, answers, occasion=occasion)
    kept = checked.answers_kept
    way = {section.id: {question.id for question in asked} for section, asked in led_through(questionnaire, kept, occasion)}
    known = {subject.value: subject for subject in subjects(questionnaire, language)}
    words = _Words(questionnaire, kept, known, language, say)
    shown = [one for section in questionnaire.sections for one in section.questions if one.id in way.get(section.id, ())]
    return Path(
        stages=[words.stage(section, way.get(section.id), section.id == checked.ended) for section in questionnaire.sections],
        asked=sum(question.by_person for question in shown),
        of=sum(question.by_person for question in questionnaire.questions.values()),
        seconds=round(sum(_seconds(question, questionnaire.languages[0]) for question in shown)),
    )


def _seconds(question: Question, main: str) -> float:
    texts = (question.text, *(option.text for option in question.choices()))
    words = sum(len(in_language(text, main).split()) for text in texts)
    return words / WORDS_A_SECOND + question.seconds * (len(question.parts()) or 1)


class _Words(msgspec.Struct, frozen=True):
    questionnaire: Questionnaire
    kept: Mapping[str, Any]
    known: Mapping[str, Subject]
    language: str
    say: Say

    def stage(self, section: Section, asked: set[str] | None, ended: bool) -> Stage:
        questions = [self._met(question, asked) for question in section.questions if question.kind != "statement"]
        title = self.questionnaire.said(section.title, self.language)
        return Stage(title, asked is not None, self._rule(section.show_if), questions, ended)

    def _met(self, question: Question, asked: set[str] | None) -> Met:
        answer = answer_in_words(self.questionnaire, question, self.kept, self.language)
        text = self.questionnaire.said(question.text, self.language) or question.id
        return Met(text, asked is not None and question.id in asked, self._rule(question.show_if), answer)

    def _rule(self, rule: Any) -> str:
        if rule is None:
            return ""
        data = rule if isinstance(rule, list) else msgspec.to_builtins(rule)
        return rule_as_said(data, self.known, self.say)

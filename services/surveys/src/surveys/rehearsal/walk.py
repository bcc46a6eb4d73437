"""One simulated person's way through a questionnaire, judged by the engine that judges real answers."""

from dataclasses import dataclass
from random import Random
from typing import Any

from surveys.questionnaire import Problem, Question, Questionnaire, check
from surveys.questionnaire.kinds import Area
from surveys.questionnaire.rules import led_through
from surveys.rehearsal.drawn import Drawer, drawer, words_drawer

TRIES = 20
PASSED_OVER = 0.1
"""How often a question that may be passed over is."""


@dataclass(frozen=True)
class Person:
    """One of the panel, as far as a simulation knows them."""

    age_band: str
    gender: str
    area: str
    language: str


@dataclass(frozen=True)
class Way:
    """`sections` and `questions` they were shown, `kept` what they answered, `refused` what was refused at the first try.
    `stuck`: no answers of many tries were accepted. `ended`: the section after which nothing more was asked; "" at the end.
    """

    sections: list[str]
    questions: list[str]
    kept: dict[str, Any]
    refused: tuple[Problem, ...]
    stuck: bool
    ended: str = ""


class Walker:
    """Draws answers to everything and lets the engine say what of it counts: what is hidden is dropped unread."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._drawers = [_Draw(question) for question in questionnaire.questions.values() if question.by_person]
        self._by_name = {name: draw for draw in self._drawers for name in draw.names}

    def walk(self, person: Person, random: Random) -> Way:
        answers: dict[str, Any] = {}
        for draw in self._drawers:
            draw.into(answers, person, random)
        checked = check(self._questionnaire, answers)
        refused = tuple(checked.problems)
        for _ in range(TRIES):
            if not checked.problems:
                break
            for name in {problem.question_id for problem in checked.problems}:
                if name in self._by_name:
                    self._by_name[name].into(answers, person, random)
            checked = check(self._questionnaire, answers)
        shown = list(led_through(self._questionnaire, checked.answers_kept))
        sections = [section.id for section, _ in shown]
        questions = [question.id for _, questions in shown for question in questions]
        return Way(sections, questions, checked.answers_kept, refused, stuck=bool(checked.problems))


class _Draw:
    """All answers that belong to one question: its own, and the words beside it."""

    def __init__(self, question: Question) -> None:
        self._own: Drawer = drawer(question)
        self._name = question.id
        self._optional = not question.required
        self._areas = frozenset(option.id for option in question.options) if isinstance(question, Area) else frozenset()
        self._words = [(words.name, words_drawer(words), words.required) for words in question.own_words()]
        self.names = (question.id, *(name for name, _, _ in self._words))

    def into(self, answers: dict[str, Any], person: Person, random: Random) -> None:
        answers.pop(self._name, None)
        if not self._optional or random.random() >= PASSED_OVER:
            drawn = person.area if person.area in self._areas else self._own(random)
            if drawn is not None:
                answers[self._name] = drawn
        for name, draw, required in self._words:
            answers.pop(name, None)
            if required or random.random() >= PASSED_OVER:
                answers[name] = draw(random)

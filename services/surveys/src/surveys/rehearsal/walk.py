"""One simulated person's way through a questionnaire, judged by the engine that judges real answers."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from surveys import logic
from surveys.questionnaire import Checked, Occasion, Question, Questionnaire, check
from surveys.questionnaire.kinds import Area, Calculated
from surveys.questionnaire.rules import led_through
from surveys.rehearsal.drawn import Drawer, drawer, words_drawer

TRIES = 20
SEED_BITS = 32
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
    """`sections` and `questions` they were shown, `kept` what they answered. `refused`: the questions, and the number of the
    check among theirs, that refused the first try. `ended`: the section after which nothing more was asked, "" at the end.
    `stuck`: no answers of many tries were accepted.
    """

    sections: list[str]
    questions: list[str]
    kept: dict[str, Any]
    refused: list[tuple[str, int]]
    ended: str
    stuck: bool


class Walker:
    """Draws answers to everything and lets the engine say what of it counts: what is hidden is dropped unread."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._draws = {question.id: _Draw(question) for question in questionnaire.questions.values() if question.by_person}

    def walk(self, person: Person, random: Random, today: date) -> Way:
        occasion = Occasion(random.getrandbits(SEED_BITS), today)
        answers: dict[str, Any] = {}
        for draw in self._draws.values():
            draw.into(answers, person, random)
        checked = first = check(self._questionnaire, answers, occasion=occasion)
        for _ in range(TRIES):
            if not checked.problems:
                break
            self._draw_again(checked, occasion, answers, person, random)
            checked = check(self._questionnaire, answers, occasion=occasion)
        shown = list(led_through(self._questionnaire, checked.answers_kept, occasion))
        return Way(
            sections=[section.id for section, _ in shown],
            questions=[question.id for _, questions in shown for question in questions],
            kept=checked.answers_kept,
            refused=[(p.question_id, int(p.params["check"])) for p in first.problems if p.code == "check"],
            ended=checked.ended or "",
            stuck=bool(checked.problems),
        )

    def _draw_again(
        self, checked: Checked, occasion: Occasion, answers: dict[str, Any], person: Person, random: Random
    ) -> None:
        """What was refused is drawn anew, among what is offered to one who has answered so far; and so is what its checks
        read: two answers may be refused together, and the first of them be to blame.
        """
        wrong = {problem.question_id.partition(".")[0] for problem in checked.problems}
        for _, questions in led_through(self._questionnaire, checked.answers_kept, occasion):
            for question in questions:
                if question.id not in wrong:
                    continue
                for name in sorted(self._read_by(question) & self._draws.keys()):
                    self._draws[name].into(answers, person, random)
                if question.by_person:
                    _Draw(question).into(answers, person, random)

    def _read_by(self, question: Question) -> set[str]:
        """The names its checks read, and those that values among them are worked out from."""
        rules = [check.must for check in question.checks]
        if isinstance(question, Calculated) and question.value:
            rules.append(question.value)
        read = {name.partition(".")[0] for rule in rules for name in logic.names(rule)} - {question.id}
        worked_out = [self._questionnaire.questions[name] for name in read & self._questionnaire.questions.keys()]
        return read.union(*(self._read_by(one) for one in worked_out if isinstance(one, Calculated)))


class _Draw:
    """All answers that belong to one question: its own, and the words beside it."""

    def __init__(self, question: Question) -> None:
        self._own: Drawer = drawer(question)
        self._name = question.id
        self._optional = not question.required
        self._areas = frozenset(option.id for option in question.options) if isinstance(question, Area) else frozenset()
        self._words = [(words.name, words_drawer(words), words.required) for words in question.own_words()]

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

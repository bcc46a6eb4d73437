"""The way through a questionnaire step by step, with its rules compiled and with what decides each answer."""

from collections.abc import Iterator
from typing import NamedTuple

from surveys.logic.evaluate import Met, met
from surveys.logic.solving.pieces import Goal, Piece, goals_of
from surveys.questionnaire.asking import drawn_group, rule_for
from surveys.questionnaire.conditions import is_sound, met_of
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.kinds import Calculated, Random
from surveys.questionnaire.pieces import When


class Step(NamedTuple):
    """A place on the way: a section's beginning, one of its questions, or its end."""

    kind: str  # section, question or end
    section: int
    question: int
    place: str
    question_id: str = ""


def _steps(questionnaire: Questionnaire) -> Iterator[Step]:
    for number, section in enumerate(questionnaire.sections):
        place = f"sections[{number}]"
        yield Step("section", number, -1, place)
        for index, question in enumerate(section.questions):
            yield Step("question", number, index, f"{place}.questions[{index}]", question.id)
        yield Step("end", number, -1, place)


class Route:
    """A questionnaire's rules with their places, compiled once for all walks."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        words = questionnaire.option_words
        self.rules = [[rule_for(question, words) for question in section.questions] for section in questionnaire.sections]
        self.ends = [met_of(section.end_if) for section in questionnaire.sections]
        self._conditions: dict[str, list[tuple[Goal, Met]]] = {}
        self.steps = list(_steps(questionnaire))
        self._at = {step.question_id or step.place + step.kind: number for number, step in enumerate(self.steps)}
        self._place = {
            question.id: (number, f"sections[{number}].questions[{index}]")
            for number, section in enumerate(questionnaire.sections)
            for index, question in enumerate(section.questions)
        }

    def conditions(self, place: str, when: When) -> list[tuple[Goal, Met]]:
        """What a rule asks one by one, compiled once."""
        known = self._conditions.get(place)
        if known is None:
            known = self._conditions[place] = [(goal, met(goal.rule)) for goal in goals_of(place, when)]
        return known

    def index(self, step: Step) -> int:
        return self._at[step.question_id or step.place + step.kind]

    def after(self, step: Step) -> int:
        """The step after a section's end."""
        return self._at[step.place + "end"] + 1

    def step_of(self, name: str) -> int:
        """Where an answer is given; what nothing asks for is decided from the start."""
        question = self.questionnaire.question_of(name)
        return self._at[question.id] if question else -1

    def drawn(self, name: str, seed: int) -> str | None:
        question = self.questionnaire.questions[name]
        return drawn_group(question, seed) if isinstance(question, Random) else None

    def ends_before(self, piece: Piece) -> list[Goal]:
        """That the survey has not ended before: each end's rule is read, and so is whether its section is shown."""
        found = []
        for number, section in enumerate(self.questionnaire.sections[: piece.section]):
            if section.end_if is not None:
                found.append(Goal(f"sections[{number}].end_if", ["not", section.end_if] if is_sound(section.end_if) else True))
                found += goals_of(f"sections[{number}].show_if", section.show_if)
        return found

    def checks_before(self, piece: Piece) -> list[Goal]:
        """The checks that nobody can pass by without answering."""
        found = []
        for number, section in enumerate(self.questionnaire.sections[: piece.section + 1]):
            for index, question in enumerate(section.questions):
                if not question.by_person and question.checks:
                    place = f"sections[{number}].questions[{index}]"
                    found += [
                        goal
                        for n, one in enumerate(question.checks)
                        for goal in goals_of(f"{place}.checks[{n}].must", one.must)
                    ]
                    found += [
                        *goals_of(f"{place}.show_if", question.show_if),
                        *goals_of(f"sections[{number}].show_if", section.show_if),
                    ]
        return found

    def rules_on(self, question_id: str) -> list[Goal]:
        """Every rule that decides what the answer to a question can be."""
        number, place = self._place[question_id]
        question, section = self.questionnaire.questions[question_id], self.questionnaire.sections[number]
        found = [*goals_of(f"sections[{number}].show_if", section.show_if), *goals_of(f"{place}.show_if", question.show_if)]
        for field in ("options", "rows"):
            for index, part in enumerate(getattr(question, field, ())):
                found += goals_of(f"{place}.{field}[{index}].show_if", part.show_if)
        for index, one in enumerate(question.checks):
            found += goals_of(f"{place}.checks[{index}].must", one.must)
        if isinstance(question, Calculated) and question.value and is_sound(question.value):
            found.append(Goal(f"{place}.value", question.value))
        return found

"""The pieces of a questionnaire that somebody should come to, and what must be true for that."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from surveys.logic.expression import Expression
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.kinds import Question
from surveys.questionnaire.pieces import When

Kind = Literal["section", "question", "options", "rows", "check", "end"]


class Goal(msgspec.Struct, frozen=True):
    """A rule that must be met, or one of the parts that must all be met of it, and where in the document it stands."""

    place: str
    rule: Expression


class Piece(msgspec.Struct, frozen=True):
    """`check`: an answer that meets the check. `end`: answers with which the survey ends after the section."""

    place: str
    kind: Kind
    section: int
    question: int = -1
    part: str = ""
    """The option's or the row's id."""
    number: int = 0
    """Which of the question's checks it is."""
    goals: tuple[Goal, ...] = ()


def pieces_of(questionnaire: Questionnaire) -> Iterator[Piece]:
    """Every section and question; options and rows that have a rule; every check; every end."""
    for number, section in enumerate(questionnaire.sections):
        place = f"sections[{number}]"
        gate = goals_of(f"{place}.show_if", section.show_if)
        yield Piece(place, "section", number, goals=gate)
        for index, question in enumerate(section.questions):
            yield from _of_question(
                question, f"{place}.questions[{index}]", Piece(place, "question", number, index, goals=gate)
            )
        if section.end_if is not None:
            yield Piece(f"{place}.end_if", "end", number, goals=(*gate, *goals_of(f"{place}.end_if", section.end_if)))


def _of_question(question: Question, place: str, of: Piece) -> Iterator[Piece]:
    replace = msgspec.structs.replace
    whole = replace(of, place=place, goals=(*of.goals, *goals_of(f"{place}.show_if", question.show_if)))
    yield whole
    for field, parts in (("options", getattr(question, "options", ())), ("rows", question.parts())):
        for number, part in enumerate(parts):
            here = f"{place}.{field}[{number}]"
            if part.show_if is not None:
                goals = (*whole.goals, *goals_of(f"{here}.show_if", part.show_if))
                yield replace(whole, place=here, kind=field, part=part.id, goals=goals)
    for number, check in enumerate(question.checks):
        here = f"{place}.checks[{number}]"
        goals = (*whole.goals, *goals_of(f"{here}.must", check.must))
        yield replace(whole, place=here, kind="check", number=number, goals=goals)


def goals_of(place: str, when: When | None) -> tuple[Goal, ...]:
    """What must be met one by one: `and` is taken apart, so that the parts that contradict each other can be named."""
    if when is None:
        return ()
    rule = rule_of(when)
    return tuple(Goal(place, part) for part in (_conjuncts(rule) if is_sound(rule) else [False]))


def _conjuncts(rule: Expression) -> Iterator[Expression]:
    if isinstance(rule, list) and rule[0] == "and":
        for part in rule[1:]:
            yield from _conjuncts(part)
    else:
        yield rule

"""What a rehearsal tells, in the terms of those who wrote the survey: what nobody met, and what may be shown of the answers."""

from collections.abc import Iterator

import msgspec

from surveys.floor import FLOOR
from surveys.questionnaire import Question, Questionnaire
from surveys.rehearsal.kept import Rehearsal
from surveys.rehearsal.outcome import GROUPS, Outcome

SURE = 20
"""So often an option should have been chosen by chance, before its never being chosen means anything."""


class Expected(msgspec.Struct, frozen=True):
    """A group of the audience: its members, and how many answers to expect of them."""

    group: str
    members: int
    answers: int

    @property
    def shown(self) -> bool:
        return self.answers >= FLOOR


def unseen(outcome: Outcome, questionnaire: Questionnaire) -> list[str]:
    """The sections nobody came to, and the questions nobody was asked in sections that somebody came to."""
    return [
        name
        for section in questionnaire.sections
        for name in (
            [question.id for question in section.questions if question.id not in outcome.questions]
            if section.id in outcome.sections
            else [section.id]
        )
    ]


def unchosen(outcome: Outcome, questionnaire: Questionnaire) -> Iterator[tuple[str, list[str]]]:
    """The questions with options nobody chose, though they were asked often enough to tell; and the options' ids."""
    for question in questionnaire.questions.values():
        chosen = outcome.options.get(question.id, {})
        if question.by_person and sum(chosen.values()) >= SURE * len(question.choices()):
            never = [option.id for option in question.choices() if option.id not in chosen]
            if never:
                yield question.id, never


def expected_answers(rehearsal: Rehearsal, outcome: Outcome) -> int:
    """How many answers to expect in all."""
    members = sum(cell.members for cell in rehearsal.cells)
    return round(members * rehearsal.rate * outcome.ends.get("", 0) / max(1, outcome.people))


def by_group(rehearsal: Rehearsal, outcome: Outcome) -> dict[str, list[Expected]]:
    return {kind: list(_expected(rehearsal, outcome, kind)) for kind in GROUPS}


def _expected(rehearsal: Rehearsal, outcome: Outcome, kind: str) -> Iterator[Expected]:
    for value, group in outcome.groups.get(kind, {}).items():
        members = sum(cell.members for cell in rehearsal.cells if getattr(cell, kind) == value)
        if members:
            share = group.completed / max(1, group.walked)
            yield Expected(value, members, round(members * rehearsal.rate * share))


def too_few(rehearsal: Rehearsal, outcome: Outcome, questionnaire: Questionnaire) -> list[tuple[Question, int]]:
    """The questions that fewer than the floor will answer, though somebody is asked them."""
    members = sum(cell.members for cell in rehearsal.cells)
    asked = (
        (question, round(members * rehearsal.rate * outcome.questions.get(question.id, 0) / max(1, outcome.people)))
        for question in questionnaire.questions.values()
        if question.by_person and question.id in outcome.questions
    )
    return [(question, answers) for question, answers in asked if answers < FLOOR] if members else []

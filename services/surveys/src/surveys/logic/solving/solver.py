"""A search through the answers that differ to the rules, question by question, as the engine itself judges them."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from surveys.logic.expression import Expression, names
from surveys.logic.solving.domains import Domains, Known
from surveys.logic.solving.pieces import Goal, Piece, pieces_of
from surveys.logic.solving.route import Route
from surveys.logic.solving.walking import Budget, Walk
from surveys.questionnaire.asking import Occasion
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.kinds import Question, Random
from surveys.questionnaire.rules import Checked, check, led_through

MOST_STEPS = 100_000
"""The work that is done for one piece before it is left undecided: see `Budget`."""

MOST_STEPS_IN_ALL = 600_000
FEW_STEPS = 5_000
"""The work of the first round: what is easy is not kept waiting by what is hard."""

MOST_SEEDS = 3_000


class Reason(msgspec.Struct, frozen=True):
    """A rule that stands in the way: where it is, and the part of it that matters."""

    place: str
    rule: Expression


class Witness(msgspec.Struct, frozen=True):
    """Answers that lead to the piece. `seed`: the lot with which they do."""

    answers: dict[str, Any]
    seed: int = 0


class Never(msgspec.Struct, frozen=True):
    """No answers do. `reasons`: rules that cannot all be met; without any one of them the others can."""

    reasons: tuple[Reason, ...]


class Undecided(msgspec.Struct, frozen=True):
    """Too many answers to try, or rules that compare answers in ways the search does not see through."""


UNDECIDED = Undecided()
Way = dict[str, list[Question]]
"""The questions that answers lead through, by section."""

Found = Witness | Never | Undecided


def reach(questionnaire: Questionnaire, today: date) -> dict[str, Found]:
    """What can be said of every piece, by its place in the document. Every witness has been judged by `check`."""
    return Solver(questionnaire, today).all()


class Solver:
    def __init__(self, questionnaire: Questionnaire, today: date) -> None:
        self._questionnaire, self._today = questionnaire, today
        self._route = Route(questionnaire)
        self._pieces = list(pieces_of(questionnaire))
        self._left, self._allowed = MOST_STEPS_IN_ALL, 0
        self._known: Known = {}
        self._found: dict[str, Found] = {}

    def all(self) -> dict[str, Found]:
        for most in (FEW_STEPS, MOST_STEPS):
            for piece in reversed(self._pieces):  # who comes to the last ones has been to many of the others
                if isinstance(self._found.get(piece.place, UNDECIDED), Undecided):
                    self._decide(piece, most)
        return {piece.place: self._found[piece.place] for piece in self._pieces}

    def _decide(self, piece: Piece, most: int) -> None:
        rules = [*self._closure(piece.goals), *self._on_the_way(piece)]
        self._allow(most // 2)
        walk = self._walk(piece, rules, ())
        self._allow(most // 2)
        if walk.reached is not None:
            self._witness(piece, walk.reached)
        elif (needed := self._forbidding(piece, rules)) is not None:
            self._found[piece.place] = Never(self._core(piece, needed, rules))
        else:
            self._found[piece.place] = Never(self._core(piece, rules, rules)) if walk.complete else UNDECIDED

    def _allow(self, units: int) -> None:
        """How much work the next walks may do together."""
        self._allowed = min(units, self._left)

    def _forbidding(self, piece: Piece, rules: Sequence[Goal]) -> Sequence[Goal] | None:
        """Some of the rules that alone forbid it. The fewer are looked at, the fewer answers there are to try."""
        for part in [*((goal,) for goal in piece.goals), piece.goals]:
            needed = self._closure(part)
            if len(needed) < len(rules) and self._proven(piece, needed, rules):
                return needed
        return None

    def _proven(self, piece: Piece, needed: Sequence[Goal], rules: Sequence[Goal]) -> bool:
        """Whether these rules alone forbid it."""
        walk = self._walk(piece, needed, [goal for goal in rules if goal not in needed])
        return walk.reached is None and walk.complete

    def _core(self, piece: Piece, needed: Sequence[Goal], rules: Sequence[Goal]) -> tuple[Reason, ...]:
        """Leave out one rule after the other: those that the proof does not need go."""
        left = [goal for goal in needed if not goal.place.endswith(".value")]
        for goal in list(left):
            fewer = [other for other in needed if (other in left and other is not goal) or other.place.endswith(".value")]
            if self._proven(piece, fewer, rules):
                left.remove(goal)
        return tuple(Reason(goal.place, goal.rule) for goal in left)

    def _closure(self, goals: Sequence[Goal]) -> list[Goal]:
        """The goals, and every rule that decides an answer they read: by asking for it, or by working it out."""
        rules, seen = list(goals), set[str]()
        waiting = {name for goal in goals for name in names(goal.rule)}
        while waiting:
            question = self._questionnaire.question_of(waiting.pop())
            if question is not None and question.id not in seen:
                seen.add(question.id)
                more = self._route.rules_on(question.id)
                rules += [goal for goal in more if goal not in rules]
                waiting |= {read for goal in more for read in names(goal.rule)}
        return rules

    def _on_the_way(self, piece: Piece) -> list[Goal]:
        """What else must hold before anybody comes so far, with what decides it."""
        closure = self._closure(piece.goals)
        more = self._closure([*self._route.ends_before(piece), *self._route.checks_before(piece)])
        return [goal for goal in more if goal not in closure]

    def _walk(self, piece: Piece, rules: Sequence[Goal], ignored: Sequence[Goal]) -> Walk:
        names_of_rules = {name for goal in rules for name in names(goal.rule)}
        asked = {question.id for name in names_of_rules if (question := self._questionnaire.question_of(name))}
        if piece.kind == "check":
            asked.add(self._questionnaire.sections[piece.section].questions[piece.question].id)
        budget = Budget(self._allowed)
        seen = [["list", goal.rule] if goal.place.endswith(".value") else goal.rule for goal in rules]
        domains = Domains(seen, frozenset(asked), self._today, self._known)
        walk = Walk(self._route, piece, domains, frozenset(asked), self._today, budget, ignored)
        walk.search()
        spent = budget.given - max(0, budget.left)
        self._left, self._allowed = self._left - spent, self._allowed - spent
        return walk

    def _witness(self, piece: Piece, answers: dict[str, Any]) -> None:
        """Judge it once more by the engine, with everything else it shows on the way."""
        sent, seed = self._as_sent(answers)
        if sent is None:
            self._found[piece.place] = UNDECIDED
            return
        occasion, section = Occasion(seed, self._today), self._questionnaire.sections[piece.section].id
        checked = check(self._questionnaire, sent, section, occasion)
        way = {part.id: asked for part, asked in led_through(self._questionnaire, checked.answers_kept, occasion)}
        on_the_way = [other for other in self._pieces if self._order(other) <= self._order(piece)]
        wrong = [problem for problem in checked.problems if self._is_before(problem.question_id, piece)]
        if wrong or not _holds(self._questionnaire, piece, checked, way):
            self._found[piece.place] = UNDECIDED
            return
        self._found[piece.place] = Witness(sent, seed)
        for other in on_the_way:
            known = isinstance(self._found.get(other.place, UNDECIDED), Witness | Never)
            if not known and other.kind not in ("check", "end") and _holds(self._questionnaire, other, checked, way):
                self._found[other.place] = Witness(sent, seed)

    def _order(self, piece: Piece) -> tuple[int, float]:
        return piece.section, piece.question if piece.kind != "end" else math.inf

    def _is_before(self, name: str, piece: Piece) -> bool:
        """Whether a problem is with something that must be right before the piece is reached."""
        step = self._route.steps[max(0, self._route.step_of(name))]
        at, here = (step.section, float(step.question)), self._order(piece)
        return at < here or (at == here and piece.kind == "check")

    def _as_sent(self, answers: dict[str, Any]) -> tuple[dict[str, Any] | None, int]:
        """The answers without what nobody sends, and a seed that draws the lots they had."""
        questions = self._questionnaire.questions
        lots = {name: value for name, value in answers.items() if isinstance(questions.get(name), Random)}
        sent = {name: value for name, value in answers.items() if name not in questions or questions[name].by_person}
        for seed in range(MOST_SEEDS):
            if all(self._route.drawn(name, seed) == value for name, value in lots.items()):
                return sent, seed
        return None, 0


def _holds(questionnaire: Questionnaire, piece: Piece, checked: Checked, way: Way) -> bool:
    """Whether the engine itself says that these answers reach the piece."""
    section = questionnaire.sections[piece.section]
    if section.id not in way or piece.kind in ("section", "end"):
        return section.id in way and (piece.kind == "section" or checked.ended == section.id)
    question = section.questions[piece.question]
    asked = next((one for one in way[section.id] if one.id == question.id), None)
    if asked is None or piece.kind == "question":
        return asked is not None
    if piece.kind == "check":
        return question.id in checked.answers_kept or not question.by_person
    return any(part.id == piece.part for part in getattr(asked, piece.kind, ()))

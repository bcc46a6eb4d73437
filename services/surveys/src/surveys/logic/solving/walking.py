"""One walk through a questionnaire that branches where an answer matters, until the piece is reached or all is tried."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any

from surveys.logic.evaluate import Met, met
from surveys.logic.expression import names, size_of
from surveys.logic.solving.domains import Domains
from surveys.logic.solving.pieces import Goal, Piece
from surveys.logic.solving.route import Route, Step
from surveys.questionnaire.asking import Asking, Rule, Words
from surveys.questionnaire.kinds import Random
from surveys.questionnaire.pieces import When

Answers = dict[str, Any]


class Budget:
    """How much work may still be done: a unit for each step on the way, each answer that is tried and each part of a rule."""

    def __init__(self, given: int) -> None:
        self.given = self.left = given

    def spend(self, units: int = 1) -> bool:
        self.left -= units
        return self.left >= 0


Conditions = Sequence[Met]


class Walk:
    """`reached`: answers with which the piece is reached. `complete`: whether everything that matters was tried."""

    def __init__(
        self,
        route: Route,
        piece: Piece,
        domains: Domains,
        read: frozenset[str],
        today: date,
        budget: Budget,
        ignored: Sequence[Goal],
    ) -> None:
        self.reached: Answers | None = None
        self.complete = True
        self._route, self._piece, self._domains, self._read = route, piece, domains, read
        self._today, self._budget, self._ignored = today, budget, ignored
        self._conditions: dict[str, Conditions] = {}
        self._goals = self._in_order(goal for goal in piece.goals if goal not in ignored)

    def search(self) -> None:
        self._onward(0, {}, 0)

    def _in_order(self, goals: Iterable[Goal]) -> list[tuple[int, Met, int]]:
        """Each goal with the step after which it is decided: what cannot be met is seen early."""
        return sorted(
            (
                (max(map(self._route.step_of, names(goal.rule)), default=-1), met(goal.rule), size_of(goal.rule))
                for goal in goals
            ),
            key=lambda one: one[0],
        )

    def _all_met(self, place: str, when: When | None, kept: Answers) -> bool:
        """Whether a rule is met, apart from what of it is left out of account."""
        if when is None:
            return True
        conditions = self._conditions.get(place)
        if conditions is None:
            known = self._route.conditions(place, when)
            conditions = self._conditions[place] = [condition for goal, condition in known if goal not in self._ignored]
        return all(condition(kept, self._today) for condition in conditions)

    def _onward(self, at: int, kept: Answers, decided: int) -> bool:
        """Go on from a step with these answers; True when the piece was reached."""
        steps = self._route.steps
        while True:
            while decided < len(self._goals) and self._goals[decided][0] < at:
                _, is_met, size = self._goals[decided]
                if not self._spend(size) or not is_met(kept, self._today):
                    return False
                decided += 1
            step = steps[at]
            if not self._spend():
                return False
            if step.kind == "question":
                ways = self._ways(step, kept)
                if isinstance(ways, bool):
                    return ways
                if step.question_id not in self._read:
                    kept = next(ways, kept)
                    at += 1
                    continue
                return any(self._spend() and self._onward(at + 1, way, decided) for way in ways)
            outcome = self._at_edge(step, kept)
            if isinstance(outcome, bool):
                return outcome
            at = outcome

    def _spend(self, units: int = 1) -> bool:
        if not self._budget.spend(units):
            self.complete = False
            return False
        return True

    def _at_edge(self, step: Step, kept: Answers) -> int | bool:
        """A section's beginning or end: the step to go on with, or whether the way ends here with the piece reached."""
        section = self._route.questionnaire.sections[step.section]
        here = self._piece.section == step.section
        if step.kind == "section":
            if not self._all_met(f"{step.place}.show_if", section.show_if, kept):
                return False if here else self._route.after(step)
            return self._reach(kept) if here and self._piece.kind == "section" else self._route.index(step) + 1
        ends = section.end_if is not None and self._ends(step, kept)
        if here:
            return ends and self._reach(kept)
        return False if ends else self._route.index(step) + 1

    def _ends(self, step: Step, kept: Answers) -> bool:
        section, place = self._route.questionnaire.sections[step.section], f"{step.place}.end_if"
        if step.section == self._piece.section:
            return self._all_met(place, section.end_if, kept)
        if any(goal.place == place for goal in self._ignored):
            return False
        ends = self._route.ends[step.section]
        return ends is not None and ends(kept, self._today)

    def _reach(self, kept: Answers) -> bool:
        self.reached = kept
        return True

    def _ways(self, step: Step, kept: Answers) -> Iterator[Answers] | bool:
        """The answers so far with each answer to try; or whether the way ends here with the piece reached."""
        asking = self._asked(step, kept)
        if step.section == self._piece.section and step.question == self._piece.question:
            return self._at_piece(step, asking, kept)
        if asking is None:
            return iter((kept,))
        return self._answered(step, asking, kept)

    def _at_piece(self, step: Step, asking: Asking | None, kept: Answers) -> bool:
        if asking is None:
            return False
        match self._piece.kind:
            case "check":
                name, by_person = asking.question.id, asking.question.by_person
                found = (way for way in self._answered(step, asking, kept) if self._spend() and (name in way or not by_person))
                way = next(found, None)
                return way is not None and self._reach(way)
            case "options" | "rows":
                there = any(part.id == self._piece.part for part in getattr(asking.question, self._piece.kind))
                return there and self._reach(kept)
        return self._reach(kept)

    def _asked(self, step: Step, kept: Answers) -> Asking | None:
        rule = self._route.rules[step.section][step.question]
        if not self._all_met(f"{step.place}.show_if", rule.question.show_if, kept):
            return None
        if not rule.pieces:
            return rule.whole
        hidden = frozenset(
            (field, part.id)
            for field in ("options", "rows")
            for number, part in enumerate(getattr(rule.question, field, ()))
            if not self._all_met(f"{step.place}.{field}[{number}].show_if", part.show_if, kept)
        )
        return rule.without(hidden)

    def _answered(self, step: Step, asking: Asking, kept: Answers) -> Iterator[Answers]:
        """Every answer to try, with what the question's own checks let through."""
        rule, name = self._route.rules[step.section][step.question], step.question_id
        if not asking.question.by_person:
            ways = self._filled_in(rule, kept)
        else:
            ways = self._with_words(asking, self._with_value(asking, kept, every=name in self._read))
        passed = (way for way in ways if self._checked(step, rule, way))
        if name in self._read or not asking.question.by_person:
            yield from passed
            return
        first = next(passed, None)
        if first is None:
            self.complete = False  # what was tried only to come past did not fit: something else might
        else:
            yield first

    def _filled_in(self, rule: Rule, kept: Answers) -> Iterator[Answers]:
        name = rule.question.id
        if isinstance(rule.question, Random):
            groups = rule.question.groups if name in self._read else rule.question.groups[:1]
            yield from ({**kept, name: group.id} for group in groups)
            return
        value = rule.worked_out(kept, self._today)
        yield kept if value is None else {**kept, name: value}

    def _with_value(self, asking: Asking, kept: Answers, *, every: bool) -> Iterator[Answers]:
        name, domain = asking.question.id, self._domains.of(asking.question)
        if domain is not None:
            self.complete = self.complete and (domain.whole or not every)
            for value in domain.values if every or asking.missing else ():
                taken, wrong = asking.judge(value)
                if taken is not None and not wrong:
                    yield {**kept, name: taken}
        if not asking.missing:
            yield kept

    def _with_words(self, asking: Asking, ways: Iterator[Answers]) -> Iterator[Answers]:
        for way in ways:
            written = [self._written(asking, words) for words in asking.words if words.counts(way.get(asking.question.id))]
            for combination in product(*written):
                yield {**way, **{name: text for name, text in combination if text is not None}}

    def _written(self, asking: Asking, words: Words) -> list[tuple[str, str | None]]:
        """The words to try beside an answer; none where nothing hangs on them."""
        domain = self._domains.of_words(asking.question, words.name, required=bool(words.missing))
        if domain is None:
            return [(words.name, None)]
        self.complete = self.complete and domain.whole
        fitting: list[tuple[str, str | None]] = [(words.name, text) for text in domain.values if not words.judge(text)[1]]
        return fitting if words.missing else [*fitting, (words.name, None)]

    def _checked(self, step: Step, rule: Rule, way: Answers) -> bool:
        question = rule.question
        return (question.by_person and question.id not in way) or all(
            self._all_met(f"{step.place}.checks[{number}].must", one.must, way)
            for number, one in enumerate(question.checks)
            if rule.checks[number] is not None
        )

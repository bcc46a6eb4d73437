"""What of a question is asked of one person: the whole of it, or what the rules of its options and rows leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from surveys import logic
from surveys.questionnaire.conditions import is_sound, met_of, names_read
from surveys.questionnaire.judging import Judge, Problem
from surveys.questionnaire.kinds import OwnWords, Question
from surveys.questionnaire.kinds.text import one_line
from surveys.questionnaire.kinds.unasked import Calculated, Random

Answers = Mapping[str, Any]
"""Answers by name, as they stand in JSON; what they may hold is for `check` to say."""

MOST_VARIANTS = 200
_NEVER = date(1970, 1, 1)


class Occasion(msgspec.Struct, frozen=True):
    """Who answers, and when, as far as rules may know it: the person's seed for everything drawn by lot, and the day."""

    seed: int = 0
    today: date = _NEVER


NOBODY = Occasion()
"""For looks at a questionnaire where nothing hangs on the day or on a lot."""

Hidden = frozenset[tuple[str, str]]
"""Options and rows that are not asked, as ("options", id) and ("rows", id)."""


class Words(msgspec.Struct, frozen=True):
    """A person's own words beside the answer, judged by themselves."""

    name: str
    beside: str | None
    judge: Judge
    missing: tuple[Problem, ...]

    def counts(self, chosen: Any) -> bool:
        """Words that belong to one option count only when that is chosen."""
        return self.beside is None or self.beside == chosen or (isinstance(chosen, list) and self.beside in chosen)


class Asking(msgspec.Struct, frozen=True):
    """A question as it is asked, compiled."""

    question: Question
    judge: Judge
    missing: tuple[Problem, ...]
    """What is wrong when it is asked and not answered; of a required matrix, every row."""
    words: tuple[Words, ...]


class Rule(msgspec.Struct, frozen=True):
    """A question with its rules, compiled."""

    question: Question
    whole: Asking
    shown: logic.Met | None
    pieces: tuple[tuple[tuple[str, str], logic.Met], ...]
    """The options and rows that have a condition."""
    checks: tuple[logic.Met | None, ...]
    value: logic.Evaluate | None
    """What a calculated value is worked out by."""
    variants: dict[Hidden, Asking | None]

    def asked(self, kept: Answers, today: date) -> Asking | None:
        """How it is asked of one who has answered this; None when it is not."""
        if self.shown is not None and not self.shown(kept, today):
            return None
        if not self.pieces:
            return self.whole
        return self.without(frozenset(piece for piece, met in self.pieces if not met(kept, today)))

    def worked_out(self, kept: Answers, today: date) -> Any:
        """The calculated value in a form that is stored and told: a number, a text, or a list of texts; true is 1, false 0."""
        value = self.value(kept, today) if self.value is not None else None
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, list):
            return [logic.text(one) for one in logic.flat(value)] or None
        return None if logic.empty(value) or isinstance(value, dict) else value

    def without(self, hidden: Hidden) -> Asking | None:
        if hidden not in self.variants:
            if len(self.variants) >= MOST_VARIANTS:
                self.variants.clear()
            left = narrowed(self.question, hidden) if hidden else self.question
            self.variants[hidden] = asking(left) if left else None
        return self.variants[hidden]

    def offered(self, kept: Answers, today: date, here: set[str]) -> Question | None:
        """What of it stands on its page: also what hangs on another question there, `here`."""
        if not (self.shown is None or names_read(self.question.show_if) & here or self.shown(kept, today)):
            return None
        if not self.pieces:
            return self.question
        pending = {piece for piece, reads in _reads(self.question).items() if reads & here}
        hidden = frozenset(piece for piece, met in self.pieces if piece not in pending and not met(kept, today))
        left = self.without(hidden)
        return left.question if left else None


def rule_for(question: Question, words: Mapping[str, Mapping[str, str]]) -> Rule:
    pieces = ((piece, met_of(part.show_if)) for piece, part in _parts(question).items())
    value = question.value if isinstance(question, Calculated) and question.value and is_sound(question.value) else None
    return Rule(
        question=question,
        whole=asking(question),
        shown=met_of(question.show_if),
        pieces=tuple((piece, met) for piece, met in pieces if met is not None),
        checks=tuple(logic.met(check.must) if is_sound(check.must) else None for check in question.checks),
        value=logic.compiled(logic.with_words(value, words)) if value else None,
        variants={},
    )


def asking(question: Question) -> Asking:
    words = tuple(_words(words) for words in question.own_words())
    return Asking(question, question.judge(), question.missing() if question.required else (), words)


def _words(words: OwnWords) -> Words:
    missing = (Problem(words.name, "required"),) if words.required else ()
    return Words(words.name, words.beside, one_line(words.name, words.max_length), missing)


def _parts(question: Question) -> dict[tuple[str, str], Any]:
    options, rows = getattr(question, "options", ()), getattr(question, "rows", ())
    return {("options", option.id): option for option in options} | {("rows", row.id): row for row in rows}


def _reads(question: Question) -> dict[tuple[str, str], set[str]]:
    return {piece: names_read(part.show_if) for piece, part in _parts(question).items() if part.show_if}


def narrowed(question: Question, hidden: Hidden) -> Question | None:
    """The question without what is hidden; None when nothing is left to answer. It asks for no more than there is."""
    left: dict[str, Any] = {}
    for field in ("options", "rows"):
        whole = getattr(question, field, None)
        if whole:
            left[field] = tuple(piece for piece in whole if (field, piece.id) not in hidden)
            if not left[field]:
                return None
    options = len(left.get("options", ()))
    for field in ("min_choices", "max_choices", "places"):
        if getattr(question, field, None) is not None:
            left[field] = min(getattr(question, field), options)
    return msgspec.structs.replace(question, **left)


def without_hidden(question: Question, left: Question, answer: Any) -> Any:
    """The answer without options and rows that are not asked; None when nothing is left of it."""
    options = _ids(question, "options") - _ids(left, "options")
    rows = (_ids(question, "rows") - _ids(left, "rows")) if question.parts() else options
    if isinstance(answer, dict):
        kept = {row: without_hidden(question, left, chosen) for row, chosen in answer.items() if row not in rows}
        return {row: chosen for row, chosen in kept.items() if chosen is not None} or None
    if isinstance(answer, list):
        return [chosen for chosen in answer if not isinstance(chosen, str) or chosen not in options] or None
    return None if isinstance(answer, str) and answer in options else answer


def _ids(question: Question, field: str) -> set[str]:
    return {piece.id for piece in getattr(question, field, ())}


def in_drawn_order(question: Question, seed: int) -> Question:
    """Its options, or its rows where it has them, as this person meets them."""
    if not getattr(question, "shuffle", False):
        return question
    field = "rows" if question.parts() else "options"
    things = getattr(question, field)
    drawn = logic.shuffled(things, seed, question.id, lambda one: one.id, lambda one: getattr(one, "fixed", False))
    return msgspec.structs.replace(question, **{field: tuple(drawn)})


def drawn_group(question: Random, seed: int) -> str | None:
    return logic.drawn_group([(group.id, group.weight) for group in question.groups], seed, question.id)

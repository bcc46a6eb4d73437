"""A rule as a sentence a person can put together: «Vis dette hvis [spørsmål] [er] [svar]», several with and or or.

`sentence_of` reads an expression back into the sentence it was made from; what is more complex than that has none, and is
shown in words and edited as text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from surveys.questionnaire import Question, Questionnaire
from surveys.questionnaire.kinds import Matrix, MatrixMultiple, MultipleText
from surveys.questionnaire.pieces import in_language
from ui import mark

Say = Callable[[str], str]
Joined = Literal["and", "or"]
MOST_CLAUSES = 10
WORDS: Mapping[str, str] = {
    "is": mark("er"),
    "is_not": mark("er ikke"),
    "contains": mark("inneholder"),
    "contains_not": mark("inneholder ikke"),
    "at_least": mark("er minst"),
    "at_most": mark("er høyst"),
    "answered": mark("er besvart"),
    "empty": mark("er ikke besvart"),
}
ALONE = frozenset({"answered", "empty"})
"""They need no answer to compare with."""

_SYMBOLS = {
    "is": "=",
    "is_not": "!=",
    "contains": "contains",
    "contains_not": "not_contains",
    "at_least": ">=",
    "at_most": "<=",
}
_NEGATED = frozenset({"is_not", "contains_not"})
_OPERATORS = {symbol: name for name, symbol in _SYMBOLS.items()}
_CHOSEN = ("is", "is_not", "answered", "empty")
_SEVERAL = ("contains", "contains_not", "answered", "empty")
_COUNTED = ("is", "is_not", "at_least", "at_most", "answered", "empty")
FITTING: Mapping[str, Sequence[str]] = {
    "single_choice": _CHOSEN,
    "yes_no": _CHOSEN,
    "area": _CHOSEN,
    "random": ("is", "is_not"),
    "matrix": _CHOSEN,
    "multiple_choice": _SEVERAL,
    "ranking": _SEVERAL,
    "matrix_multiple": _SEVERAL,
    "scale": _COUNTED,
    "number": _COUNTED,
    "calculated": _COUNTED,
    "constant_sum": _COUNTED,
}
"""Which words fit which kind; of all others it can be asked whether they are answered."""


class Clause(msgspec.Struct, frozen=True):
    """`key` is the row of a matrix; `value` is empty where the operator needs none."""

    name: str
    operator: str
    value: str | int | float = ""
    key: str = ""

    @property
    def subject(self) -> str:
        """As one field of a form says it."""
        return f"{self.name}/{self.key}" if self.key else self.name


class Sentence(msgspec.Struct, frozen=True):
    joined: Joined = "and"
    clauses: tuple[Clause, ...] = ()


def expression_of(sentence: Sentence) -> list[Any] | None:
    """The rule as data; None for a sentence that asks nothing."""
    written = [_written(clause) for clause in sentence.clauses]
    if not written:
        return None
    return written[0] if len(written) == 1 else [sentence.joined, *written]


def _written(clause: Clause) -> list[Any]:
    answer = ["answer", clause.name, *([clause.key] if clause.key else [])]
    if clause.operator in ALONE:
        return [clause.operator, answer]
    compared = [_SYMBOLS[clause.operator], answer, clause.value]
    return ["and", ["answered", answer], compared] if clause.operator in _NEGATED else compared


def sentence_of(rule: Any) -> Sentence | None:
    """The sentence a rule says, or None when it says more than a sentence can."""
    if rule is None:
        return Sentence()
    if isinstance(rule, Mapping):
        return _of_short_form(rule)
    clause = _clause(rule)
    if clause:
        return Sentence(clauses=(clause,))
    if rule and rule[0] in ("and", "or"):
        clauses = [_clause(part) for part in rule[1:]]
        if all(clauses):
            return Sentence(rule[0], tuple(filter(None, clauses)))
    return None


def _of_short_form(rule: Mapping[str, Any]) -> Sentence | None:
    names = {"is": "is", "is_not": "is_not", "includes": "contains", "at_least": "at_least", "at_most": "at_most"}
    found = [(names[name], value) for name, value in rule.items() if name in names]
    if len(found) != 1 or "question" not in rule:
        return None
    return Sentence(clauses=(Clause(rule["question"], found[0][0], found[0][1]),))


def _clause(rule: Any) -> Clause | None:
    match rule:
        case ["answered" | "empty" as operator, ["answer", str(name), *keys]]:
            return _keyed(name, operator, "", keys)
        case ["and", ["answered", ["answer", *asked]], ["!=" | "not_contains" as symbol, ["answer", str(name), *keys], value]]:
            return _keyed(name, _OPERATORS[symbol], value, keys) if asked == [name, *keys] else None
        case ["=" | "contains" | ">=" | "<=" as symbol, ["answer", str(name), *keys], value]:
            return _keyed(name, _OPERATORS[symbol], value, keys)
        case _:
            return None


def _keyed(name: str, operator: str, value: Any, keys: list[Any]) -> Clause | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not all(isinstance(key, str) for key in keys):
        return None
    return Clause(name, operator, value, keys[0] if keys else "") if len(keys) <= 1 else None


class Subject(msgspec.Struct, frozen=True):
    """Something earlier that a rule may ask of: what it is called in a form and in words, which operators and answers fit."""

    value: str
    text: str
    operators: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()


def subjects(questionnaire: Questionnaire, language: str, *, section: str = "", question: str = "") -> Iterator[Subject]:
    """Everything asked before a section or a question (by its id), numbered as the outline numbers it."""
    number = 0
    for part in questionnaire.sections:
        if part.id == section:
            return
        for asked in part.questions:
            if asked.id == question:
                return
            number += asked.by_person
            if asked.kind != "statement":
                yield from _subjects_of(asked, f"{number}. " if asked.by_person else "", language)


def _subjects_of(question: Question, number: str, language: str) -> Iterator[Subject]:
    text = f"{number}{in_language(question.text, language) or question.id}"
    operators = tuple(FITTING.get(question.kind, ("answered", "empty")))
    answers = tuple((option.id, in_language(option.text, language) or option.id) for option in question.choices())
    if isinstance(question, Matrix | MatrixMultiple):
        for row in question.rows:
            yield Subject(f"{question.id}/{row.id}", f"{text}: {in_language(row.text, language)}", operators, answers)
    elif not isinstance(question, MultipleText):
        yield Subject(question.id, text, operators, answers)


def typed_clause(subject: Subject | None, operator: str, value: str) -> Clause | None:
    """A clause as it was put together in a form; None while something of it is missing or does not fit."""
    if subject is None or operator not in subject.operators:
        return None
    name, _, key = subject.value.partition("/")
    if operator in ALONE:
        return Clause(name, operator, "", key)
    if subject.answers:
        return Clause(name, operator, value, key) if value in dict(subject.answers) else None
    plain = value.strip().replace(",", ".")
    try:
        return Clause(name, operator, float(plain) if "." in plain else int(plain), key)
    except ValueError:
        return None


def said(sentence: Sentence, known: Mapping[str, Subject], say: Say) -> str:
    """The sentence as one reads it: «Sykler du?» er «Ja» og …"""
    parts = [_said(clause, known.get(clause.subject), say) for clause in sentence.clauses]
    return f" {say(mark('eller') if sentence.joined == 'or' else mark('og'))} ".join(parts)


def _said(clause: Clause, subject: Subject | None, say: Say) -> str:
    asked = f"«{subject.text if subject else clause.subject}» {say(WORDS[clause.operator])}"
    if clause.operator in ALONE:
        return asked
    answer = dict(subject.answers).get(str(clause.value), clause.value) if subject else clause.value
    return f"{asked} «{answer}»"

"""The rules of a proof, said one by one: «Del 2 vises bare hvis «Sykler du?» er «Ja»»."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.building.rule_texts import written
from surveys.building.sentences import ALONE, WORDS, Clause, Sentence, Subject, sentence_of, subjects
from surveys.checking.finding import Because
from surveys.checking.incomplete import piece_at
from surveys.checking.places import short_place
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.faults import Say
from ui import mark

SHOWN = mark("%(where)s vises bare hvis %(rule)s.")
PART_SHOWN = mark("Et svar på %(where)s vises bare hvis %(rule)s.")
ENDS = mark("Undersøkelsen slutter etter %(where)s hvis %(rule)s.")
ACCEPTS = mark("%(where)s godtar bare svar der %(rule)s.")
MORE_OR_LESS = {"<": mark("er mindre enn"), ">": mark("er mer enn")}
AND, OR = mark("og"), mark("eller")
WORKED_OUT = mark("%(where)s regnes ut slik: %(rule)s.")


def in_words(because: tuple[Because, ...], questionnaire: Questionnaire, say: Say, language: str) -> Iterator[str]:
    known = {subject.value: subject for subject in subjects(questionnaire, language)}
    for one in because:
        where = short_place(piece_at(questionnaire, one.place), questionnaire, say)
        rule = one.rule[1] if one.place.endswith(".end_if") and _is_not(one.rule) else one.rule
        told = say(_frame(one.place), where=where, rule=_rule(rule, known, say))
        yield told[:1].upper() + told[1:]


def _said(sentence: Sentence, known: Mapping[str, Subject], say: Say) -> str:
    joined = f" {say(OR if sentence.joined == 'or' else AND)} "
    return joined.join(_clause(clause, known.get(clause.subject), say) for clause in sentence.clauses)


def _clause(clause: Clause, subject: Subject | None, say: Say) -> str:
    asked = f"«{subject.text if subject else clause.subject}» {say(WORDS[clause.operator])}"
    if clause.operator in ALONE:
        return asked
    answers = dict(subject.answers) if subject else {}
    return f"{asked} «{answers.get(str(clause.value), clause.value)}»"


def _rule(rule: Any, known: Mapping[str, Subject], say: Say) -> str:
    """As a sentence where it is one, else as it would be typed."""
    match rule:
        case ["<" | ">" as symbol, ["answer", str(name), *keys], int() | float() as value]:
            subject = known.get("/".join(map(str, [name, *keys])))
            return f"«{subject.text if subject else name}» {say(MORE_OR_LESS[symbol])} {value}"
    sentence = _sentence(rule)
    return _said(sentence, known, say) if sentence and sentence.clauses else f"«{written(rule)}»"


def _frame(place: str) -> str:
    if place.endswith(".end_if"):
        return ENDS
    if ".checks[" in place:
        return ACCEPTS
    if place.endswith(".value"):
        return WORKED_OUT
    return PART_SHOWN if ".options[" in place or ".rows[" in place else SHOWN


def _is_not(rule: Any) -> bool:
    return isinstance(rule, list) and rule[:1] == ["not"]


def _sentence(rule: Any) -> Sentence | None:
    """What is taken apart of «er ikke» is put together again."""
    if isinstance(rule, list) and rule[:1] in (["!="], ["not_contains"]):
        rule = ["and", ["answered", rule[1]], rule]
    return sentence_of(rule) if isinstance(rule, list) else None

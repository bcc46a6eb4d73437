"""The rules of a proof, said one by one: «Del 2 vises bare hvis «Sykler du?» er «Ja»»."""

from collections.abc import Iterator
from typing import Any

from surveys.building.rule_as_said import rule_as_said
from surveys.building.sentences import subjects
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
WORKED_OUT = mark("%(where)s regnes ut slik: %(rule)s.")


def in_words(because: tuple[Because, ...], questionnaire: Questionnaire, say: Say, language: str) -> Iterator[str]:
    known = {subject.value: subject for subject in subjects(questionnaire, language)}
    for one in because:
        where = short_place(piece_at(questionnaire, one.place), questionnaire, say)
        rule = one.rule[1] if one.place.endswith(".end_if") and _is_not(one.rule) else one.rule
        told = say(_frame(one.place), where=where, rule=rule_as_said(rule, known, say))
        yield told[:1].upper() + told[1:]


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

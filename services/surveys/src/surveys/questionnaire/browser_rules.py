"""A questionnaire's rules as data for the browser (`engine.js`): what is shown when, and none of its texts but the checks'."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.logic import Expression, with_words
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.kinds import Calculated, ConstantSum, Question, Random
from surveys.questionnaire.pieces import Row, When

Data = dict[str, Any]


def browser_rules(questionnaire: Questionnaire) -> Data:
    """What has no rule is left out."""
    return {"sections": [_section(section, questionnaire.option_words) for section in questionnaire.sections]}


def _section(section: Section, words: Mapping[str, Mapping[str, str]]) -> Data:
    questions = [_question(question, words) for question in section.questions]
    return {
        "id": section.id,
        **_when("show", section.show_if),
        **_when("end", section.end_if),
        **({"shuffle": True} if section.shuffle else {}),
        "questions": questions,
    }


def _question(question: Question, words: Mapping[str, Mapping[str, str]]) -> Data:
    options, rows = getattr(question, "options", ()), question.parts()
    return {
        "id": question.id,
        **_when("show", question.show_if),
        **({"options": _pieces(options)} if options else {}),
        **({"rows": _pieces(rows)} if rows else {}),
        **({"shuffle": True} if getattr(question, "shuffle", False) else {}),
        **({"total": question.total} if isinstance(question, ConstantSum) else {}),
        **_words(question),
        **_checks(question),
        **({} if question.by_person else _worked_out(question, words)),
    }


def _when(name: str, when: When | None) -> Data:
    if when is None:
        return {}
    rule = rule_of(when)
    return {name: rule if is_sound(rule) else False}


def _pieces(pieces: Sequence[Row]) -> list[Data]:
    return [
        {"id": piece.id, **_when("show", piece.show_if), **({"fixed": True} if getattr(piece, "fixed", False) else {})}
        for piece in pieces
    ]


def _words(question: Question) -> Data:
    rows = {f"{question.id}.{row.id}": row.id for row in question.parts()}
    words = [
        {
            "name": one.name,
            **({"beside": one.beside} if one.beside else {}),
            **({"row": rows[one.name]} if one.name in rows else {}),
        }
        for one in question.own_words()
    ]
    return {"words": words} if words else {}


def _checks(question: Question) -> Data:
    if not question.checks:
        return {}
    musts: list[Expression] = [check.must if is_sound(check.must) else True for check in question.checks]
    return {"checks": musts, "messages": [check.message for check in question.checks]}


def _worked_out(question: Question, words: Mapping[str, Mapping[str, str]]) -> Data:
    value = question.value if isinstance(question, Calculated) else None
    groups = [[group.id, group.weight] for group in question.groups] if isinstance(question, Random) else None
    return {
        "nobody": True,
        **({"value": with_words(value, words)} if value and is_sound(value) else {}),
        **({"groups": groups} if groups else {}),
    }

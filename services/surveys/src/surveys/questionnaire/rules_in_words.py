"""A rule said to the one who answers: "Svar på dette hvis du svarte «Ja» på «Sykler du?»"."""

from collections.abc import Mapping
from typing import Any

import ui
from surveys import logic
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.kinds import Question
from surveys.questionnaire.pieces import When
from ui import mark

ASKED_IF = mark("Svar på dette hvis %(rule)s.")
HANGS = mark("Om du skal svare på dette, kommer an på hva du har svart før.")
BOTH, EITHER = mark("både %(parts)s"), mark("enten %(parts)s")
AND, OR = mark("%(first)s og %(last)s"), mark("%(first)s eller %(last)s")
CLAUSES: Mapping[str, str] = {
    "=": mark("du svarte «%(answer)s» på «%(question)s»"),
    "!=": mark("du svarte noe annet enn «%(answer)s» på «%(question)s»"),
    ">=": mark("du svarte %(answer)s eller mer på «%(question)s»"),
    "<=": mark("du svarte %(answer)s eller mindre på «%(question)s»"),
    ">": mark("du svarte mer enn %(answer)s på «%(question)s»"),
    "<": mark("du svarte mindre enn %(answer)s på «%(question)s»"),
    "contains": mark("du valgte «%(answer)s» på «%(question)s»"),
    "not_contains": mark("du ikke valgte «%(answer)s» på «%(question)s»"),
    "any_of": mark("du valgte %(answer)s på «%(question)s»"),
    "all_of": mark("du valgte %(answer)s på «%(question)s»"),
    "none_of": mark("du ikke valgte %(answer)s på «%(question)s»"),
    "answered": mark("du har svart på «%(question)s»"),
    "empty": mark("du ikke har svart på «%(question)s»"),
}
OPPOSITES: Mapping[str, str] = {
    "=": "!=",
    "!=": "=",
    ">=": "<",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    "contains": "not_contains",
    "not_contains": "contains",
    "any_of": "none_of",
    "none_of": "any_of",
    "answered": "empty",
    "empty": "answered",
    "and": "or",
    "or": "and",
}


def asked_if(questionnaire: Questionnaire, when: When, language: str) -> str:
    """The whole sentence. A rule that reckons with answers is not read out: that would help nobody."""
    rule = rule_of(when)
    told = _Teller(questionnaire, language).told(rule, inside="") if is_sound(rule) else None
    say = ui.translate(language)
    return say(ASKED_IF, rule=told) if told else say(HANGS)


class _Teller:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._questionnaire, self._language, self._say = questionnaire, language, ui.translate(language)

    def told(self, rule: Any, inside: str) -> str | None:
        """A rule as a clause, or None where it cannot be said plainly. `inside`: what it is joined with others by."""
        match rule:
            case ["and" | "or" as joined, *parts]:
                return self._joined(joined, _plainly(parts) if joined == "and" else parts, inside)
            case ["not", [operator, *parts]] if operator in OPPOSITES:
                turned = [["not", part] for part in parts] if operator in ("and", "or") else parts
                return self.told([OPPOSITES[operator], *turned], inside)
            case ["not", ["not", part]]:
                return self.told(part, inside)
            case [operator, ["answer", *_] as answer, *value] if operator in CLAUSES:
                return self._clause(operator, answer, value[0] if value else None)
        return None

    def _joined(self, joined: str, parts: list[Any], inside: str) -> str | None:
        if len(parts) == 1:
            return self.told(parts[0], inside)
        told = [self.told(part, joined) for part in parts]
        clauses = [one for one in told if one is not None]
        if len(clauses) < len(told):
            return None
        together = self._list(clauses, AND if joined == "and" else OR)
        return self._say(BOTH if joined == "and" else EITHER, parts=together) if inside not in ("", joined) else together

    def _list(self, clauses: list[str], joining: str) -> str:
        *first, last = clauses
        return self._say(joining, first=", ".join(first), last=last) if first else last

    def _clause(self, operator: str, answer: list[Any], value: Any) -> str | None:
        question = self._questionnaire.questions.get(answer[1])
        if question is None or not question.by_person or (isinstance(value, list) and value[:1] != ["list"]):
            return None
        asked = self._asked(question, answer[2:])
        said = self._answer(question, operator, value)
        return None if asked is None or said is None else self._say(CLAUSES[operator], answer=said, question=asked)

    def _asked(self, question: Question, keys: list[Any]) -> str | None:
        """The question, or the row of it."""
        texts = {row.id: row.text for row in question.parts()}
        if not keys:
            return self._questionnaire.said(question.text, self._language)
        return self._questionnaire.said(texts[keys[0]], self._language) if len(keys) == 1 and keys[0] in texts else None

    def _answer(self, question: Question, operator: str, value: Any) -> str | None:
        """What is compared with, as the question says it."""
        if isinstance(value, list):
            words = [self._one(question, one) for one in value[1:]]
            named = [f"«{word}»" for word in words if word is not None]
            return self._list(named, AND if operator == "all_of" else OR) if named and len(named) == len(words) else None
        return "" if value is None else self._one(question, value)

    def _one(self, question: Question, value: Any) -> str | None:
        if isinstance(value, list | bool):
            return None
        if question.choices():
            named = next((option for option in question.choices() if logic.equal(option.id, value)), None)
            return self._questionnaire.said(named.text, self._language) if named else None
        return ui.formats(self._language).number(value) if isinstance(value, int | float) else str(value)


def _plainly(parts: list[Any]) -> list[Any]:
    """Who has answered something else has answered: that needs no saying."""
    compared = [part[1] for part in parts if isinstance(part, list) and len(part) == 3]  # noqa: PLR2004 - operator, answer, value
    return [part for part in parts if not (isinstance(part, list) and part[:1] == ["answered"] and part[1] in compared)]

"""Any rule said to staff: as a sentence where it is one, part by part where its parts are, else as it would be typed."""

from collections.abc import Mapping
from typing import Any

from surveys.building.rule_texts import written as write
from surveys.building.sentences import Subject, said, sentence_of
from surveys.questionnaire.faults import Say
from ui import mark

AND, OR, NOT = mark("og"), mark("eller"), mark("ikke (%(rule)s)")
COMPARED: Mapping[str, str] = {
    "<": mark("«%(question)s» er mindre enn %(value)s"),
    ">": mark("«%(question)s» er mer enn %(value)s"),
}
Known = Mapping[str, Subject]


def rule_as_said(rule: Any, known: Known, say: Say) -> str:
    """As a sentence where it is one, part by part where its parts are; else as it would be typed."""
    sentence = sentence_of(rule) if isinstance(rule, list | Mapping) else None
    if sentence and sentence.clauses and all(clause.subject in known for clause in sentence.clauses):
        return said(sentence, known, say)
    match rule:
        case ["and" | "or" as joined, *parts]:
            return f" {say(AND if joined == 'and' else OR)} ".join(_part(part, known, say) for part in parts)
        case ["not", part]:
            return say(NOT, rule=rule_as_said(part, known, say))
        case ["!=" | "not_contains", asked, _]:
            return rule_as_said(["and", ["answered", asked], rule], known, say) if _is_known(asked, known) else write(rule)
        case ["<" | ">" as symbol, asked, int() | float() as value] if _is_known(asked, known):
            return say(COMPARED[symbol], question=known["/".join(map(str, asked[1:]))].text, value=str(value))
    return write(rule)


def _part(part: Any, known: Known, say: Say) -> str:
    """A part that is itself joined stands in parentheses."""
    told = rule_as_said(part, known, say)
    joined = isinstance(part, list) and part[:1] in (["and"], ["or"]) and not _one_clause(part)
    return f"({told})" if joined else told


def _one_clause(part: Any) -> bool:
    sentence = sentence_of(part)
    return sentence is not None and len(sentence.clauses) == 1


def _is_known(asked: Any, known: Known) -> bool:
    return isinstance(asked, list) and asked[:1] == ["answer"] and "/".join(map(str, asked[1:])) in known

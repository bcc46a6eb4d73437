"""When something is asked, as a person would say it; on paper and in codebooks."""

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from surveys.building.sentences import Subject, said, sentence_of, subjects
from surveys.logic.surveyjs import write
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.pieces import Condition, When
from surveys.questionnaire.rules_in_words import asked_if as in_words
from surveys.questionnaire.tongue import speaking
from ui import Texts, mark, municipality, translate

ASKED_IF = mark("Svar på dette hvis %(rule)s.")
AND, OR, NOT = mark("og"), mark("eller"), mark("ikke (%(rule)s)")
COMPARED: Mapping[str, str] = {
    "<": mark("«%(question)s» er mindre enn %(value)s"),
    ">": mark("«%(question)s» er mer enn %(value)s"),
}
AT_HOME = frozenset({"se", "sma", "smj", "fkv", "no"})
"""Languages of the country, whose readers have Norwegian too."""

Known = Mapping[str, Subject]
_KNOWN: WeakKeyDictionary[Questionnaire, dict[str, Known]] = WeakKeyDictionary()


def our_words(language: str) -> str:
    """The language of the panel's own words around a questionnaire's: the same, or as near as we have."""
    near = "nb" if language.partition("-")[0] in AT_HOME else "en"
    ours = municipality()
    return next((code for code in (language, near) if code in ours.languages), ours.language)


def asked_if(questionnaire: Questionnaire, rule: When | None, language: str) -> str:
    """A sentence; empty when it is asked of all. `language` is the questionnaire's."""
    if not rule:
        return ""
    words = our_words(language)
    if isinstance(rule, Condition):
        known = rule.question in questionnaire.questions and rule.comparisons
        return in_words(speaking(questionnaire, language), rule, words) if known else ""
    phrase = rule_said(questionnaire, rule, language)
    return translate(words)(ASKED_IF, rule=phrase) if phrase else ""


def rule_said(questionnaire: Questionnaire, rule: When | None, language: str) -> str:
    """What must be true, without a capital and a full stop; empty where a draft's rule means nothing yet."""
    expression = rule_of(rule) if rule else None
    if expression is None or not is_sound(expression):
        return ""
    return _said(expression, _known(questionnaire, language), translate(our_words(language)))


def _known(questionnaire: Questionnaire, language: str) -> Known:
    """Every question by the name rules have for it, with its number."""
    spoken = _KNOWN.setdefault(questionnaire, {})
    if language not in spoken:
        spoken[language] = {subject.value: subject for subject in subjects(questionnaire, language)}
    return spoken[language]


def _said(rule: Any, known: Known, say: Texts) -> str:
    """As a sentence where it is one, part by part where its parts are; else as it would be typed."""
    sentence = sentence_of(rule) if isinstance(rule, list) else None
    if sentence and sentence.clauses and all(clause.subject in known for clause in sentence.clauses):
        return said(sentence, known, say)
    match rule:
        case ["and" | "or" as joined, *parts]:
            return f" {say(AND if joined == 'and' else OR)} ".join(_part(part, known, say) for part in parts)
        case ["not", part]:
            return say(NOT, rule=_said(part, known, say))
        case ["!=" | "not_contains", asked, _]:
            return _said(["and", ["answered", asked], rule], known, say) if _is_known(asked, known) else write(rule)
        case ["<" | ">" as symbol, asked, int() | float() as value] if _is_known(asked, known):
            return say(COMPARED[symbol], question=known["/".join(map(str, asked[1:]))].text, value=str(value))
    return write(rule)


def _part(part: Any, known: Known, say: Texts) -> str:
    """A part that is itself joined stands in parentheses."""
    told = _said(part, known, say)
    joined = isinstance(part, list) and part[:1] in (["and"], ["or"]) and not _one_clause(part)
    return f"({told})" if joined else told


def _one_clause(part: Any) -> bool:
    sentence = sentence_of(part)
    return sentence is not None and len(sentence.clauses) == 1


def _is_known(asked: Any, known: Known) -> bool:
    return isinstance(asked, list) and asked[:1] == ["answer"] and "/".join(map(str, asked[1:])) in known

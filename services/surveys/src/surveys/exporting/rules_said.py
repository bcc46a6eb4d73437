"""When something is asked, as a person would say it; on paper and in codebooks."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from surveys.building.rule_as_said import rule_as_said
from surveys.building.sentences import Subject, subjects
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.pieces import Condition, When
from surveys.questionnaire.rules_in_words import asked_if as in_words
from surveys.questionnaire.tongue import speaking
from ui import mark, municipality, translate

ASKED_IF = mark("Svar på dette hvis %(rule)s.")
Known = Mapping[str, Subject]
_KNOWN: WeakKeyDictionary[Questionnaire, dict[str, Known]] = WeakKeyDictionary()


def asked_if(questionnaire: Questionnaire, rule: When | None, language: str) -> str:
    """A sentence; empty when it is asked of all. `language` is the questionnaire's."""
    if not rule:
        return ""
    words = municipality().around(language)
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
    return rule_as_said(expression, _known(questionnaire, language), translate(municipality().around(language)))


def _known(questionnaire: Questionnaire, language: str) -> Known:
    """Every question by the name rules have for it, with its number."""
    spoken = _KNOWN.setdefault(questionnaire, {})
    if language not in spoken:
        spoken[language] = {subject.value: subject for subject in subjects(questionnaire, language)}
    return spoken[language]

"""When something is asked, as a person would say it; on paper and in codebooks."""

from surveys.logic.surveyjs import write
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import is_sound
from surveys.questionnaire.pieces import Condition, When
from surveys.questionnaire.tongue import speaking
from surveys.questionnaire.words import condition_in_words
from ui import mark, municipality, translate

RULE = mark("Svar på dette hvis dette er sant: %(rule)s")
AT_HOME = frozenset({"se", "sma", "smj", "fkv", "no"})
"""Languages of the country, whose readers have Norwegian too."""


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
        return condition_in_words(speaking(questionnaire, language), rule, words) if known else ""
    return translate(words)(RULE, rule=write(rule)) if is_sound(rule) else ""

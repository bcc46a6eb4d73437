"""In which language a questionnaire's own words are said, and how a page in another language says so."""

from markupsafe import Markup

from surveys.questionnaire.definition import Questionnaire

FROM_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku-Arab", "pa-Arab", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left."""


def foreign_to(language: str, questionnaire: Questionnaire) -> str | None:
    """The language of the questionnaire's own words where the page around them is in another."""
    spoken = questionnaire.language_for(language)
    return spoken if spoken != language else None


def marked(text: str, foreign: str | None) -> str:
    """A text that says which language it is in, so that a screen reader says it right."""
    if not text or foreign is None:
        return text
    turned = Markup(' dir="rtl"') if foreign in FROM_RIGHT else ""
    return Markup('<span lang="{}"{}>{}</span>').format(foreign, turned, text)

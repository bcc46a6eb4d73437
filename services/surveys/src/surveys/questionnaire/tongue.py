"""In which language a questionnaire's own words are said, and how a page in another language says so."""

from markupsafe import Markup
from msgspec.structs import replace

from surveys.questionnaire.definition import Questionnaire

FROM_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left."""


def speaking(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The questionnaire for one who reads it in a language that the pages around it are not in."""
    return replace(questionnaire, languages=(language,))


def foreign_to(language: str, questionnaire: Questionnaire) -> str | None:
    """The language of the questionnaire's own words where the page around them is in another."""
    spoken = questionnaire.language_for(language)
    return spoken if spoken != language else None


def tongue(foreign: str | None) -> Markup:
    """The attributes of an element whose text is in another language than the page, so that a screen reader says it right."""
    if foreign is None:
        return Markup()
    turned = Markup(' dir="rtl"') if foreign.partition("-")[0] in FROM_RIGHT else Markup()
    return Markup(' lang="{}"{}').format(foreign, turned)


def marked(text: str, foreign: str | None) -> str:
    """A text within others, that says which language it is in."""
    return Markup("<span{}>{}</span>").format(tongue(foreign), text) if text and foreign else text

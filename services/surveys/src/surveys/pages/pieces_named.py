"""The sections and questions of a survey as a person knows them: by their numbers and their words."""

from surveys.drafting.pieces import SURVEY, Document, question, section
from surveys.questionnaire.pieces import in_language

LONGEST = 90


def named_pieces(document: Document, language: str) -> dict[str, str]:
    """By address, in the order they stand; `survey` comes first, and the page says what it is."""
    named = {SURVEY: ""}
    number = 0
    for place, part in enumerate(document.get("sections", ()), start=1):
        named[section(part["id"])] = _short(f"{place}.", part.get("title"), language)
        for asked in part.get("questions", ()):
            number += 1
            named[question(asked["id"])] = _short(f"{number}.", asked.get("text"), language)
    return named


def _short(number: str, texts: dict[str, str] | None, language: str) -> str:
    words = in_language(texts, language) or "…"
    return f"{number} {words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}"

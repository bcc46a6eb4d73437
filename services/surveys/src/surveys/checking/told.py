"""A finding as a person reads it: where, what, and what to do."""

from dataclasses import dataclass

from surveys.checking.finding import Finding, Level
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.faults import Say, language_name
from surveys.questionnaire.pieces import in_language
from ui import mark

WHOLE = mark("Hele undersøkelsen")
SECTION = mark("Del %(number)s: %(title)s")
QUESTION = mark("Spørsmål %(number)s: %(text)s")
UNTITLED = mark("uten tekst")
MESSAGES = frozenset({"category"})  # values that are messages of ours themselves
LONGEST = 90


@dataclass(frozen=True)
class Told:
    rule: str
    level: Level
    piece: str
    where: str
    what: str
    advice: str


def told(finding: Finding, questionnaire: Questionnaire, say: Say, language: str) -> Told:
    values = {name: _value(name, value, say) for name, value in finding.values.items()}
    where = place_of(finding.piece, questionnaire, say, language)
    what, advice = say(finding.what, **values), say(finding.advice, **values)
    return Told(finding.rule, finding.level, finding.piece, where, what, advice)


def _value(name: str, value: str | float, say: Say) -> str | float:
    if name == "language":
        return language_name(str(value), say)
    return say(str(value)) if name in MESSAGES else value


def place_of(piece: str, questionnaire: Questionnaire, say: Say, language: str) -> str:
    """Which part or question that is, in words."""
    for number, section in enumerate(questionnaire.sections, start=1):
        if section.id == piece:
            return say(SECTION, number=number, title=_short(in_language(section.title, language)) or say(UNTITLED))
    for number, question in enumerate(questionnaire.questions.values(), start=1):
        if question.id == piece:
            return say(QUESTION, number=number, text=_short(in_language(question.text, language)) or say(UNTITLED))
    return say(WHOLE)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"

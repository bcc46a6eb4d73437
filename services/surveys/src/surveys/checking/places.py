"""Which part or question a finding is about, in words; questions are numbered as the outline numbers them."""

from collections.abc import Iterator

from surveys.questionnaire import Question, Questionnaire
from surveys.questionnaire.faults import Say
from surveys.questionnaire.pieces import in_language
from ui import mark

WHOLE = mark("Hele undersøkelsen")
SECTION = mark("Del %(number)s: %(title)s")
QUESTION = mark("Spørsmål %(number)s: %(text)s")
SHORT_SECTION = mark("del %(number)s")
SHORT_QUESTION = mark("spørsmål %(number)s")
UNTITLED = mark("uten tekst")
LONGEST = 90


def place_of(piece: str, questionnaire: Questionnaire, say: Say, language: str) -> str:
    """With its text, as a heading."""
    for number, section in enumerate(questionnaire.sections, start=1):
        if section.id == piece:
            return say(SECTION, number=number, title=_short(in_language(section.title, language)) or say(UNTITLED))
    for number, question in _numbered(questionnaire):
        if question.id == piece:
            text = _short(in_language(question.text, language)) or say(UNTITLED)
            return say(QUESTION, number=number, text=text) if question.by_person else f"«{text}»"
    return say(WHOLE)


def short_place(piece: str, questionnaire: Questionnaire, say: Say) -> str:
    """By its number alone, within a sentence."""
    for number, section in enumerate(questionnaire.sections, start=1):
        if section.id == piece:
            return say(SHORT_SECTION, number=number)
    for number, question in _numbered(questionnaire):
        if question.id == piece:
            return say(SHORT_QUESTION, number=number) if question.by_person else f"«{piece}»"
    return say(WHOLE)


def _numbered(questionnaire: Questionnaire) -> Iterator[tuple[int, Question]]:
    number = 0
    for question in questionnaire.questions.values():
        number += question.by_person
        yield number, question


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"

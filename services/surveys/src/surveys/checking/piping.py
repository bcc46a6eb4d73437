"""Texts that speak of an answer nobody has given: `{q7}` where there is no question q7, or none before this text."""

import re
from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.pieces import Texts, every_text
from surveys.questionnaire.piping import NAME
from ui import mark

UNKNOWN = mark("Teksten viser til svar som ikke finnes: %(names)s. Klammene blir stående.")
LATER = mark("Teksten viser til svar som ikke er gitt ennå: %(names)s.")
ADVICE_UNKNOWN = mark("Skriv navnet på et spørsmål som finnes, eller ta bort klammene.")
ADVICE_LATER = mark("Flytt teksten, eller vis til et spørsmål som kommer før.")
MOST_NAMED = 3
_NAME = re.compile(NAME)


def piping(case: Case) -> Iterator[Finding]:
    known = case.questionnaire.names
    given: set[str] = set()
    for piece, texts, own in _in_order(case.questionnaire):
        given |= own
        named = dict.fromkeys(name for said in texts if said for text in said.values() for name in _NAME.findall(text))
        unknown = [name for name in named if name not in known]
        later = [name for name in named if name in known - given]
        if unknown:
            yield Finding("piping_unknown", "look", piece, UNKNOWN, ADVICE_UNKNOWN, {"names": _listed(unknown)})
        if later:
            yield Finding("piping_later", "look", piece, LATER, ADVICE_LATER, {"names": _listed(later)})


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _in_order(questionnaire: Questionnaire) -> Iterator[tuple[str, list[Texts | None], set[str]]]:
    """Each piece with its id, its texts, and the names of its own answers: a message may speak of the answer it is about."""
    yield "", [questionnaire.title, questionnaire.introduction], set()
    for section in questionnaire.sections:
        yield section.id, [section.title, section.text], set()
        for question in section.questions:
            own = {question.id} | {words.name for words in question.own_words()}
            yield question.id, [texts for _, texts in every_text(question)], own
        yield section.id, [section.end_text], set()
    yield "", [questionnaire.closing], set()

"""The last step of every import: the questionnaire has the right shape, and rules that cannot be are taken away."""

import re
from dataclasses import dataclass
from typing import Any

from surveys.importing.book import Book, Document
from surveys.importing.fitting import NOT_FITTING
from surveys.importing.losses import Loss, UnusableFile
from surveys.questionnaire.conditions import condition_faults
from surveys.questionnaire.definition import FORMAT
from surveys.questionnaire.faults import InvalidQuestionnaire
from surveys.questionnaire.reading import MOST_QUESTIONS, read_draft
from ui import mark

OWN_WORDS = mark("En beregnet verdi kan ikke gjengi det noen har skrevet med egne ord.")
REASONS = {"calculated_words": OWN_WORDS}
ROUNDS = 20
_RULE = re.compile(r".*?(?:show_if|end_if|value|checks\[\d+\])")


@dataclass(frozen=True)
class Imported:
    questionnaire: Document
    losses: list[Loss]
    foreign: bool = True
    """Whether it is another tool's."""


def finished(parts: Document, book: Book) -> Imported:
    """Raises UnusableFile."""
    document: Document = {"format": FORMAT, "languages": list(book.languages)} | parts
    sections: list[Document] = document["sections"]
    found = sum(len(section["questions"]) for section in sections)
    if not found:
        raise UnusableFile("no_questions")
    if found > MOST_QUESTIONS:
        raise UnusableFile("too_much")
    for _ in range(ROUNDS):
        places = _rules_that_cannot_be(document)
        if not places:
            return Imported(document, book.ledger.losses)
        for place, reason in places.items():
            _forget(document, place, reason, book)
    raise UnusableFile("too_much")


def _rules_that_cannot_be(document: Document) -> dict[str, str]:
    """Their places, each once and the last first, so that taking one away moves none of the others; and why."""
    try:
        faults = list(condition_faults(read_draft(document)))
    except InvalidQuestionnaire as invalid:
        raise UnusableFile("too_much") from invalid
    found = [(_RULE.match(fault.place), REASONS.get(fault.code, NOT_FITTING)) for fault in faults]
    if not all(place for place, _ in found):
        raise UnusableFile("too_much")
    return {place.group(0): reason for place, reason in reversed(found) if place}


def _forget(document: Document, place: str, reason: str, book: Book) -> None:
    owner: Any = document
    name = ""
    *way, last = (int(step) if step.isdigit() else step for step in place.replace("]", "").replace("[", ".").split("."))
    for step in way:
        owner = owner[step]
        name = owner.get("id", name) if isinstance(owner, dict) else name
    book.lose(name, str(owner.pop(last)), reason)

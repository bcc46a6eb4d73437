"""What a file holds, fitted into a draft that is there already: its sections under names and in languages of the draft's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys import logic
from surveys.importing.book import EVERYWHERE, RENAMED, Document
from surveys.importing.finishing import Imported
from surveys.importing.losses import Ledger, Loss
from surveys.questionnaire.reading import read_draft
from ui import mark

NOT_THERE = mark("Undersøkelsen har ikke dette språket. Tekstene på det er ikke tatt med.")
OTHER_LANGUAGE = mark("Undersøkelsen har ikke dette språket. Tekstene er satt inn som hovedspråket og må oversettes.")
OWN_HEAD = mark("Undersøkelsen har sin egen tittel, innledning og avslutning.")

RULES = frozenset({"show_if", "must", "end_if", "value"})
HEAD = ("introduction", "closing")


@dataclass(frozen=True)
class Fitting:
    names: Mapping[str, str]
    """What each answer of the file is called in the draft."""
    languages: Mapping[str, str]
    spoken: frozenset[str]
    """All languages of the file: what has only these for its keys is a text."""


def fitted_into(draft: Document, used: frozenset[str], imported: Imported) -> tuple[list[Document], list[Loss]]:
    """The sections to add, and every loss, those of the fitting last. `used`: the addresses the draft ever had."""
    document, ledger = imported.questionnaire, Ledger()
    names = _new_names(document, used, ledger)
    fitting = Fitting(names, _languages(draft, document, ledger), frozenset(document["languages"]))
    for part in HEAD:
        for text in document.get(part, {}).values():
            ledger.lose(EVERYWHERE, text, OWN_HEAD)
    taken = {address.removeprefix("section/") for address in used}
    sections = [_renamed(section, taken, fitting) for section in document["sections"]]
    return sections, [*imported.losses, *ledger.losses]


def _new_names(document: Document, used: frozenset[str], ledger: Ledger) -> dict[str, str]:
    questionnaire = read_draft(document)
    taken = {address.removeprefix("question/") for address in used} | set(questionnaire.questions)
    names = {}
    for name in questionnaire.questions:
        if f"question/{name}" in used:
            names[name] = _free(name, taken)
            ledger.lose(name, f"{name} → {names[name]}", RENAMED)
    own_words = (name for name in questionnaire.names if name.partition(".")[0] in names and "." in name)
    return names | {name: f"{names[name.partition('.')[0]]}.{name.partition('.')[2]}" for name in own_words}


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name[:45]}_{number}", number + 1
    taken.add(free)
    return free


def _languages(draft: Document, document: Document, ledger: Ledger) -> dict[str, str]:
    """Those they have in common; where there is none, the file's main one stands in the draft's."""
    there = draft["languages"]
    shared = {language: language for language in document["languages"] if language in there}
    main = document["languages"][0]
    for language in document["languages"]:
        if language not in shared:
            ledger.lose(EVERYWHERE, language, NOT_THERE if shared or language != main else OTHER_LANGUAGE)
    return shared or {main: there[0]}


def _renamed(section: Document, taken: set[str], fitting: Fitting) -> Document:
    made: Document = _fitted(section, fitting) | {"id": _free(section["id"], taken)}
    for question in made["questions"]:
        question["id"] = fitting.names.get(question["id"], question["id"])
    return made


def _fitted(part: Any, fitting: Fitting) -> Any:
    if isinstance(part, list):
        return [_fitted(inner, fitting) for inner in part]
    if not isinstance(part, dict):
        return part
    if part and part.keys() <= fitting.spoken and all(isinstance(text, str) for text in part.values()):
        return {fitting.languages[code]: _said(text, fitting) for code, text in part.items() if code in fitting.languages}
    return {key: _rule(inner, fitting) if key in RULES else _fitted(inner, fitting) for key, inner in part.items()}


def _rule(rule: Any, fitting: Fitting) -> Any:
    if isinstance(rule, dict):  # the short form over one answer
        return rule | {"question": fitting.names.get(rule.get("question", ""), rule.get("question"))}
    return logic.renamed(rule, fitting.names)


def _said(text: str, fitting: Fitting) -> str:
    """An answer put into a text is called what it is called now."""
    for old, new in fitting.names.items():
        text = text.replace(f"{{{old}}}", f"{{{new}}}")
    return text

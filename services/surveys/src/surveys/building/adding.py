"""New pieces, from what was typed or pasted: one question of a picked type, a list of them, a section."""

from collections.abc import Iterator
from typing import Any

import ui
from surveys.building import palette
from surveys.building.pasting import Pasted, answers, hint, options, pasted
from surveys.building.saving import tidy
from surveys.drafting.commands import Add, Command

Document = dict[str, Any]
LONGEST_QUESTION, LONGEST_ANSWER = 2_000, 300


def new_question(pick: str, text: str, listed: str, language: str, languages: list[str]) -> Document:
    """A question of the picked type with its text, and with the answers somebody listed. Without a pick the text may say its
    type in brackets, as in a pasted list.
    """
    written, hinted = hint(tidy(text)) if not pick else (tidy(text), {})
    content = {**palette.picked(pick, languages), **hinted}
    kind = content["kind"]
    lines = [line[:LONGEST_ANSWER] for line in answers(listed)]
    if lines and (kind in palette.WITH_ROWS or (kind in palette.WITH_OPTIONS and not content.get("options"))):
        name = "rows" if kind in palette.WITH_ROWS else "options"
        content[name] = options(lines, language)
    if kind == "area":
        content["options"] = areas(languages)
    typed = written[:LONGEST_QUESTION]
    return content | {"text": {language: typed} if typed else {}}


def areas(languages: list[str]) -> list[Document]:
    """The municipality's areas, whose names are the same in every language."""
    return [{"id": slug, "text": dict.fromkeys(languages, name)} for slug, name in ui.municipality().areas.items()]


def new_section(language: str, title: str = "") -> Document:
    return {"title": {language: title} if title else {}, "questions": []}


def at_the_end(document: Document, within: str, after: str) -> bool:
    """Whether nothing comes after this place in its section."""
    questions: list[Document] = next(
        (section["questions"] for section in document["sections"] if f"section/{section['id']}" == within), []
    )
    return bool(after == (questions[-1]["id"] if questions else ""))


def from_list(text: str, within: str, after: str | None, language: str) -> Iterator[Command]:
    """Questions after one another into a section, at its end when `after` is None: then their ids have their order too. From
    the first heading on, into sections of their own at the end.
    """
    found = pasted(text)
    first = next((place for place, item in enumerate(found) if item.section), len(found))
    for item in found[:first] if after is None else reversed(found[:first]):
        yield Add(within, _question(item, language), after)
    for place in range(first, len(found)):
        if found[place].section:
            rest = found[place + 1 :]
            end = next((number for number, item in enumerate(rest) if item.section), len(rest))
            section = new_section(language, found[place].text[:LONGEST_ANSWER])
            yield Add("survey", section | {"questions": [_question(item, language) for item in rest[:end]]})


def _question(item: Pasted, language: str) -> Document:
    content = item.fields(language)
    content["text"] = {language: content["text"][language][:LONGEST_QUESTION]}
    for option in content.get("options", ()):
        option["text"] = {language: option["text"][language][:LONGEST_ANSWER]}
    return content

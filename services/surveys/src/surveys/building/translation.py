"""Writing one language beside another: what a posted page of texts asks to be changed, and a whole translation pasted in."""

from collections.abc import Iterator, Mapping, Sequence

from surveys.building.pasting import lines
from surveys.building.saving import tidy
from surveys.building.translating import Passage
from surveys.drafting.commands import Command, Reword

ON_A_PAGE = 150
LONGEST = 10_000


def rewordings(shown: Sequence[Passage], form: Mapping[str, str], seen: Mapping[str, str], language: str) -> Iterator[Command]:
    """Each text that is not as its writer saw it."""
    for passage in shown:
        before = seen.get(passage.name, "")
        text = tidy(form.get(passage.name, before))[:LONGEST]
        if text != tidy(before):
            yield Reword(passage.piece, passage.field, language, before, text)


def lacking(every: Sequence[Passage], language: str) -> list[Passage]:
    return [passage for passage in every if passage.missing([language])]


def in_lines(wanted: Sequence[Passage], main: str) -> str:
    """What is to be translated, one text on each line, as it is sent to a translator and pasted back."""
    return "\n".join(" ".join(passage.texts.get(main, "").split()) for passage in wanted)


def pasted_lines(wanted: Sequence[Passage], text: str, language: str) -> list[Command] | tuple[int, int]:
    """A text for each line; when they are not as many, how many lines there were and how many there should be."""
    found = list(lines(text))
    if len(found) != len(wanted):
        return len(found), len(wanted)
    return [
        Reword(passage.piece, passage.field, language, passage.texts.get(language, ""), line)
        for passage, line in zip(wanted, found, strict=True)
    ]

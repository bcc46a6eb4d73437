"""The buttons beside an answer, a line or a group of a question: up, down, remove, and many pasted at once."""

from collections.abc import Iterator
from typing import Any

from surveys.building.pasting import answers
from surveys.building.saving import LISTS
from surveys.drafting.commands import Add, Command, Move, Remove

Document = dict[str, Any]


def item_command(piece: str, question: Document, act: str, control: str) -> Command | None:
    """`control` is `options/o1`. None where the button asks for nothing that can be done."""
    name, _, item = control.partition("/")
    entries = [entry["id"] for entry in question.get(name, ())] if name in LISTS else []
    if item not in entries:
        return None
    address, within, place = f"{piece}/{control}", f"{piece}/{name}", entries.index(item)
    match act:
        case "up" if place:
            return Move(address, within, entries[place - 2] if place > 1 else "")
        case "down" if place + 1 < len(entries):
            return Move(address, within, entries[place + 1])
        case "remove":
            return Remove(address)
        case _:
            return None


def pasted_items(piece: str, name: str, text: str, language: str) -> Iterator[Command]:
    """One more for each line."""
    if name in LISTS:
        yield from (Add(f"{piece}/{name}", {"text": {language: line[:300]}}) for line in answers(text))

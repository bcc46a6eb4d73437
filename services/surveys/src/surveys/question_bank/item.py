"""A question in the bank: asked again in other surveys and other years under the same name, so that answers can be compared.

ItemRefusal
├── ItemTaken      the name has another question: another wording is another item
└── NoSuchItem     404
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from eventlog import Decider, Event, Refused
from surveys.events import ITEM_EVENTS, ItemKept, ItemRetired
from ui import mark

ITEMS = UUID("3b0a0f0e-6a0a-4b5f-9a53-9f5c4c9d3d11")
LEFT_BEHIND = frozenset({"id", "show_if", "checks", "item"})
"""What a question says of the survey it stands in, and the bank does not keep."""


class Item(msgspec.Struct, frozen=True):
    question: dict[str, Any] | None = None
    retired: bool = False


class KeepItem(msgspec.Struct, frozen=True):
    item: str
    question: dict[str, Any]
    by: UUID


class RetireItem(msgspec.Struct, frozen=True):
    item: str
    by: UUID


ItemCommand = KeepItem | RetireItem


class ItemRefusal(Refused):
    pass


class ItemTaken(ItemRefusal):
    code = "item_taken"
    title = mark("Dette navnet har et annet spørsmål i banken. En annen ordlyd er et nytt spørsmål: gi det et eget navn.")


class NoSuchItem(ItemRefusal):
    code = "no_such_item"
    status = 404
    title = mark("Dette spørsmålet finnes ikke i banken")


def stream_of(item: str) -> UUID:
    return uuid5(ITEMS, item)


def kept(question: dict[str, Any]) -> dict[str, Any]:
    """What the bank keeps of a question: its words and answers, without what ties it to one survey."""
    left = {field: value for field, value in question.items() if field not in LEFT_BEHIND}
    for inner in ("options", "rows"):
        if isinstance(left.get(inner), list):
            left[inner] = [{field: value for field, value in item.items() if field != "show_if"} for item in left[inner]]
    return left


def decide(command: ItemCommand, item: Item, now: datetime) -> Sequence[Event]:
    del now
    match command:
        case KeepItem(name, question, by):
            if item.question is not None and item.question != question:
                raise ItemTaken
            if item.question is not None and not item.retired:
                return []
            return [ItemKept(item=name, question=question, kept_by=by)]
        case RetireItem(name, by):
            if item.question is None:
                raise NoSuchItem
            return [] if item.retired else [ItemRetired(item=name, retired_by=by)]


def evolve(item: Item, event: Event) -> Item:
    match event:
        case ItemKept(question=question):
            return Item(question)
        case ItemRetired():
            return Item(item.question, retired=True)
        case _:
            return item


item_decider: Decider[ItemCommand, Item] = Decider(decide, evolve, Item(), ITEM_EVENTS)

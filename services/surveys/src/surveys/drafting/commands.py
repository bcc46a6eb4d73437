"""What a person can ask for while a survey is written. `seen` is what stood there when they began; ids may be left to us."""

from typing import Any

import msgspec


class Add(msgspec.Struct, frozen=True, tag="add"):
    """A section into `survey`, a question into `section/s1`, an option into `question/q1/options`; likewise rows, groups.

    `after`: the id it comes after, "" to come first, None to come last. Without an id in `content` the next free one is taken.
    """

    within: str
    content: dict[str, Any]
    after: str | None = None


class Reword(msgspec.Struct, frozen=True, tag="reword"):
    """One text in one language; "" takes it away."""

    piece: str
    field: str
    language: str
    seen: str
    text: str


class ChangeField(msgspec.Struct, frozen=True, tag="change"):
    """Any other field: kind, required, show_if, end_if, checks, min, look …; None takes it away."""

    piece: str
    field: str
    seen: Any
    value: Any


class Move(msgspec.Struct, frozen=True, tag="move"):
    piece: str
    within: str
    after: str | None = None


class Duplicate(msgspec.Struct, frozen=True, tag="duplicate"):
    """A copy beside the original, with new ids; rules within the copy read the copy."""

    piece: str


class Remove(msgspec.Struct, frozen=True, tag="remove"):
    """`together`: with the rules that read it, which else refuse the removal."""

    piece: str
    together: bool = False


class ChooseLanguages(msgspec.Struct, frozen=True, tag="choose_languages"):
    """All of them in their order, the main one first. The texts of one that is left out go with it."""

    seen: tuple[str, ...]
    languages: tuple[str, ...]


class Several(msgspec.Struct, frozen=True, tag="several"):
    """Many that are one step for the person: another kind with other fields, ready-made options."""

    commands: tuple["Command", ...]


Command = Add | Reword | ChangeField | Move | Duplicate | Remove | ChooseLanguages | Several

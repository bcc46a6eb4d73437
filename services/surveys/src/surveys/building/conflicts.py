"""Two people wrote the same at once: both texts, and one in which no word of either is lost."""

import re
from difflib import SequenceMatcher
from typing import Any

import msgspec

from surveys.drafting.commands import ChangeField, Command, Reword
from surveys.drafting.refusals import EditConflict


class Clash(msgspec.Struct, frozen=True):
    """`command` is what the writer wanted, made so that it now replaces what the colleague wrote."""

    field: str
    mine: Any
    theirs: Any
    merged: str
    text: bool
    command: Command


_WORD = re.compile(r"\S+\s*")


def clash_of(conflict: EditConflict) -> Clash:
    """Only texts and fields clash here; where a piece was moved or removed there is nothing to choose between."""
    mine, theirs = conflict.wanted, conflict.present
    if conflict.language:
        command: Command = Reword(conflict.piece, conflict.field, conflict.language, theirs, mine)
        return Clash(conflict.field, mine, theirs, both(str(theirs), str(mine)), text=True, command=command)
    return Clash(
        conflict.field, mine, theirs, "", text=False, command=ChangeField(conflict.piece, conflict.field, theirs, mine)
    )


def both(theirs: str, mine: str) -> str:
    """Everything both wrote, in order: what is the same once, what differs after one another."""
    old, new = _WORD.findall(theirs), _WORD.findall(mine)
    words: list[str] = []
    for tag, start, end, begin, stop in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        words += old[start:end]
        if tag in ("replace", "insert"):
            words += new[begin:stop]
    return "".join(word if word[-1].isspace() else f"{word} " for word in words).strip()


def is_asked_by(command: Command, conflict: EditConflict) -> bool:
    """Whether it is this command that clashed."""
    if isinstance(command, Reword):
        return (command.piece, command.field, command.language) == (conflict.piece, conflict.field, conflict.language)
    return isinstance(command, ChangeField) and (command.piece, command.field) == (conflict.piece, conflict.field)

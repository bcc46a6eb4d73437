"""Turning a question of one kind into another: what both have is kept, the rest goes."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec

from surveys.building.palette import PICKS
from surveys.drafting.commands import ChangeField, Command, Several
from surveys.questionnaire import Question

PICTURED = {("pictures", "single_choice"), ("pictures", "multiple_choice")}
"""The one look two kinds have in common."""
CLASSES: Mapping[str, type] = {kind.kind: kind for kind in get_args(Question)}
NAMES: Mapping[str, str] = {pick.name: pick.text for pick in PICKS if pick.name == pick.fields["kind"]}
"""What each kind is called, in the order they are picked from."""


def fields_of(kind: str) -> frozenset[str]:
    """What a question of this kind may have."""
    return frozenset(field.encode_name for field in msgspec.structs.fields(CLASSES[kind])) | {"kind"}


def turned_into(piece: str, question: Mapping[str, Any], kind: str) -> Command | None:
    """None when it is of that kind already, or there is no such kind."""
    if kind == question["kind"] or kind not in CLASSES:
        return None
    return Several((*_left_out(piece, question, kind), ChangeField(piece, "kind", question["kind"], kind)))


def _left_out(piece: str, question: Mapping[str, Any], kind: str) -> Iterator[Command]:
    fields = fields_of(kind)
    for name, value in question.items():
        if name not in fields or (name == "look" and (value, kind) not in PICTURED):
            yield ChangeField(piece, name, value, None)

"""A type one picks when a question is added: every kind in each of its looks, and ready-made answers.

A pick is a question without its text and id. Its words are ours; the answers it brings come from `ready_texts`.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ui import mark

Fields = Mapping[str, Any]

CHOOSE, RATE, WRITE, GRID, ELSE, READY = (
    mark("Velge svar"),
    mark("Gi en vurdering"),
    mark("Skrive selv"),
    mark("Flere ting på en gang"),
    mark("Annet"),
    mark("Ferdige svar"),
)


class Pick(msgspec.Struct, frozen=True):
    """`about` says in plain words when to use it; `picture` names its drawing; `also` are words people look for it by."""

    name: str
    group: str
    text: str
    about: str
    picture: str
    fields: Fields
    also: str = ""

    @property
    def takes_options(self) -> bool:
        return self.fields["kind"] in WITH_OPTIONS

    @property
    def takes_rows(self) -> bool:
        return self.fields["kind"] in WITH_ROWS


WITH_OPTIONS = frozenset({"single_choice", "multiple_choice", "ranking", "matrix", "matrix_multiple"})
WITH_ROWS = frozenset({"matrix", "matrix_multiple", "constant_sum", "multiple_text"})

"""How one answer is judged: what is kept of it, and what is wrong. Each kind of question makes its own judge."""

import re
from collections.abc import Callable
from typing import Any

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """Why an answer cannot be taken as it is. `params` are what the sentence needs; `row` names the row of a matrix."""

    question_id: str
    code: str
    params: dict[str, str | int | float] = {}

    @property
    def row(self) -> str | None:
        row = self.params.get("row")
        return row if isinstance(row, str) else None


Judged = tuple[Any, tuple[Problem, ...]]
"""What is kept of the answer (None: nothing), and what is wrong."""

Judge = Callable[[Any], Judged]
Refuse = Callable[..., Judged]

NOTHING: Judged = (None, ())

UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and half letters: nobody typed them, and databases and exports trip over them."""


def refusal(question_id: str) -> Refuse:
    def refuse(code: str, **params: str | float) -> Judged:
        return None, (Problem(question_id, code, dict(params)),)

    return refuse

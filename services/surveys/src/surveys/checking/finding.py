"""One thing the check found, and what it looks at to find it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from surveys.events import Audience
from surveys.questionnaire import Questionnaire

Level = Literal["stops", "look"]
"""`stops`: the survey cannot be published. `look`: worth a look; the author decides."""

Mode = Literal["identified", "confidential", "anonymous"]
"""How answers and people hang together. So far every survey is confidential."""


Values = dict[str, str | int | float]


class Rehearsed(msgspec.Struct, frozen=True):
    """What the rehearsal of just this survey found: how many walked, their seconds, what nobody met, who was stuck."""

    people: int
    shortest: float
    typical: float
    longest: float
    unseen: tuple[str, ...] = ()
    stuck: int = 0


class Case(msgspec.Struct, frozen=True):
    """A questionnaire and whom it is for. `expected`: how many are likely to answer; None when nobody knows."""

    questionnaire: Questionnaire
    audience: Audience = Audience()
    mode: Mode = "confidential"
    expected: int | None = None
    rehearsed: Rehearsed | None = None
    today: date = date(1970, 1, 1)


class Because(msgspec.Struct, frozen=True):
    """A rule that a proof needs, and its place in the document."""

    place: str
    rule: Any


class Finding(msgspec.Struct, frozen=True):
    """Where, what, and what to do. `piece` is a section's or a question's id, "" for the whole; the two texts are messages of
    ours, their values put in by name. `because`: rules that contradict each other; `answers`: some that lead nearly there.
    """

    rule: str
    level: Level
    piece: str
    what: str
    advice: str
    values: Values = {}
    answers: dict[str, Any] = {}
    because: tuple[Because, ...] = ()


Rule = Callable[[Case], Iterator[Finding]]

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Generic, TypeVar

from eventlog.events import Event, EventTypes
from eventlog.refusals import Refused

__all__ = ["Decider", "Loaded", "Outcome", "Refused"]

C = TypeVar("C")
S = TypeVar("S")


@dataclass(frozen=True)
class Decider(Generic[C, S]):
    """One kind of decision: pure functions over frozen data.

    `decide(command, state, now)` returns the new events, [] when the command has been done before, and raises `Refused` when
    a rule forbids it. `evolve(state, event)` never fails.
    """

    decide: Callable[[C, S, datetime], Sequence[Event]]
    evolve: Callable[[S, Event], S]
    initial: S
    events: EventTypes

    def fold(self, events: Sequence[Event], state: S | None = None) -> S:
        return reduce(self.evolve, events, self.initial if state is None else state)


@dataclass(frozen=True)
class Loaded(Generic[S]):
    state: S
    version: int


@dataclass(frozen=True)
class Outcome(Generic[S]):
    """What came of a command: the state after it, its events, and the position of the last one (0 when nothing was new)."""

    state: S
    events: tuple[Event, ...]
    position: int

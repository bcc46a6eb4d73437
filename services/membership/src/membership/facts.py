"""The facts of one member, in their order: what their page and staff are shown of their life."""

from collections.abc import Sequence
from datetime import datetime

from eventlog import Decider, Event
from membership.events import MEMBER_EVENTS


def decide(_: None, __: tuple[Event, ...], ___: datetime) -> Sequence[Event]:
    """Nothing is decided here; the log reads streams through deciders."""
    return []


def evolve(facts: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    return (*facts, event)


facts_of: Decider[None, tuple[Event, ...]] = Decider(decide, evolve, (), MEMBER_EVENTS)

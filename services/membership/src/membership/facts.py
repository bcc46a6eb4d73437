"""The facts of one member, in their order: what their page and staff are shown of their life."""

from collections.abc import Sequence
from datetime import datetime

from eventlog import Decider, Event
from membership.events import (
    MEMBER_EVENTS,
    ContactBudgetChosen,
    EmailChanged,
    EmailChangeRequested,
    MemberAskedToStay,
    MemberBackgroundChanged,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    MemberStayed,
    MemberViewed,
    ProfileChanged,
    SignedUp,
)
from ui import mark

WORDS: dict[type[Event], tuple[str, str]] = {
    SignedUp: (mark("Meldte seg på"), "signed_up_at"),
    MemberJoined: (mark("Ble medlem"), "joined_at"),
    ProfileChanged: (mark("Endret profilen"), "changed_at"),
    MemberBackgroundChanged: (mark("Bakgrunnen ble en annen"), "changed_at"),
    MemberPaused: (mark("Tok pause"), "paused_at"),
    MemberResumed: (mark("Avsluttet pausen"), "resumed_at"),
    ContactBudgetChosen: (mark("Valgte hvor ofte vi kan spørre"), "chosen_at"),
    EmailChangeRequested: (mark("Ba om å bytte e-postadresse"), "requested_at"),
    EmailChanged: (mark("Byttet e-postadresse"), "changed_at"),
    MemberAskedToStay: (mark("Ble spurt om å bli"), "asked_at"),
    MemberStayed: (mark("Ble værende"), "stayed_at"),
    MemberViewed: (mark("En ansatt så på medlemmet"), "viewed_at"),
}
"""What a member's facts are called, and which of their fields says when."""


def decide(_: None, __: tuple[Event, ...], ___: datetime) -> Sequence[Event]:
    """Nothing is decided here; the log reads streams through deciders."""
    return []


def evolve(facts: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    return (*facts, event)


facts_of: Decider[None, tuple[Event, ...]] = Decider(decide, evolve, (), MEMBER_EVENTS)


def happened(facts: Sequence[Event]) -> list[tuple[str, datetime]]:
    """Each fact in words (nb msgid), and when."""
    return [(WORDS[type(fact)][0], getattr(fact, WORDS[type(fact)][1])) for fact in facts if type(fact) in WORDS]

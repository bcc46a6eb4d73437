"""A member moves to another address: asked for on their page, done when the owner of the new address says yes, within a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, assert_never

from eventlog import Decider, Event, Refused
from membership import member as lives
from membership.events import MEMBER_EVENTS, EmailChanged, EmailChangeRequested
from membership.member import Member, NoSuchMember, Status

GOOD_FOR = timedelta(hours=24)
A_DAY = timedelta(days=1)
MOST_A_DAY = 3


class AskedTooOften(Refused):
    code: ClassVar[str] = "email_change_too_often"
    status: ClassVar[int] = 429
    title: ClassVar[str] = "Du har bedt om å bytte adresse tre ganger det siste døgnet. Prøv igjen i morgen."


class EmailChangeOver(Refused):
    code: ClassVar[str] = "email_change_over"
    status: ClassVar[int] = 410
    title: ClassVar[str] = "Lenken gjelder ikke lenger"


class AddressTaken(Refused):
    """Told to nobody but the owner of the address: it takes the link in their mail to come here."""

    code: ClassVar[str] = "address_taken"
    title: ClassVar[str] = "Denne adressen hører til et annet medlemskap"


@dataclass(frozen=True)
class AskForNewAddress:
    """Sealed."""

    email: str


@dataclass(frozen=True)
class ConfirmNewAddress:
    """`email`: the sealed address that the link was made for."""

    email: str


EmailCommand = AskForNewAddress | ConfirmNewAddress


@dataclass(frozen=True)
class Moving:
    member: Member = field(default_factory=Member)
    asked: tuple[datetime, ...] = ()
    email: str | None = None
    """The sealed address they moved to last."""


def decide(command: EmailCommand, moving: Moving, now: datetime) -> Sequence[Event]:
    if moving.member.status is not Status.active:
        raise NoSuchMember
    match command:
        case AskForNewAddress(email=email):
            if sum(at > now - A_DAY for at in moving.asked) >= MOST_A_DAY:
                raise AskedTooOften
            return [EmailChangeRequested(email=email, requested_at=now)]
        case ConfirmNewAddress():
            return confirm(command, moving, now)
        case _:
            assert_never(command)


def confirm(command: ConfirmNewAddress, moving: Moving, now: datetime) -> Sequence[Event]:
    if moving.email == command.email:
        return []
    if not waits_at(moving.member, now) or moving.member.new_email != command.email:
        raise EmailChangeOver
    return [EmailChanged(email=command.email, changed_at=now)]


def waits_at(member: Member, now: datetime) -> bool:
    """Whether a new address waits to be confirmed."""
    return member.new_email is not None and member.new_email_at is not None and now < member.new_email_at + GOOD_FOR


def evolve(moving: Moving, event: Event) -> Moving:
    member = lives.evolve(moving.member, event)
    match event:
        case EmailChangeRequested(requested_at=at):
            return replace(moving, member=member, asked=(*moving.asked[1 - MOST_A_DAY :], at))
        case EmailChanged(email=email):
            return replace(moving, member=member, email=email)
        case _:
            return replace(moving, member=member)


moving: Decider[EmailCommand, Moving] = Decider(decide, evolve, Moving(), MEMBER_EVENTS)

"""Signing in without a password: by a link in a mail, or by the code beside it, written where it was asked for. Once, soon.

A request for an address that is nobody's goes the same way to the end; only no code is right for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, assert_never
from uuid import UUID

from eventlog import Decider, Event, Refused
from membership.events import SIGN_IN_EVENTS, Language, SignedIn, SignInMissed, SignInRequested

GOOD_FOR = timedelta(minutes=10)
MOST_MISSES = 5


class NoSuchSignIn(Refused):
    code: ClassVar[str] = "no_such_sign_in"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Vi kjenner ikke denne lenken"


class SignInOver(Refused):
    """Used, too old, or guessed at too often."""

    code: ClassVar[str] = "sign_in_over"
    status: ClassVar[int] = 410
    title: ClassVar[str] = "Denne innloggingen gjelder ikke lenger. Be om en ny."


@dataclass(frozen=True)
class AskToSignIn:
    """`member_id`: who gets the mail; None when the address is nobody's or has had its mails."""

    member_id: UUID | None
    language: Language


@dataclass(frozen=True)
class UseLink:
    pass


@dataclass(frozen=True)
class UseCode:
    """`right`: whether the code is the one of this request."""

    right: bool


SignInCommand = AskToSignIn | UseLink | UseCode


@dataclass(frozen=True)
class SignIn:
    requested_at: datetime | None = None
    member_id: UUID | None = None
    misses: int = 0
    used: bool = False

    def good_at(self, now: datetime) -> bool:
        return self.requested_at is not None and not self.used and now < self.requested_at + GOOD_FOR


def decide(command: SignInCommand, sign_in: SignIn, now: datetime) -> Sequence[Event]:
    match command:
        case AskToSignIn(member_id=member_id, language=language):
            asked = SignInRequested(member_id=member_id, language=language, requested_at=now)
            return [asked] if sign_in.requested_at is None else []
        case UseLink():
            return use_link(sign_in, now)
        case UseCode():
            return use_code(command, sign_in, now)
        case _:
            assert_never(command)


def use_link(sign_in: SignIn, now: datetime) -> Sequence[Event]:
    """Wrong codes do not spend the link: whoever holds it has the mail."""
    if sign_in.member_id is None:
        raise NoSuchSignIn
    if not sign_in.good_at(now):
        raise SignInOver
    return [SignedIn(member_id=sign_in.member_id, signed_in_at=now)]


def use_code(command: UseCode, sign_in: SignIn, now: datetime) -> Sequence[Event]:
    if not sign_in.good_at(now) or sign_in.misses >= MOST_MISSES:
        raise SignInOver
    if sign_in.member_id is None or not command.right:
        return [SignInMissed(missed_at=now)]
    return [SignedIn(member_id=sign_in.member_id, signed_in_at=now)]


def evolve(sign_in: SignIn, event: Event) -> SignIn:
    match event:
        case SignInRequested(member_id=member_id, requested_at=at):
            return SignIn(requested_at=at, member_id=member_id)
        case SignInMissed():
            return replace(sign_in, misses=sign_in.misses + 1)
        case SignedIn():
            return replace(sign_in, used=True)
        case _:
            return sign_in


sign_ins: Decider[SignInCommand, SignIn] = Decider(decide, evolve, SignIn(), SIGN_IN_EVENTS)

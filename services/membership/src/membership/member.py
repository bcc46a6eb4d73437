"""A member's life so far: signed up, then confirmed or expired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never
from uuid import UUID

from eventlog import Decider, Event, Refused
from membership.events import (
    MEMBER_EVENTS,
    Background,
    Consent,
    Language,
    MemberForgotten,
    MemberJoined,
    Notice,
    SealedProfile,
    SignedUp,
    SignUpExpired,
)

TIME_TO_CONFIRM = timedelta(hours=48)


class Status(StrEnum):
    unknown = "unknown"
    unconfirmed = "unconfirmed"
    active = "active"
    expired = "expired"
    forgotten = "forgotten"


class StillWaiting(Refused):
    code: ClassVar[str] = "still_waiting"
    title: ClassVar[str] = "Påmeldingen kan fortsatt bekreftes"


class NothingToConfirm(Refused):
    code: ClassVar[str] = "nothing_to_confirm"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Vi kjenner ikke denne lenken"


class LinkExpired(Refused):
    code: ClassVar[str] = "link_expired"
    status: ClassVar[int] = 410
    title: ClassVar[str] = "Lenken er gått ut på dato"


class NoSuchMember(Refused):
    code: ClassVar[str] = "no_such_member"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Ingen medlem har denne adressen"


@dataclass(frozen=True)
class SignUp:
    """`known_member`: whose address it is already. `mail_allowed`: whether the address may get a mail now."""

    profile: SealedProfile
    consent: Consent
    language: Language
    campaign: str | None
    known_member: UUID | None
    mail_allowed: bool


@dataclass(frozen=True)
class Confirm:
    background: Background


@dataclass(frozen=True)
class Expire:
    pass


@dataclass(frozen=True)
class Forget:
    by: UUID


MemberCommand = SignUp | Confirm | Expire | Forget


@dataclass(frozen=True)
class Member:
    status: Status = Status.unknown
    profile: SealedProfile | None = None
    language: Language = "nb"
    campaign: str | None = None
    notice: Notice = Notice.nothing
    confirm_before: datetime | None = None

    def waits_at(self, now: datetime) -> bool:
        """Whether a confirmation would be accepted."""
        return self.status is Status.unconfirmed and self.confirm_before is not None and now < self.confirm_before

    def may_expire(self, now: datetime) -> bool:
        return self.status is Status.unconfirmed and not self.waits_at(now)


def decide(command: MemberCommand, member: Member, now: datetime) -> Sequence[Event]:
    match command:
        case SignUp():
            return sign_up(command, member, now)
        case Confirm():
            return confirm(command, member, now)
        case Expire():
            return expire(member, now)
        case Forget():
            return forget(command, member, now)
        case _:
            assert_never(command)


def sign_up(command: SignUp, member: Member, now: datetime) -> Sequence[Event]:
    """Every sign-up is kept alike, so that it costs alike; only the notice differs."""
    if member.status is not Status.unknown:
        return []
    return [
        SignedUp(
            profile=command.profile,
            consent=command.consent,
            language=command.language,
            campaign=command.campaign,
            notice=_notice(command),
            told=command.known_member,
            signed_up_at=now,
        )
    ]


def _notice(command: SignUp) -> Notice:
    if not command.mail_allowed:
        return Notice.nothing
    return Notice.confirm if command.known_member is None else Notice.already_member


def confirm(command: Confirm, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is Status.active:
        return []
    if member.status is Status.unknown or member.notice is not Notice.confirm:
        raise NothingToConfirm
    if not member.waits_at(now):
        raise LinkExpired
    return [MemberJoined(background=command.background, campaign=member.campaign, joined_at=now)]


def expire(member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.unconfirmed:
        return []
    if member.waits_at(now):
        raise StillWaiting
    return [SignUpExpired(expired_at=now)]


def forget(command: Forget, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is Status.forgotten:
        return []
    if member.status is not Status.active:
        raise NoSuchMember
    return [MemberForgotten(forgotten_at=now, forgotten_by=command.by)]


def evolve(member: Member, event: Event) -> Member:
    match event:
        case SignedUp():
            return Member(
                status=Status.unconfirmed,
                profile=event.profile,
                language=event.language,
                campaign=event.campaign,
                notice=event.notice,
                confirm_before=event.signed_up_at + TIME_TO_CONFIRM,
            )
        case MemberJoined():
            return replace(member, status=Status.active)
        case SignUpExpired():
            return replace(member, status=Status.expired, profile=None)
        case MemberForgotten():
            return Member(status=Status.forgotten)
        case _:
            return member


members: Decider[MemberCommand, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

"""A member's life so far, and its beginning and end: signed up, confirmed or expired, forgotten.

What a member decides in between stands in modules of its own (`profile.py`, `pausing.py`, …), deciders over the same state.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never
from uuid import UUID

import msgspec

from eventlog import Decider, Event, Refused
from membership.events import (
    MEMBER_EVENTS,
    Background,
    Consent,
    ContactBudgetChosen,
    EmailChanged,
    EmailChangeRequested,
    Forgetting,
    Language,
    MemberAskedToStay,
    MemberBackgroundChanged,
    MemberForgotten,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    MemberStayed,
    Notice,
    ProfileChanged,
    SealedProfile,
    SignedUp,
    SignUpExpired,
    Source,
)

TIME_TO_CONFIRM = timedelta(hours=48)
TIME_TO_CONFIRM_IMPORTED = timedelta(days=30)  # nobody asked them to look out for the mail


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


class ConsentMissing(Refused):
    code: ClassVar[str] = "consent_missing"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Kryss av for at du vil være med"


class NoSuchMember(Refused):
    code: ClassVar[str] = "no_such_member"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Ingen medlem har denne adressen"


@dataclass(frozen=True)
class SignUp:
    """`known_member`: whose address it is already. `mail_allowed`: whether the address may get a mail now."""

    profile: SealedProfile
    consent: Consent | None
    language: Language
    campaign: str | None
    known_member: UUID | None
    mail_allowed: bool
    source: Source = Source.form


@dataclass(frozen=True)
class Confirm:
    """`consent`: given by confirming, where signing up could not give it."""

    background: Background
    consent: Consent | None = None


@dataclass(frozen=True)
class Expire:
    pass


@dataclass(frozen=True)
class Forget:
    by: UUID | None
    cause: Forgetting = Forgetting.asked


MemberCommand = SignUp | Confirm | Expire | Forget


@dataclass(frozen=True)
class Member:
    status: Status = Status.unknown
    profile: SealedProfile | None = None
    language: Language = "nb"
    campaign: str | None = None
    notice: Notice = Notice.nothing
    source: Source = Source.form
    confirm_before: datetime | None = None
    consents: tuple[tuple[datetime, Consent], ...] = ()
    background: Background | None = None
    joined_at: datetime | None = None
    paused: bool = False
    paused_until: date | None = None
    most_a_month: int | None = None
    new_email: str | None = None
    new_email_at: datetime | None = None
    asked_to_stay: int = 0
    asked_to_stay_at: datetime | None = None

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
            source=command.source,
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
    if not member.consents and command.consent is None:
        raise ConsentMissing
    joined = MemberJoined(background=command.background, campaign=member.campaign, joined_at=now, consent=command.consent)
    return [joined]


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
    return [MemberForgotten(forgotten_at=now, forgotten_by=command.by, cause=command.cause)]


def evolve(member: Member, event: Event) -> Member:
    match event:
        case SignedUp():
            return _signed_up(event)
        case MemberJoined():
            return _joined(member, event)
        case SignUpExpired():
            return replace(member, status=Status.expired, profile=None)
        case MemberForgotten():
            return Member(status=Status.forgotten)
        case _:
            return _lived(member, event)


def confirm_before(event: SignedUp) -> datetime:
    return event.signed_up_at + (TIME_TO_CONFIRM_IMPORTED if event.source is Source.imported else TIME_TO_CONFIRM)


def _signed_up(event: SignedUp) -> Member:
    return Member(
        status=Status.unconfirmed,
        profile=event.profile,
        language=event.language,
        campaign=event.campaign,
        notice=event.notice,
        source=event.source,
        confirm_before=confirm_before(event),
        consents=() if event.consent is None else ((event.signed_up_at, event.consent),),
    )


def _joined(member: Member, event: MemberJoined) -> Member:
    consents = member.consents if event.consent is None else (*member.consents, (event.joined_at, event.consent))
    return replace(member, status=Status.active, background=event.background, joined_at=event.joined_at, consents=consents)


def _lived(member: Member, event: Event) -> Member:  # noqa: PLR0911 – one for each kind of fact
    match event:
        case ProfileChanged(profile=profile, language=language):
            return replace(member, profile=profile, language=language)
        case MemberBackgroundChanged(background=background):
            return replace(member, background=background)
        case MemberPaused(until=until):
            return replace(member, paused=True, paused_until=until)
        case MemberResumed():
            return replace(member, paused=False, paused_until=None)
        case ContactBudgetChosen(most_a_month=most):
            return replace(member, most_a_month=most)
        case EmailChangeRequested(email=email, requested_at=at):
            return replace(member, new_email=email, new_email_at=at)
        case EmailChanged(email=email) if member.profile is not None:
            profile = msgspec.structs.replace(member.profile, email=email)
            return replace(member, profile=profile, new_email=None, new_email_at=None)
        case MemberAskedToStay(time=time, asked_at=at):
            return replace(member, asked_to_stay=time, asked_to_stay_at=at)
        case MemberStayed():
            return replace(member, asked_to_stay=0, asked_to_stay_at=None)
        case _:
            return member


members: Decider[MemberCommand, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)

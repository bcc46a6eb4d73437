"""Everything the panel holds about one member, for that member: gathered from all services into one document.

The format, `samrad.about-me/1`, is written down in docs/about-me.md. What could not be had is named under `missing`: the
document is never silently less than everything. It is made when it is asked for, and kept nowhere.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from eventlog import Event
from membership import documents
from membership.campaigns.neighbours import Neighbours, NoAnswer
from membership.events import Consent, SealedProfile
from membership.facts import facts_of
from membership.member import Member, NoSuchMember, Status, members
from membership.parts import Parts
from membership.signing_up import sealed_profile
from membership.stewarding.person import read_seen
from sealing import Key

FORMAT = "samrad.about-me/1"
MOST_PAGES = 1_000
SIGN_INS = text("""
select type, recorded_at from events where type in ('sign_in_requested', 'signed_in') and data->>'member_id' = :member_id
order by position
""")
MAIL_LIMITS = text("select first_at, last_at, mails from mail_limits where address = :address")


class OfMember(msgspec.Struct, frozen=True):
    member_id: UUID
    after: UUID | None = None


class AllAsked(msgspec.Struct, frozen=True):
    """As surveys answers; what stands in an invitation is passed on as it is."""

    invitations: list[dict[str, Any]]
    next: UUID | None = None


class AllMailed(msgspec.Struct, frozen=True):
    mails: list[dict[str, Any]]


@dataclass(frozen=True, repr=False)
class Missing:
    """What a service holds, that could not be had now."""

    service: str
    what: str


async def about_me(parts: Parts, member_id: UUID, now: datetime) -> dict[str, Any]:
    """Raises NoSuchMember."""
    own, asked, mailed = await asyncio.gather(
        _own(parts, member_id),
        _or_missing(lambda: _asked(parts.neighbours, member_id), "surveys", "asked"),
        _or_missing(lambda: _mailed(parts.neighbours, member_id), "notifications", "mails"),
    )
    missing = [asdict(part) for part in (asked, mailed) if isinstance(part, Missing)]
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "complete": not missing,
        "missing": missing,
        **own,
        "asked": None if isinstance(asked, Missing) else asked,
        "mails": None if isinstance(mailed, Missing) else mailed,
    }


async def _or_missing(
    get: Callable[[], Awaitable[list[dict[str, Any]]]], service: str, what: str
) -> list[dict[str, Any]] | Missing:
    try:
        return await get()
    except NoAnswer:
        return Missing(service, what)


async def _asked(neighbours: Neighbours, member_id: UUID) -> list[dict[str, Any]]:
    """All pages, or none: a part of them would look like everything."""
    found: list[dict[str, Any]] = []
    after: UUID | None = UUID(int=0)
    for _ in range(MOST_PAGES):
        page = await neighbours.ask("rpc.surveys.about_member", OfMember(member_id, after), AllAsked)
        found += page.invitations
        after = page.next
        if after is None:
            return sorted(found, key=lambda one: str(one["invited_at"]))
    raise NoAnswer


async def _mailed(neighbours: Neighbours, member_id: UUID) -> list[dict[str, Any]]:
    return (await neighbours.ask("rpc.notifications.about_member", OfMember(member_id), AllMailed)).mails


async def _own(parts: Parts, member_id: UUID) -> dict[str, Any]:
    facts = (await parts.log.load(facts_of, member_id)).state
    member = members.fold(facts)
    key = (await parts.keyring.get([member_id])).get(member_id)
    if member.status is not Status.active or member.profile is None or key is None:
        raise NoSuchMember
    written = sealed_profile.open_all(member.profile, key, member_id)
    return {
        "member_id": str(member_id),
        "profile": {**asdict(written), "language": member.language},
        "known_to_other_services": msgspec.to_builtins(member.background),
        "joined_at": _plain(member.joined_at),
        "campaign": member.campaign,
        "consents": [{"given_at": at.isoformat(), **_consent(given)} for at, given in member.consents],
        "choices": _choices(member),
        "facts": [_opened(fact, key, member_id) for fact in facts],
        **await _beside_the_member(parts, member_id, written.email),
    }


def _choices(member: Member) -> dict[str, Any]:
    return {
        "paused": member.paused,
        "paused_until": _plain(member.paused_until),
        "most_invitations_in_30_days": member.most_a_month,
    }


def _consent(given: Consent) -> dict[str, Any]:
    """With the words themselves, where they are those we still have."""
    return {**msgspec.to_builtins(given), "text": documents.consent(given.version, given.language)}


def _opened(fact: Event, key: Key, member_id: UUID) -> dict[str, Any]:
    """A fact as it is stored, with what is sealed in the clear."""
    stored: dict[str, Any] = msgspec.to_builtins(fact)
    profile = getattr(fact, "profile", None)
    if isinstance(profile, SealedProfile):
        stored["profile"] = asdict(sealed_profile.open_all(profile, key, member_id))
    if isinstance(stored.get("email"), str):
        stored["email"] = key.open("email", member_id, stored["email"])
    if isinstance(stored.get("seen"), str):
        seen = read_seen(key, member_id, stored["seen"])
        stored["seen"] = None if seen is None else msgspec.to_builtins(seen)
    return stored


async def _beside_the_member(parts: Parts, member_id: UUID, address: str) -> dict[str, Any]:
    """What stands elsewhere in this service: when they signed in, and how many mails their address has had lately."""
    async with parts.engine.connect() as connection:
        sign_ins = (await connection.execute(SIGN_INS, {"member_id": str(member_id)})).all()
        limits = (await connection.execute(MAIL_LIMITS, {"address": parts.address_hash(address)})).mappings().first()
    return {
        "sign_ins": [{"what": row.type, "at": row.recorded_at.isoformat()} for row in sign_ins],
        "mail_limits": None if limits is None else {name: _plain(value) for name, value in limits.items()},
    }


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)

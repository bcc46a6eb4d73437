"""One member in the clear, for a member of staff who said why. The member may read who looked, and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from eventlog import Event
from membership.events import Background
from membership.facts import facts_of
from membership.member import Member, NoSuchMember, Status, members
from membership.parts import Parts
from membership.signing_up import sealed_profile
from membership.signing_up.form import Applicant
from membership.stewarding.viewing import View, viewing
from runtime.rights import Staff
from sealing import Key, Unreadable

LONGEST_REASON = 200


class Seen(msgspec.Struct, frozen=True):
    """Who looked and why, as it is sealed."""

    name: str
    reason: str


@dataclass(frozen=True, repr=False)
class Person:
    member_id: UUID
    written: Applicant
    member: Member
    background: Background
    facts: Sequence[Event]


async def is_member(parts: Parts, member_id: UUID) -> bool:
    return (await parts.log.load(members, member_id)).state.status is Status.active


async def look(parts: Parts, member_id: UUID, staff: Staff, reason: str, now: datetime) -> Person:
    """Recorded before anything is shown. Raises NoSuchMember."""
    key = (await parts.keyring.get([member_id])).get(member_id)
    if key is None:
        raise NoSuchMember
    seen = key.seal("seen", member_id, msgspec.json.encode(Seen(staff.name, reason)).decode())
    await parts.log.execute(viewing, member_id, View(staff.id, seen), now)
    facts = (await parts.log.load(facts_of, member_id)).state
    member = members.fold(facts)
    if member.profile is None or member.background is None:
        raise NoSuchMember
    return Person(member_id, sealed_profile.open_all(member.profile, key, member_id), member, member.background, facts)


def read_seen(key: Key | None, member_id: UUID, seen: str) -> Seen | None:
    """None for a member who was forgotten."""
    if key is None:
        return None
    try:
        return msgspec.json.decode(key.open("seen", member_id, seen), type=Seen)
    except (Unreadable, msgspec.DecodeError):
        return None

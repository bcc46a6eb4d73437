"""A member's own changes: seal anew what is new, look up, execute. Decisions are in `profile.py` and `email_change.py`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from eventlog import AlreadyClaimed
from membership.erasing import leaving
from membership.events import Language, SealedProfile
from membership.member import Member, Status, members
from membership.own_page import personal_links
from membership.own_page.email_change import AddressTaken, AskForNewAddress, ConfirmNewAddress, EmailChangeOver, moving
from membership.own_page.profile import ChangeProfile, changing
from membership.own_page.signed_in import SignedInMember
from membership.parts import Parts
from membership.signing_up import addresses, sealed_profile
from membership.signing_up.form import Applicant
from sealing import Key
from ui.formats import HERE


async def change_profile(parts: Parts, who: SignedInMember, wanted: Applicant, language: Language, now: datetime) -> None:
    assert who.member.profile is not None
    profile = resealed(who.member.profile, wanted, who.key, who.id)
    background = sealed_profile.background(profile, who.key, who.id, language, now.astimezone(HERE).date())
    await parts.log.execute(changing, who.id, ChangeProfile(profile, background, language), now)


def resealed(profile: SealedProfile, wanted: Applicant, key: Key, member_id: UUID) -> SealedProfile:
    """What is as before stays sealed as before, so that it can be seen to be the same without the key."""
    before = sealed_profile.open_all(profile, key, member_id)
    sealed = sealed_profile.seal(wanted, key, member_id)
    names = profile.__struct_fields__
    kept = {name: getattr(profile, name) for name in names if getattr(before, name) == getattr(wanted, name)}
    return msgspec.structs.replace(sealed, **kept)


async def ask_for_new_address(parts: Parts, who: SignedInMember, address: str, now: datetime) -> None:
    """The same for an address that is somebody's already: its owner alone is told, when they open the link."""
    await parts.log.execute(moving, who.id, AskForNewAddress(who.key.seal("email", who.id, address)), now)


@dataclass(frozen=True)
class AskedByLink:
    """`email`: the sealed address that waits for this link; None when it is in use already."""

    member_id: UUID
    member: Member
    email: str | None


async def asked_by_link(parts: Parts, token: str) -> AskedByLink:
    """What this link was made for, unless a later request has taken its place. Raises EmailChangeOver."""
    member_id = personal_links.id_in(token)
    if member_id is None:
        raise EmailChangeOver
    member: Member = (await parts.log.load(members, member_id)).state
    in_use = member.profile.email if member.profile is not None else None
    waiting = member.new_email if personal_links.is_new_address(parts, token, member.new_email) else None
    if member.status is not Status.active or not (waiting or personal_links.is_new_address(parts, token, in_use)):
        raise EmailChangeOver
    return AskedByLink(member_id, member, waiting)


async def confirm_new_address(parts: Parts, token: str, now: datetime) -> None:
    """The new address is claimed and the old one let go in the commit of the fact. Raises EmailChangeOver and AddressTaken."""
    asked = await asked_by_link(parts, token)
    member_id, key = asked.member_id, (await parts.keyring.get([asked.member_id])).get(asked.member_id)
    if asked.email is None or key is None:
        return  # it was confirmed before
    taken = addresses.claim(parts.address_hash(key.open("email", member_id, asked.email)))
    left = await parts.addresses.claimed_by(member_id)
    command = ConfirmNewAddress(asked.email)
    try:
        if taken == left:  # another way of writing the same mailbox
            await parts.log.execute(moving, member_id, command, now)
            return
        await parts.log.execute(moving, member_id, command, now, claim=taken, release=left)
    except AlreadyClaimed:
        if await parts.addresses.claimed_by(member_id) != taken:
            raise AddressTaken from None
        return
    if left is not None:
        await leaving.forget_mails_to(parts, addresses.address_in(left))

"""A member's own changes: seal anew what is new, look up, execute. Decisions are in `profile.py` and `email_change.py`."""

from datetime import datetime
from uuid import UUID

import msgspec

from eventlog import AlreadyClaimed
from membership import addresses, personal_links, sealed_profile
from membership.email_change import AddressTaken, AskForNewAddress, ConfirmNewAddress, EmailChangeOver, moving
from membership.events import Language, SealedProfile
from membership.form import Applicant
from membership.member import Member, Status, members
from membership.parts import Parts
from membership.profile import ChangeProfile, changing
from membership.signed_in import SignedInMember
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


async def asked_by_link(parts: Parts, token: str) -> tuple[UUID, Member]:
    """Whose link this is, unless a later request has taken its place. Raises EmailChangeOver."""
    member_id = personal_links.id_in(token)
    if member_id is None:
        raise EmailChangeOver
    member: Member = (await parts.log.load(members, member_id)).state
    email = member.profile.email if member.profile is not None else None
    known = any(personal_links.is_new_address(parts, token, sealed) for sealed in (member.new_email, email))
    if member.status is not Status.active or not known:
        raise EmailChangeOver
    return member_id, member


async def confirm_new_address(parts: Parts, token: str, now: datetime) -> None:
    """The new address is claimed and the old one let go in the commit of the fact. Raises EmailChangeOver and AddressTaken."""
    member_id, member = await asked_by_link(parts, token)
    key = (await parts.keyring.get([member_id])).get(member_id)
    if member.new_email is None or key is None:
        return  # it was confirmed before
    taken = addresses.claim(parts.address_hash(key.open("email", member_id, member.new_email)))
    left = await parts.addresses.claimed_by(member_id)
    command = ConfirmNewAddress(member.new_email)
    try:
        if taken == left:  # another way of writing the same mailbox
            await parts.log.execute(moving, member_id, command, now)
        else:
            await parts.log.execute(moving, member_id, command, now, claim=taken, release=left)
    except AlreadyClaimed:
        if await parts.addresses.claimed_by(member_id) != taken:
            raise AddressTaken from None

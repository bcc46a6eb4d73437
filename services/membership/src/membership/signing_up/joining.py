"""Signing up and confirming: seal, look up, execute. Decisions are in `member.py`."""

from datetime import datetime
from uuid import UUID, uuid4

from eventlog import AlreadyClaimed, Loaded
from membership.events import Consent, Language, Source
from membership.member import Confirm, LinkExpired, Member, SignUp, members
from membership.parts import Parts
from membership.signing_up import addresses, consent, invited, sealed_profile
from membership.signing_up.declining import Decline, declining
from membership.signing_up.form import Applicant
from sealing import Key
from ui.formats import HERE


async def sign_up(
    parts: Parts,
    applicant: Applicant,
    language: Language,
    campaign: str | None,
    now: datetime,
    *,
    source: Source = Source.form,
    member_id: UUID | None = None,
) -> None:
    """The same steps for a new, a waiting and a known address: nobody can tell them apart by the answer or its time."""
    member_id = member_id or uuid4()
    key = await parts.keyring.create(member_id)
    profile = sealed_profile.seal(applicant, key, member_id)
    async with parts.addresses.sign_up_of(parts.address_hash(applicant.email), now) as known:
        command = SignUp(
            profile=profile,
            consent=consent.given(language),
            language=language,
            campaign=campaign,
            known_member=known.member_id,
            mail_allowed=known.mail_allowed,
            source=source,
        )
        await parts.log.execute(members, member_id, command, now)


async def waiting(parts: Parts, member_id: UUID) -> Member:
    """The member as they stand; reading changes nothing."""
    loaded: Loaded[Member] = await parts.log.load(members, member_id)
    return loaded.state


async def written(parts: Parts, member_id: UUID, member: Member) -> Applicant | None:
    """What we have about somebody; None when the key is destroyed."""
    keys = await parts.keyring.get([member_id])
    if member.profile is None or member_id not in keys:
        return None
    return sealed_profile.open_all(member.profile, keys[member_id], member_id)


async def confirm(parts: Parts, member_id: UUID, now: datetime, given: Consent | None = None) -> None:
    """Make the sign-up a membership. Said twice, or for an address that is a member's already, it changes nothing.

    `given` is the consent of one who was brought along and could give none before. Raises ConsentMissing without it.
    """
    member = await waiting(parts, member_id)
    keys = await parts.keyring.get([member_id])
    if member.profile is None or member_id not in keys:
        raise LinkExpired
    command = _confirm(member, keys[member_id], member_id, given, now)
    _, email = sealed_profile.name_and_email(member.profile, keys[member_id], member_id)
    address = parts.address_hash(email)
    released = invited.claim(address) if member.source is Source.imported else None
    try:
        await parts.log.execute(members, member_id, command, now, claim=addresses.claim(address), release=released)
    except AlreadyClaimed:
        return  # another sign-up of the same address was confirmed first
    await withdraw(parts, address, now)


def _confirm(member: Member, key: Key, member_id: UUID, given: Consent | None, now: datetime) -> Confirm:
    assert member.profile is not None
    today = now.astimezone(HERE).date()
    return Confirm(sealed_profile.background(member.profile, key, member_id, member.language, today), given)


async def decline(parts: Parts, member_id: UUID, now: datetime) -> None:
    """Recorded first, so that nobody can become a member meanwhile; then the key is destroyed. Said again, it goes on."""
    async with parts.engine.connect() as connection:
        held = await invited.held_by(connection, [member_id])
    await parts.log.execute(declining, member_id, Decline(), now, release=held.get(member_id))
    await parts.destroy_keys([member_id])


async def withdraw(parts: Parts, address_hash: bytes, now: datetime) -> bool:
    """Take back what an address was asked that was brought along, if it was; the answer has been given another way."""
    claim = invited.claim(address_hash)
    async with parts.engine.connect() as connection:
        holder = (await invited.holders(connection, [claim])).get(claim)
    if holder is not None:
        await decline(parts, holder, now)
    return holder is not None

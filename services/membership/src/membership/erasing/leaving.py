"""Forgetting a member: the key is destroyed first, then it is recorded, the address is let go, and the house is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from membership.erasing.restored import EraseAgain, restored
from membership.events import Forgetting
from membership.member import Forget, NoSuchMember, members
from membership.own_page import sign_in_limits
from membership.own_page.member_sessions import close_sessions_of
from membership.parts import Parts
from membership.signing_up import addresses, joining
from membership.signing_up.addresses import address_in
from sealing import Key, Unreadable

REPEATED = text("select stream_id from events where data->>'told' = :member_id")
WAITING = text("""
select stream_id, data->'profile'->>'email' as sealed from waiting join events on stream_id = member_id and version = 1
where data->>'source' is distinct from 'imported'
""")
AT_ONCE = 500


async def forget(parts: Parts, address: str, staff_id: UUID, now: datetime) -> int:
    """Returns the position of the record. Raises NoSuchMember. Interrupted, it can be asked again and goes on.

    Whoever was brought along and has not answered is no member yet, and is erased as well.
    """
    address_hash = parts.address_hash(address.strip())
    withdrawn = await joining.withdraw(parts, address_hash, now)
    member_id = await parts.addresses.member_with(address_hash)
    if member_id is None and withdrawn:
        return 0
    if member_id is None:
        raise NoSuchMember
    return await forget_member(parts, member_id, Forget(staff_id), now)


async def forget_member(parts: Parts, member_id: UUID, command: Forget, now: datetime) -> int:
    """Likewise, where it is known who they are. Whatever else was signed up with their address goes with them."""
    released = await parts.addresses.claimed_by(member_id)
    others = await _others(parts, member_id, released, now)
    await parts.destroy_keys([member_id, *others])
    for sign_up in others:
        await parts.log.execute(restored, sign_up, EraseAgain(), now)
    outcome = await parts.log.execute(members, member_id, command, now, release=released)
    held = [] if released is None else [released]
    held += await parts.addresses.let_go_by(member_id)  # another address, confirmed in the very moment between
    for claim in held:
        await forget_mails_to(parts, address_in(claim))
    await close_sessions_of(parts.engine, member_id)
    return outcome.position


async def leave(parts: Parts, member_id: UUID, now: datetime) -> None:
    """The member themselves, on their own page."""
    await forget_member(parts, member_id, Forget(by=None, cause=Forgetting.left), now)


async def forget_mails_to(parts: Parts, address_hash: bytes) -> None:
    """When an address that is nobody's any more was last written to."""
    await parts.addresses.forget(address_hash)
    async with parts.engine.begin() as connection:
        await sign_in_limits.forget_one(connection, address_hash)


async def _others(parts: Parts, member_id: UUID, claim: bytes | None, now: datetime) -> set[UUID]:
    """Sign-ups of the same address: when it was theirs already, and before, by a form sent twice or an earlier panel's file."""
    if claim is not None:
        await joining.withdraw(parts, address_in(claim), now)
    async with parts.engine.connect() as connection:
        repeated = set(await connection.scalars(REPEATED, {"member_id": str(member_id)}))
        waiting = (await connection.execute(WAITING)).all() if claim is not None else []
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        keys = await parts.keyring.get([row.stream_id for row in some])
        repeated |= {
            sign_up for sign_up, sealed in some if sign_up in keys and _claim_in(parts, keys[sign_up], sign_up, sealed) == claim
        }
    return repeated - {member_id}


def _claim_in(parts: Parts, key: Key, sign_up: UUID, sealed: str) -> bytes | None:
    """None for what cannot be read, which keeps nobody from leaving."""
    try:
        return addresses.claim(parts.address_hash(key.open("email", sign_up, sealed)))
    except Unreadable:
        return None

"""Forgetting a member: the key is destroyed first, then it is recorded, the address is let go, and the house is told."""

from datetime import datetime
from uuid import UUID

from membership.addresses import address_in
from membership.member import Forget, NoSuchMember, members
from membership.parts import Parts


async def forget(parts: Parts, address: str, staff_id: UUID, now: datetime) -> int:
    """Returns the position of the record. Raises NoSuchMember. Interrupted, it can be asked again and goes on."""
    member_id = await parts.addresses.member_with(parts.address_hash(address.strip()))
    if member_id is None:
        raise NoSuchMember
    return await forget_member(parts, member_id, Forget(staff_id), now)


async def forget_member(parts: Parts, member_id: UUID, command: Forget, now: datetime) -> int:
    """Likewise, where it is known who they are."""
    released = await parts.addresses.claimed_by(member_id)
    await parts.destroy_keys([member_id])
    if released is not None:
        await parts.addresses.forget(address_in(released))
    outcome = await parts.log.execute(members, member_id, command, now, release=released)
    return outcome.position

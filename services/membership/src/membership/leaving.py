"""Forgetting a member: the key is destroyed first, then it is recorded, the address is let go, and the house is told."""

from datetime import datetime
from uuid import UUID

from membership import addresses
from membership.member import Forget, NoSuchMember, members
from membership.parts import Parts


async def forget(parts: Parts, address: str, staff_id: UUID, now: datetime) -> int:
    """Returns the position of the record. Raises NoSuchMember. Interrupted, it can be asked again and goes on."""
    address_hash = parts.address_hash(address.strip())
    member_id = await parts.addresses.member_with(address_hash)
    if member_id is None:
        raise NoSuchMember
    await parts.destroy_keys([member_id])
    await parts.addresses.forget(address_hash)
    released = addresses.claim(address_hash)
    outcome = await parts.log.execute(members, member_id, Forget(staff_id), now, release=released)
    return outcome.position

"""Forgetting a member: the key is destroyed first, then it is recorded, the address is let go, and the house is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from membership import joining
from membership.addresses import address_in
from membership.member import Forget, NoSuchMember, members
from membership.parts import Parts
from membership.restored import EraseAgain, restored

REPEATED = text("select stream_id from events where data->>'told' = :member_id")


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
    """Likewise, where it is known who they are. What was signed up again with their address goes with them."""
    released = await parts.addresses.claimed_by(member_id)
    repeated = await _repeated(parts, member_id)
    await parts.destroy_keys([member_id, *repeated])
    for sign_up in repeated:
        await parts.log.execute(restored, sign_up, EraseAgain(), now)
    if released is not None:
        await parts.addresses.forget(address_in(released))
    outcome = await parts.log.execute(members, member_id, command, now, release=released)
    return outcome.position


async def _repeated(parts: Parts, member_id: UUID) -> list[UUID]:
    async with parts.engine.connect() as connection:
        return list(await connection.scalars(REPEATED, {"member_id": str(member_id)}))

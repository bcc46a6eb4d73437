"""The link in a mail by which one gets no more of them: a pause until the member says otherwise."""

from datetime import datetime
from uuid import UUID

from membership.events import PauseReason
from membership.member import Member, NothingToConfirm, Status, members
from membership.own_page import personal_links
from membership.own_page.pausing import Pause, Resume, pausing
from membership.parts import Parts
from sealing import read_link


async def member_of(parts: Parts, token: str, purpose: str = personal_links.UNSUBSCRIBE) -> tuple[UUID, Member]:
    """Whose link this is. Raises NothingToConfirm for one we never made, and for one who was forgotten."""
    member_id = read_link(parts.link_key, purpose, token)
    if member_id is None:
        raise NothingToConfirm
    member: Member = (await parts.log.load(members, member_id)).state
    if member.status is not Status.active:
        raise NothingToConfirm
    return member_id, member


async def unsubscribe(parts: Parts, token: str, now: datetime) -> None:
    member_id, _ = await member_of(parts, token)
    await parts.log.execute(pausing, member_id, Pause(None, PauseReason.unsubscribed), now)


async def subscribe_again(parts: Parts, token: str, now: datetime) -> None:
    member_id, _ = await member_of(parts, token)
    await parts.log.execute(pausing, member_id, Resume(), now)

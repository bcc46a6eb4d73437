"""What surveys hears from others, each as its own narrow view of the message."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Heard, Hearing
from runtime.house import House
from surveys.desk import see_all
from surveys.events import Background
from surveys.inviting import dispatches, panel
from surveys.inviting.invitation import WithdrawInvitation, invitation_decider, invitation_id
from surveys.parts import Parts


class MemberJoined(msgspec.Struct, frozen=True):
    """And membership.v1.member_background_changed."""

    member_id: UUID
    background: Background


class MemberPaused(msgspec.Struct, frozen=True):
    member_id: UUID
    until: date | None


class ContactBudgetChosen(msgspec.Struct, frozen=True):
    member_id: UUID
    most_a_month: int | None


class MemberNamed(msgspec.Struct, frozen=True):
    """membership.v1.member_resumed and .member_forgotten"""

    member_id: UUID


KNOWN = frozenset({"membership.v1.member_joined", "membership.v1.member_background_changed"})


async def on_membership(connection: AsyncConnection, batch: Sequence[Heard]) -> list[UUID]:
    """Returns who is forgotten. Of what is told twice of a member, the later holds."""
    known = [heard.decode(MemberJoined) for heard in batch if heard.type in KNOWN]
    await panel.take_in(connection, ((message.member_id, message.background) for message in known))
    pauses: dict[UUID, tuple[bool, date | None]] = {}
    limits: dict[UUID, int | None] = {}
    for heard in batch:
        match heard.type:
            case "membership.v1.member_paused":
                paused = heard.decode(MemberPaused)
                pauses[paused.member_id] = (True, paused.until)
            case "membership.v1.member_resumed":
                pauses[heard.decode(MemberNamed).member_id] = (False, None)
            case "membership.v1.contact_budget_chosen":
                chosen = heard.decode(ContactBudgetChosen)
                limits[chosen.member_id] = chosen.most_a_month
    await panel.pause(connection, pauses)
    await panel.limit(connection, limits)
    left = [heard.decode(MemberNamed).member_id for heard in batch if heard.type == "membership.v1.member_forgotten"]
    await panel.forget(connection, left)  # nobody joins again under the same id
    return left


async def withdraw_all(parts: Parts, members: Sequence[UUID]) -> None:
    """End every invitation of those who are forgotten; with it goes what leads from them to it, and what they had begun."""
    await see_all(parts.log, parts.engine)
    for member_id in members:
        async with parts.engine.connect() as connection:
            surveys = await dispatches.surveys_of(connection, member_id)
        for survey_id in surveys:
            invitation = invitation_id(parts.invitation_secret, survey_id, member_id)
            await parts.log.execute(invitation_decider, invitation, WithdrawInvitation(member_id), datetime.now(UTC))


def hearings(house: House) -> list[Hearing]:
    async def hear(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
        left = await on_membership(connection, batch)
        if left:
            await withdraw_all(house.own, left)

    return [Hearing("MEMBERSHIP", "surveys-panel", hear)]

"""What surveys hears from others, each as its own narrow view of the message."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Heard, Hearing
from surveys import panel
from surveys.events import Background


class MemberJoined(msgspec.Struct, frozen=True):
    member_id: UUID
    background: Background


class MemberForgotten(msgspec.Struct, frozen=True):
    member_id: UUID


async def on_membership(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
    joined = [heard.decode(MemberJoined) for heard in batch if heard.type == "membership.v1.member_joined"]
    left = [heard.decode(MemberForgotten) for heard in batch if heard.type == "membership.v1.member_forgotten"]
    await panel.take_in(connection, ((message.member_id, message.background) for message in joined))
    await panel.forget(connection, (message.member_id for message in left))  # nobody joins again under the same id


HEARINGS = (Hearing("MEMBERSHIP", "surveys-panel", on_membership),)

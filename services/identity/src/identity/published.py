"""What the world may know of identity: that somebody signed in, that an account was made. No names."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from eventlog import Event, Message
from identity.events import AccountCreated, StaffSignedIn


class StaffSignedInV1(msgspec.Struct, frozen=True, kw_only=True):
    staff_id: UUID
    at: datetime


class AccountCreatedV1(msgspec.Struct, frozen=True, kw_only=True):
    staff_id: UUID
    roles: tuple[str, ...]


def announce(account_id: UUID, event: Event) -> Message | None:
    match event:
        case StaffSignedIn(at=at):
            return Message("identity.v1.staff_signed_in", StaffSignedInV1(staff_id=account_id, at=at))
        case AccountCreated(roles=roles):
            return Message("identity.v1.account_created", AccountCreatedV1(staff_id=account_id, roles=roles))
        case _:
            return None


EXAMPLES = (
    Message(
        "identity.v1.staff_signed_in",
        StaffSignedInV1(
            staff_id=UUID("5a1f9c66-1d2b-4e0a-9a3e-8f1b6d2c7e40"), at=datetime(2026, 11, 23, 8, 15, 30, tzinfo=UTC)
        ),
    ),
    Message(
        "identity.v1.account_created",
        AccountCreatedV1(staff_id=UUID("5a1f9c66-1d2b-4e0a-9a3e-8f1b6d2c7e40"), roles=("author", "steward")),
    ),
)

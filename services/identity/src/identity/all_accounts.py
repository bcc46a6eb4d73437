"""Which accounts are there? The list of the page /staff/accounts; names stay sealed until they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from eventlog import Projection, Recorded
from identity.events import (
    AccountClosed,
    AccountCreated,
    RoleGranted,
    RoleWithdrawn,
    SignInReset,
    StaffSignedIn,
    TotpEnrolled,
)

CREATED = text("""
insert into accounts (account_id, name, roles, created_on) values (:id, :name, :roles, :on) on conflict do nothing
""")
ENROLLED = text("update accounts set enrolled = :enrolled where account_id = :id")
GRANTED = text("update accounts set roles = array(select distinct unnest(roles || :role) order by 1) where account_id = :id")
WITHDRAWN = text("update accounts set roles = array_remove(roles, :role) where account_id = :id")
SIGNED_IN = text("update accounts set last_signed_in_on = :on where account_id = :id")
CLOSED = text("update accounts set closed = true where account_id = :id")
ALL = text("""
select account_id, name, roles, enrolled, closed, created_on, last_signed_in_on from accounts
where not closed order by created_on, account_id limit 1000
""")


@dataclass(frozen=True)
class ListedAccount:
    account_id: UUID
    name: str  # sealed
    roles: tuple[str, ...]
    enrolled: bool
    closed: bool
    created_on: date
    last_signed_in_on: date | None


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        statement, values = _row(recorded)
        if statement is not None:
            await connection.execute(statement, {"id": recorded.stream_id, **values})


def _row(recorded: Recorded) -> tuple[Any, dict[str, Any]]:  # noqa: PLR0911 – one line per event
    match recorded.event:
        case AccountCreated(name=name, roles=roles):
            return CREATED, {"name": name, "roles": list(roles), "on": recorded.recorded_at.date()}
        case TotpEnrolled():
            return ENROLLED, {"enrolled": True}
        case SignInReset():
            return ENROLLED, {"enrolled": False}
        case RoleGranted(role=role):
            return GRANTED, {"role": role}
        case RoleWithdrawn(role=role):
            return WITHDRAWN, {"role": role}
        case StaffSignedIn(at=at):
            return SIGNED_IN, {"on": at.date()}
        case AccountClosed():
            return CLOSED, {}
        case _:
            return None, {}


ALL_ACCOUNTS = Projection("accounts", project)


async def all_accounts(engine: AsyncEngine) -> list[ListedAccount]:
    async with engine.connect() as connection:
        rows = (await connection.execute(ALL)).all()
    return [ListedAccount(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows]

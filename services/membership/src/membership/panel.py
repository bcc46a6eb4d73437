"""Who is in the panel? How many, and what the house may know of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Event, Projection, Recorded
from membership.events import (
    Background,
    ContactBudgetChosen,
    MemberBackgroundChanged,
    MemberForgotten,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    MemberStayed,
    ProfileChanged,
    SignedIn,
)
from membership.mirroring import movements
from membership.mirroring.movements import Moves
from ui.formats import HERE

Row = dict[str, Any]
COLUMNS = (
    "member_id",
    "age_band",
    "gender",
    "area",
    "interests",
    "language",
    "campaign",
    "joined_at",
    "paused",
    "paused_until",
    "most_a_month",
    "active_on",
)
KNOWN = text(f"select {', '.join(COLUMNS)} from panel where member_id = any(:ids)")  # noqa: S608 – our own names; values are bound
REMOVE = text("delete from panel where member_id = any(:ids)")
WRITE = text(f"""
insert into panel ({", ".join(COLUMNS)})
select m, b, g, a, string_to_array(i, ' '), l, c, j, p, u, n, o from unnest(
    cast(:member_id as uuid[]), cast(:age_band as text[]), cast(:gender as text[]), cast(:area as text[]),
    cast(:interests as text[]), cast(:language as text[]), cast(:campaign as text[]), cast(:joined_at as timestamptz[]),
    cast(:paused as boolean[]), cast(:paused_until as date[]), cast(:most_a_month as int[]), cast(:active_on as date[])
) as u(m, b, g, a, i, l, c, j, p, u, n, o)
on conflict (member_id) do update set {", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])}
""")  # noqa: S608 – our own names; values are bound
COUNT = text("select count(*) from panel")
JOINED_SINCE = text("select count(*) from panel where joined_at >= :since")


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    """The batch as one change: who left, how those stand whom it tells of, and how the groups changed by it."""
    about = [(_member_of(recorded), recorded.event) for recorded in events]
    ids = list({member_id for member_id, event in about if not isinstance(event, MemberJoined)})
    rows = {row["member_id"]: dict(row) for row in (await connection.execute(KNOWN, {"ids": ids})).mappings()}
    gone: set[UUID] = set()
    moves = Moves()
    for member_id, event in about:
        if isinstance(event, MemberJoined):
            rows[member_id] = _joined(member_id, event)
            moves.joined(rows[member_id])
        elif isinstance(event, MemberForgotten):
            gone.add(member_id)
            if left := rows.pop(member_id, None):
                moves.departed(left, event.forgotten_at)
        elif member_id in rows:
            before, rows[member_id] = rows[member_id], rows[member_id] | _change(event)
            if isinstance(event, MemberBackgroundChanged):
                moves.changed(before, rows[member_id], event.changed_at)
    await connection.execute(REMOVE, {"ids": list(gone)})
    await _write(connection, list(rows.values()))
    await movements.add(connection, moves)


def _member_of(recorded: Recorded) -> UUID:
    return recorded.event.member_id if isinstance(recorded.event, SignedIn) else recorded.stream_id


async def _write(connection: AsyncConnection, rows: Sequence[Row]) -> None:
    if rows:
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        columns["interests"] = [" ".join(interests) for interests in columns["interests"]]
        await connection.execute(WRITE, columns)


def _joined(member_id: UUID, joined: MemberJoined) -> Row:
    return {
        "member_id": member_id,
        "campaign": joined.campaign,
        "joined_at": joined.joined_at,
        "paused": False,
        "paused_until": None,
        "most_a_month": None,
        "active_on": joined.joined_at.astimezone(HERE).date(),
        **_background(joined.background),
    }


def _background(background: Background) -> Row:
    return {
        "age_band": background.age_band,
        "gender": background.gender,
        "area": background.area,
        "interests": background.interests,
        "language": background.language,
    }


def _change(event: Event) -> Row:
    """What becomes another; what the member did themselves is also a sign of life."""
    match event:
        case MemberBackgroundChanged(background=background):
            return _background(background)
        case MemberPaused(until=until, paused_at=at):
            return {"paused": True, "paused_until": until, "active_on": at.astimezone(HERE).date()}
        case MemberResumed():
            return {"paused": False, "paused_until": None}
        case ContactBudgetChosen(most_a_month=most):
            return {"most_a_month": most}
        case ProfileChanged(changed_at=at) | SignedIn(signed_in_at=at) | MemberStayed(stayed_at=at):
            return {"active_on": at.astimezone(HERE).date()}
        case _:
            return {}


async def count(connection: AsyncConnection) -> int:
    return await connection.scalar(COUNT) or 0


async def joined_since(connection: AsyncConnection, since: datetime) -> int:
    return await connection.scalar(JOINED_SINCE, {"since": since}) or 0


projection = Projection("panel", project)

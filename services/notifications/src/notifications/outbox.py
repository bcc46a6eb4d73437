"""The outbox: what waits, what is due, what went wrong. A row is a notification's state, folded by the same `evolve`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from notifications.events import About, Kind, RecipientForgotten
from notifications.known_surveys import KnownSurvey
from notifications.notification import Notification, Status, evolve

NOBODY = UUID(int=0)
"""Stands where a member was who is forgotten, or is not there to be sent to."""
NOT_THERE = "gone"
FORGET = text("update outbox set member_id = :nobody where member_id = any(:ids)")
URGENCY = """(case kind when 'sign_in' then 0 when 'invitation' then 2 when 'member_invited' then 2 when 'stay' then 2
    else 1 end)"""
COLUMNS = (
    "notification_id, kind, cause_id, member_id, survey_id, status, reason, queued_at, due_at, tries, attempt_id, sender_id"
)
ROWS = text(f"select {COLUMNS} from outbox where notification_id = any(:ids)")  # noqa: S608 – columns are the constant above
WRITE = text("""
insert into outbox (notification_id, kind, cause_id, member_id, survey_id, status, reason, queued_at, due_at, tries,
    attempt_id, sender_id, position, changed_at)
values (:notification_id, :kind, :cause_id, :member_id, :survey_id, :status, :reason, :queued_at, :due_at, :tries,
    :attempt_id, :sender_id, :position, :changed_at)
on conflict (notification_id) do update set member_id = excluded.member_id, status = excluded.status,
    reason = excluded.reason,
    queued_at = excluded.queued_at, due_at = excluded.due_at, tries = excluded.tries, attempt_id = excluded.attempt_id,
    sender_id = excluded.sender_id, position = excluded.position, changed_at = excluded.changed_at
""")
DUE = text(f"""
select o.notification_id, o.kind, o.cause_id, o.member_id, o.survey_id, o.queued_at, s.titles::text as titles, s.minutes,
    s.closed_at is not null as closed, {URGENCY} as urgency
from outbox o left join known_surveys s on s.survey_id = o.survey_id
where o.status = 'queued' and o.due_at <= :now and {URGENCY} <= :least and (o.survey_id is null or s.survey_id is not null)
order by {URGENCY}, o.due_at, o.notification_id limit :limit
""")  # noqa: S608 – our own names; values are bound
ORPHANS = text("select notification_id, attempt_id from outbox where status = 'attempting' and sender_id <> :sender_id")
COUNTS = text("""
select kind, survey_id, status, sum(number)::int as number from (
    select kind, survey_id, status, count(*) as number from outbox group by kind, survey_id, status
    union all select kind, survey_id, status, number from outbox_past
) known group by kind, survey_id, status order by kind, survey_id, status
""")
TROUBLE = text("""
select notification_id, kind, survey_id, status, reason, changed_at, position, member_id = :nobody as forgotten from outbox
where status in ('failed', 'uncertain') and position < :before order by position desc limit :limit
""")


@dataclass(frozen=True)
class Due:
    """To be sent now. An invitation is not due before its survey has been heard of, for it could not say what it is about."""

    notification_id: UUID
    about: About
    survey: KnownSurvey | None
    queued_at: datetime
    urgency: int


@dataclass(frozen=True)
class Mailing:
    """All mails of one kind, for one survey where it is about one: how many stand where."""

    kind: Kind
    survey_id: UUID | None
    numbers: Mapping[Status, int]

    @property
    def waiting(self) -> int:
        return self.numbers.get(Status.queued, 0) + self.numbers.get(Status.attempting, 0)

    def number(self, status: Status) -> int:
        return self.numbers.get(status, 0)


@dataclass(frozen=True)
class Trouble:
    """A mail that failed, or that may or may not have gone out: it waits for a person."""

    notification_id: UUID
    kind: Kind
    survey_id: UUID | None
    status: Status
    reason: str
    changed_at: datetime
    position: int
    forgotten: bool


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    forgotten = [recorded.event.member_id for recorded in events if isinstance(recorded.event, RecipientForgotten)]
    batch = [recorded for recorded in events if not isinstance(recorded.event, RecipientForgotten)]
    await _fold(connection, batch)
    if forgotten:
        await connection.execute(FORGET, {"nobody": NOBODY, "ids": forgotten})


async def _fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    ids = list({recorded.stream_id for recorded in batch})
    rows = (await connection.execute(ROWS, {"ids": ids})).mappings().all()
    states = {row["notification_id"]: _state(row) for row in rows}
    last: dict[UUID, Recorded] = {}
    for recorded in batch:
        states[recorded.stream_id] = evolve(states.get(recorded.stream_id, Notification()), recorded.event)
        last[recorded.stream_id] = recorded
    known = [_row(recorded, about, states[id_]) for id_, recorded in last.items() if (about := states[id_].about)]
    if known:  # the others are past, and only counted
        await connection.execute(WRITE, known)


projection = Projection("outbox", project)


async def due(connection: AsyncConnection, now: datetime, limit: int, least: int = 2) -> list[Due]:
    """The oldest first; but who wants to get in, or waits to confirm, does not wait behind ten thousand invitations."""
    rows = (await connection.execute(DUE, {"now": now, "limit": limit, "least": least})).mappings()
    return [Due(row["notification_id"], _about(row), _survey(row), row["queued_at"], row["urgency"]) for row in rows]


async def orphans(connection: AsyncConnection, sender_id: UUID) -> list[tuple[UUID, UUID]]:
    """(notification, attempt) begun by a sender that is not this one."""
    rows = await connection.execute(ORPHANS, {"sender_id": sender_id})
    return [(row.notification_id, row.attempt_id) for row in rows]


async def mailings(connection: AsyncConnection) -> list[Mailing]:
    rows = (await connection.execute(COUNTS)).all()
    groups = groupby(rows, key=lambda row: (Kind(row.kind), row.survey_id))
    return [Mailing(*what, {Status(row.status): row.number for row in group}) for what, group in groups]


async def trouble(connection: AsyncConnection, before: int, limit: int) -> list[Trouble]:
    """Newest first; the next page begins before the last position of this one."""
    rows = await connection.execute(TROUBLE, {"before": before, "limit": limit, "nobody": NOBODY})
    return [
        Trouble(
            row.notification_id,
            Kind(row.kind),
            row.survey_id,
            Status(row.status),
            row.reason,
            row.changed_at,
            row.position,
            row.forgotten,
        )
        for row in rows
    ]


def _about(row: Mapping[str, Any] | RowMapping) -> About:
    return About(kind=Kind(row["kind"]), cause_id=row["cause_id"], member_id=row["member_id"], survey_id=row["survey_id"])


def _survey(row: RowMapping) -> KnownSurvey | None:
    if row["survey_id"] is None:
        return None
    return KnownSurvey(msgspec.json.decode(row["titles"]), row["minutes"], row["closed"])


def _state(row: RowMapping) -> Notification:
    return Notification(
        about=_about(row),
        status=Status(row["status"]),
        queued_at=row["queued_at"],
        due_at=row["due_at"],
        tries=row["tries"],
        attempt_id=row["attempt_id"],
        sender_id=row["sender_id"],
        reason=row["reason"],
    )


def _row(recorded: Recorded, about: About, state: Notification) -> dict[str, object]:
    assert state.status is not None
    not_there = state.status is Status.dropped and state.reason == NOT_THERE
    return {
        "notification_id": recorded.stream_id,
        "kind": about.kind,
        "cause_id": about.cause_id,
        "member_id": NOBODY if not_there else about.member_id,
        "survey_id": about.survey_id,
        "status": state.status,
        "reason": state.reason,
        "queued_at": state.queued_at,
        "due_at": state.due_at,
        "tries": state.tries,
        "attempt_id": state.attempt_id,
        "sender_id": state.sender_id,
        "position": recorded.position,
        "changed_at": recorded.recorded_at,
    }

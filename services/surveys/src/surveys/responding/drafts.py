"""What has someone begun to answer? Saved pages, sealed, one row per invitation.

Gone when the response is sent, the survey closes or the member is forgotten. No events: what a person wrote and took back must
not be kept for ever (docs/decisions/0020). Saving and reading are grouped over one connection, as commits are: many who answer
at once cost few transactions.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import LogUnavailable, Recorded
from eventlog.sessions import LOST, Session
from sealing import Key
from surveys.events import InvitationWithdrawn, ResponseSubmitted, SurveyClosed

SAVE = """
insert into drafts (invitation_id, survey_id, sealed, updated)
select *, current_date from unnest($1::uuid[], $2::uuid[], $3::text[])
on conflict (invitation_id) do update set sealed = excluded.sealed, updated = excluded.updated
"""
READ = "select invitation_id, sealed from drafts where invitation_id = any($1::uuid[])"
SENT = text("delete from drafts where invitation_id = any(cast(:invitations as uuid[]))")
CLOSED = text("delete from drafts where survey_id = any(cast(:surveys as uuid[]))")
FIELD = "draft"
LARGEST_GROUP = 128
PATIENCE = 10.0


class Draft(msgspec.Struct, frozen=True):
    """The answers saved so far, as they were typed, and the section to go on with ("" before the first)."""

    answers: dict[str, Any] = {}
    at: str = ""


EMPTY = Draft()


@dataclass(slots=True)
class Errand:
    """One who waits: to save (`sealed` is set) or to read."""

    invitation_id: UUID
    survey_id: UUID
    sealed: str | None
    done: "asyncio.Future[str | None]"


class Drafts:
    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn, application="surveys-drafts")
        self._queue: asyncio.Queue[Errand] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="drafts")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._session.close()

    async def save(self, key: Key, survey_id: UUID, invitation_id: UUID, draft: Draft) -> None:
        """Returns when the draft is safely stored."""
        sealed = key.seal(FIELD, invitation_id, msgspec.json.encode(draft).decode())
        await self._wait(survey_id, invitation_id, sealed)

    async def read(self, key: Key, survey_id: UUID, invitation_id: UUID) -> Draft:
        sealed = await self._wait(survey_id, invitation_id, None)
        if sealed is None:
            return EMPTY
        return msgspec.json.decode(key.open(FIELD, invitation_id, sealed), type=Draft)

    async def _wait(self, survey_id: UUID, invitation_id: UUID, sealed: str | None) -> str | None:
        done: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(Errand(invitation_id, survey_id, sealed, done))
        return await done

    async def _run(self) -> None:
        while True:
            group = [await self._queue.get()]
            while len(group) < LARGEST_GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            try:
                await self._serve(group)
            except Exception as error:  # noqa: BLE001 – those who wait are told; the next are served
                for errand in group:
                    if not errand.done.done():
                        errand.done.set_exception(error)

    async def _serve(self, group: Sequence[Errand]) -> None:
        saves = {e.invitation_id: e for e in group if e.sealed is not None}  # of two at once the later stands
        reads = {e.invitation_id for e in group if e.sealed is None}
        found = await self._turn(list(saves.values()), list(reads))
        for errand in group:
            if not errand.done.done():
                errand.done.set_result(found.get(errand.invitation_id) if errand.sealed is None else None)

    async def _turn(self, saves: list[Errand], reads: list[UUID]) -> dict[UUID, str]:
        """Save, then read; both may be repeated when the connection was lost on the way."""
        give_up = asyncio.get_running_loop().time() + PATIENCE
        while (patience := give_up - asyncio.get_running_loop().time()) > 0:
            connection = await self._session.connection(patience)
            try:
                return await _save_and_read(connection, saves, reads)
            except LOST:
                continue
        raise LogUnavailable


async def _save_and_read(connection: Any, saves: list[Errand], reads: list[UUID]) -> dict[UUID, str]:
    if saves:
        columns = zip(*((e.invitation_id, e.survey_id, e.sealed) for e in saves), strict=True)
        await connection.execute(SAVE, *(list(column) for column in columns))
    rows: list[asyncpg.Record] = await connection.fetch(READ, reads) if reads else []
    return {row["invitation_id"]: row["sealed"] for row in rows}


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    sent = [r.stream_id for r in events if isinstance(r.event, ResponseSubmitted | InvitationWithdrawn)]
    if sent:
        await connection.execute(SENT, {"invitations": sent})
    closed = [recorded.stream_id for recorded in events if isinstance(recorded.event, SurveyClosed)]
    if closed:
        await connection.execute(CLOSED, {"surveys": closed})

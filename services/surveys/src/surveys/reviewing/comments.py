"""What have colleagues remarked on a survey, and what of it is settled?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Recorded
from surveys.events import CommentReopened, CommentResolved, CommentWritten

MOST = 500
WRITTEN = text("""
insert into comments (comment_id, survey_id, piece, words, written_by, written_at)
values (:comment_id, :survey_id, :piece, :words, :by, :at) on conflict do nothing
""")
SETTLED = text("update comments set resolved_by = :by, resolved_at = :at where comment_id = :comment_id")
ON = text("select * from comments where survey_id = :survey_id order by written_at, comment_id limit :most")
OPEN = text("select count(*) from comments where survey_id = :survey_id and resolved_at is null")
ONE = text("select survey_id from comments where comment_id = :comment_id")


class Remark(msgspec.Struct, frozen=True):
    comment_id: UUID
    survey_id: UUID
    piece: str
    words: str
    written_by: UUID
    written_at: datetime
    resolved_by: UUID | None
    resolved_at: datetime | None


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        about = {"comment_id": recorded.stream_id, "at": recorded.recorded_at}
        match recorded.event:
            case CommentWritten(survey_id=survey_id, piece=piece, words=words, written_by=by):
                row = {"survey_id": survey_id, "piece": piece, "words": words, "by": by}
                await connection.execute(WRITTEN, about | row)
            case CommentResolved(resolved_by=by):
                await connection.execute(SETTLED, about | {"by": by})
            case CommentReopened():
                await connection.execute(SETTLED, {"comment_id": recorded.stream_id, "by": None, "at": None})
            case _:
                pass


async def on_survey(connection: AsyncConnection, survey_id: UUID) -> list[Remark]:
    """The oldest first, at most 500."""
    rows = await connection.execute(ON, {"survey_id": survey_id, "most": MOST})
    return [msgspec.convert(row, Remark) for row in rows.mappings()]


async def open_on(connection: AsyncConnection, survey_id: UUID) -> int:
    return await connection.scalar(OPEN, {"survey_id": survey_id}) or 0


async def survey_of(connection: AsyncConnection, comment_id: UUID) -> UUID | None:
    found: UUID | None = await connection.scalar(ONE, {"comment_id": comment_id})
    return found

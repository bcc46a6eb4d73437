"""A remark on a question, or on the whole survey, for those who write it: open until somebody settles it.

CommentRefusal
└── NoSuchComment    404
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from eventlog import Decider, Event, Refused
from surveys.events import COMMENT_EVENTS, CommentReopened, CommentResolved, CommentWritten
from ui import mark


class Comment(msgspec.Struct, frozen=True):
    written: bool = False
    resolved: bool = False


class WriteComment(msgspec.Struct, frozen=True):
    survey_id: UUID
    piece: str
    words: str
    by: UUID


class ResolveComment(msgspec.Struct, frozen=True):
    survey_id: UUID
    by: UUID


class ReopenComment(msgspec.Struct, frozen=True):
    survey_id: UUID
    by: UUID


CommentCommand = WriteComment | ResolveComment | ReopenComment


class CommentRefusal(Refused):
    pass


class NoSuchComment(CommentRefusal):
    code = "no_such_comment"
    status = 404
    title = mark("Denne kommentaren finnes ikke")


def decide(command: CommentCommand, comment: Comment, now: datetime) -> Sequence[Event]:
    del now
    match command:
        case WriteComment(survey_id, piece, words, by):
            if comment.written:
                return []
            return [CommentWritten(survey_id=survey_id, piece=piece, words=words, written_by=by)]
        case ResolveComment(survey_id, by):
            _must_be_there(comment)
            return [] if comment.resolved else [CommentResolved(survey_id=survey_id, resolved_by=by)]
        case ReopenComment(survey_id, by):
            _must_be_there(comment)
            return [CommentReopened(survey_id=survey_id, reopened_by=by)] if comment.resolved else []


def _must_be_there(comment: Comment) -> None:
    if not comment.written:
        raise NoSuchComment


def evolve(comment: Comment, event: Event) -> Comment:
    match event:
        case CommentWritten() | CommentReopened():
            return Comment(written=True)
        case CommentResolved():
            return Comment(written=True, resolved=True)
        case _:
            return comment


comment_decider: Decider[CommentCommand, Comment] = Decider(decide, evolve, Comment(), COMMENT_EVENTS)

"""What colleagues do beside writing a survey: comment on it, keep its questions in the bank and take them out again."""

import re
from datetime import datetime
from uuid import UUID

from eventlog import Refused
from surveys.desk import READ_MODELS, survey_of
from surveys.drafting import editing
from surveys.drafting.pieces import ADDRESS, find
from surveys.drafting.refusals import NoSuchPiece, Unfit
from surveys.parts import Parts
from surveys.question_bank import bank
from surveys.question_bank.item import KeepItem, NoSuchItem, RetireItem, item_decider, kept, stream_of
from surveys.reviewing import comments
from surveys.reviewing.comment import (
    CommentCommand,
    NoSuchComment,
    ReopenComment,
    ResolveComment,
    WriteComment,
    comment_decider,
)
from ui import mark

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}\Z")


class BadName(Refused):
    code = "bad_item_name"
    status = 422
    title = mark("Et navn i banken har bare små bokstaver a–z, tall, bindestrek og understrek, og høyst 50 tegn.")


async def comment(parts: Parts, survey_id: UUID, comment_id: UUID, piece: str, words: str, by: UUID, now: datetime) -> None:
    """On a piece of the survey as it stands; the same comment sent twice is one."""
    survey = await survey_of(parts, survey_id)
    if not ADDRESS.match(piece):
        raise Unfit
    if find(survey.definition, piece) is None:
        raise NoSuchPiece(piece)
    await _say(parts, comment_id, WriteComment(survey_id, piece, words, by), now)


async def settle(parts: Parts, survey_id: UUID, comment_id: UUID, by: UUID, now: datetime, *, resolved: bool) -> None:
    async with parts.engine.connect() as connection:
        if await comments.survey_of(connection, comment_id) != survey_id:
            raise NoSuchComment
    command = ResolveComment(survey_id, by) if resolved else ReopenComment(survey_id, by)
    await _say(parts, comment_id, command, now)


async def _say(parts: Parts, comment_id: UUID, command: CommentCommand, now: datetime) -> None:
    outcome = await parts.log.execute(comment_decider, comment_id, command, now)
    await parts.log.caught_up(READ_MODELS, outcome.position)


async def keep_question(parts: Parts, survey_id: UUID, name: str, item: str, by: UUID, now: datetime) -> None:
    """Put a question of a survey into the bank. In a draft it is an item from then on."""
    if not NAME.match(item):
        raise BadName
    survey = await survey_of(parts, survey_id)
    piece = f"question/{name}"
    found = find(survey.definition, piece) if ADDRESS.match(piece) else None
    if found is None:
        raise NoSuchPiece(piece)
    outcome = await parts.log.execute(item_decider, stream_of(item), KeepItem(item, kept(found), by), now)
    if survey.status.value == "draft":
        await editing.edit(parts, survey_id, editing.ChangeField(piece, "item", found.get("item"), item), by, now)
    await parts.log.caught_up(READ_MODELS, outcome.position)


async def retire_question(parts: Parts, item: str, by: UUID, now: datetime) -> None:
    outcome = await parts.log.execute(item_decider, stream_of(item), RetireItem(item, by), now)
    await parts.log.caught_up(READ_MODELS, outcome.position)


async def use_question(parts: Parts, survey_id: UUID, section: str, item: str, by: UUID, now: datetime) -> str:
    """Take a question out of the bank into a draft, last in a section; returns its address."""
    async with parts.engine.connect() as connection:
        question = await bank.question(connection, item)
    if question is None:
        raise NoSuchItem
    edited = await editing.edit(parts, survey_id, editing.Add(f"section/{section}", {**question, "item": item}), by, now)
    return edited.pieces[0]

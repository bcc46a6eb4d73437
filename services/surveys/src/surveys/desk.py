"""What staff do with a survey, one act each: ask the log, take a number or an address, execute. Pages and JSON share them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import AlreadyClaimed, EventLog
from surveys import register
from surveys.checking.inspection import refuse_minors, refuse_what_is_stopped
from surveys.correcting.correction import CorrectWording
from surveys.drafting.commands import Reword
from surveys.drafting.manuscript import ReplaceDefinition
from surveys.events import Audience, Loss, Plan
from surveys.inviting import panel
from surveys.inviting.dispatch import OrderDispatch, dispatch_decider
from surveys.inviting.panel import Reach
from surveys.parts import Parts
from surveys.questionnaire import minutes, read, read_draft
from surveys.reviewing.approval import Approve, AskForReview, SendBack
from surveys.survey import (
    ChooseAudience,
    CloseSurvey,
    DraftSurvey,
    NoSuchSurvey,
    PlanSurvey,
    PublishSurvey,
    Status,
    Survey,
    SurveyCommand,
    slug_of,
)

READ_MODELS = "surveys"
HERE = ZoneInfo("Europe/Oslo")
EVERYONE = Audience()
HEAD = text("select position from log_head")


async def survey_of(parts: Parts, survey_id: UUID) -> Survey:
    survey = (await parts.surveys.load(survey_id)).state
    if survey.status is Status.missing:
        raise NoSuchSurvey
    return survey


async def draft_survey(parts: Parts, definition: dict[str, Any], losses: Sequence[Loss], by: UUID, now: datetime) -> UUID:
    """Enter a new survey in the register under the next free number of the year. It need not be whole yet."""
    return await _draft(parts, DraftSurvey("", definition, tuple(losses), by), now)


async def begin_version(parts: Parts, survey_id: UUID, by: UUID, now: datetime) -> UUID:
    """A new survey that begins as the earlier one stands, and is linked to it. Its ids are the same, so answers compare.

    Who wrote what nobody has approved yet has written on the new one too: a copy is no way around the four eyes.
    """
    survey = await survey_of(parts, survey_id)
    unapproved = survey.approval.authors if survey.status is Status.draft else frozenset[UUID]()
    command = DraftSurvey("", survey.definition, survey.losses, by, survey_id, tuple(sorted(unapproved - {by})))
    return await _draft(parts, command, now)


async def _draft(parts: Parts, command: DraftSurvey, now: datetime) -> UUID:
    read_draft(command.definition)
    survey_id = uuid4()
    year = now.astimezone(HERE).year
    async with parts.engine.connect() as connection:
        last = await register.last_number(connection, year)
    for number in (f"{year}-{serial:03}" for serial in count(last + 1)):
        try:
            await _execute(parts, survey_id, replace(command, number=number), now, claim=f"number:{number}".encode())
        except AlreadyClaimed:
            continue
        break
    return survey_id


async def plan(parts: Parts, survey_id: UUID, plan: Plan, by: UUID, now: datetime) -> None:
    await _execute(parts, survey_id, PlanSurvey(plan, by), now)


async def replace_definition(
    parts: Parts, survey_id: UUID, definition: dict[str, Any], losses: Sequence[Loss], by: UUID, now: datetime
) -> None:
    read_draft(definition)
    await _execute(parts, survey_id, ReplaceDefinition(definition, tuple(losses), by), now)


async def choose_audience(parts: Parts, survey_id: UUID, audience: Audience, by: UUID, now: datetime) -> None:
    await _execute(parts, survey_id, ChooseAudience(audience, by), now)


async def ask_for_review(parts: Parts, survey_id: UUID, by: UUID, now: datetime) -> None:
    """Raises StoppedByCheck: nobody is asked to read what must be changed anyway."""
    survey = await survey_of(parts, survey_id)
    if survey.status is Status.draft:
        await refuse_what_is_stopped(parts, survey_id, survey, now)
    await _execute(parts, survey_id, AskForReview(survey_id, by), now)


async def approve(parts: Parts, survey_id: UUID, version: int, by: UUID, now: datetime) -> None:
    """Of the version that was read, by somebody who has not written on the survey."""
    await _execute(parts, survey_id, Approve(survey_id, version, by), now)


async def send_back(parts: Parts, survey_id: UUID, note: str, by: UUID, now: datetime) -> None:
    await _execute(parts, survey_id, SendBack(survey_id, note, by), now)


async def publish(parts: Parts, survey_id: UUID, by: UUID, now: datetime) -> None:
    """Fix the questions. The survey's key is made first: without it no answer could be kept. Raises StoppedByCheck."""
    survey = await survey_of(parts, survey_id)
    if survey.status is Status.draft:
        await refuse_what_is_stopped(parts, survey_id, survey, now)
    await parts.keyring.create(survey_id)
    duration = minutes(read(survey.definition))
    for slug in _slugs(survey.definition["title"]):
        command = PublishSurvey(survey_id, slug, duration, by)
        try:
            await _execute(parts, survey_id, command, now, claim=f"slug:{slug}".encode())
        except AlreadyClaimed:
            continue
        return


def _slugs(title: dict[str, str]) -> Iterable[str]:
    slug = slug_of(title.get("nb") or next(iter(title.values())))
    return chain([slug], (f"{slug}-{n}" for n in count(2)))


async def correct_wording(parts: Parts, survey_id: UUID, reword: Reword, reason: str, by: UUID, now: datetime) -> None:
    await _execute(parts, survey_id, CorrectWording(survey_id, reword, reason, by), now)


async def close(parts: Parts, survey_id: UUID, by: UUID, now: datetime) -> None:
    await _execute(parts, survey_id, CloseSurvey(survey_id, by), now)


async def reach(parts: Parts, survey_id: UUID, audience: Audience | None, now: datetime) -> Reach:
    async with parts.engine.connect() as connection:
        return await panel.reach(connection, survey_id, audience or EVERYONE, now)


async def see_all(log: EventLog, engine: AsyncEngine) -> None:
    """Wait until the read models hold everything that is committed now."""
    async with engine.connect() as connection:
        position = await connection.scalar(HEAD)
    while not await log.caught_up(READ_MODELS, position or 0):
        continue


async def order_dispatch(
    parts: Parts, survey_id: UUID, dispatch_id: UUID, expected: int | None, by: UUID, now: datetime
) -> None:
    """Order invitations to those in the audience who have none. `expected` is the number the person agreed to."""
    survey = await survey_of(parts, survey_id)
    refuse_minors(survey)
    waiting = (await reach(parts, survey_id, survey.audience, now)).waiting
    command = OrderDispatch(
        survey_id=survey_id,
        audience=survey.audience or EVERYONE,
        survey_open=survey.status is Status.published,
        expected=waiting if expected is None else expected,
        reached=waiting,
        by=by,
    )
    outcome = await parts.log.execute(dispatch_decider, dispatch_id, command, now)
    await parts.log.caught_up(READ_MODELS, outcome.position)


async def _execute(parts: Parts, survey_id: UUID, command: SurveyCommand, now: datetime, claim: bytes | None = None) -> None:
    """Execute, and wait until the pages show it."""
    outcome = await parts.surveys.execute(survey_id, command, now, claim=claim)
    await parts.log.caught_up(READ_MODELS, outcome.position)

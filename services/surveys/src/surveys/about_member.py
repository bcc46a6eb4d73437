"""What does surveys hold about one member, and who took part lately? Two questions that membership alone may ask.

The first is for the member's own eyes: everything they were asked and what they answered, in the clear, as long as something
leads from them to it. The second tells a month and nothing else, for at most 500 at a time (docs/decisions/0093). What is
answered lives in memory only; nothing here logs it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from surveys.events import ALL_EVENTS, Answer, InvitationIssued, ResponseStarted, ResponseSubmitted
from surveys.inviting import dispatches
from surveys.inviting.invitation import invitation_id
from surveys.parts import Parts
from surveys.responding import texts
from surveys.responding.publications import Publication

MOST_MEMBERS = 500
LARGE_ENOUGH = 300_000  # bytes; the broker takes 1 MB
LOOKED_BACK = timedelta(days=800)
FACTS = text("""
select type, schema_version, data::text as data, recorded_at from events where stream_id = :invitation_id order by version
""")
LATELY = text("select survey_id, member_id from invited where member_id = any(:ids) and invited_at > :since")
ANSWERED = text("""
select stream_id, max(recorded_at) as at from events
where stream_id = any(:ids) and type = 'response_submitted' group by stream_id
""")


class AboutMember(msgspec.Struct, frozen=True):
    """`after`: the survey the page before ended with."""

    member_id: UUID
    after: UUID = UUID(int=0)


class Answered(msgspec.Struct, frozen=True):
    """`answer` as it was sent, `said` the same in the words the member chose or wrote."""

    question_id: str
    question: str
    answer: Answer
    said: list[str]


class Asked(msgspec.Struct, frozen=True):
    """`answers` as they were sent, or as far as they were saved where nothing was sent."""

    survey_id: UUID
    title: str
    invited_at: datetime
    started_at: datetime | None
    answered_at: datetime | None
    answers: list[Answered]


class AllAsked(msgspec.Struct, frozen=True):
    invitations: list[Asked]
    next: UUID | None = None


class TookPart(msgspec.Struct, frozen=True):
    member_ids: list[UUID]


class Months(msgspec.Struct, frozen=True):
    """The month of each one's latest answer, `2019-10`; who has not answered is not there."""

    months: dict[UUID, str]


async def about_member(parts: Parts, question: AboutMember) -> AllAsked:
    async with parts.engine.connect() as connection:
        surveys = await dispatches.surveys_of(connection, question.member_id)
    page: list[Asked] = []
    size = 0
    for survey_id in (id_ for id_ in surveys if id_ > question.after):
        page.append(await _asked(parts, survey_id, question.member_id))
        size += len(msgspec.json.encode(page[-1]))
        if size > LARGE_ENOUGH:
            return AllAsked(page, survey_id)
    return AllAsked(page)


async def _asked(parts: Parts, survey_id: UUID, member_id: UUID) -> Asked:
    publication = await parts.publications.get(survey_id)
    invitation = invitation_id(parts.invitation_secret, survey_id, member_id)
    async with parts.engine.connect() as connection:
        rows = (await connection.execute(FACTS, {"invitation_id": invitation})).all()
    facts = [(ALL_EVENTS.decode(row.type, row.schema_version, row.data), row.recorded_at) for row in rows]
    times = {type(fact): at for fact, at in facts}
    sent = next((fact for fact, _ in facts if isinstance(fact, ResponseSubmitted)), None)
    if sent is None:
        answers = (await parts.drafts.read(publication.key, survey_id, invitation)).answers
    else:
        answers = sent.answers | _opened(publication, sent)
    return Asked(
        survey_id=survey_id,
        title=_said(publication.questionnaire.title),
        invited_at=times[InvitationIssued],
        started_at=times.get(ResponseStarted),
        answered_at=times.get(ResponseSubmitted),
        answers=_in_order(publication, answers),
    )


def _opened(publication: Publication, sent: ResponseSubmitted) -> dict[str, Answer]:
    """The free texts, read with the survey's key."""
    return {
        name: publication.key.open(name, texts.place_of(sent.response_id, name), sealed) for name, sealed in sent.texts.items()
    }


def _in_order(publication: Publication, answers: dict[str, Any]) -> list[Answered]:
    """Each answer under its own name, the words beside one too, in the order they were asked."""
    questionnaire = publication.questionnaire
    spoken = questionnaire.language_for("nb")
    listed = []
    for question in questionnaire.questions.values():
        if question.id in answers:
            lines = question.in_words(answers[question.id], spoken, "nb")
            listed.append(Answered(question.id, _said(question.text), answers[question.id], lines))
        listed += [
            Answered(words.name, f"{_said(question.text)} – {_said(words.label)}", answers[words.name], [answers[words.name]])
            for words in question.own_words()
            if words.name in answers
        ]
    return listed


def _said(words: Mapping[str, str]) -> str:
    """In bokmål, else in the first language there is."""
    return words.get("nb") or next(iter(words.values()), "")


async def took_part(parts: Parts, question: TookPart, now: datetime) -> Months:
    ids = question.member_ids[:MOST_MEMBERS]
    async with parts.engine.connect() as connection:
        invited = (await connection.execute(LATELY, {"ids": ids, "since": now - LOOKED_BACK})).all()
        member_of = {invitation_id(parts.invitation_secret, row.survey_id, row.member_id): row.member_id for row in invited}
        answered = (await connection.execute(ANSWERED, {"ids": list(member_of)})).all()
    months: dict[UUID, str] = {}
    for row in answered:
        member_id = member_of[row.stream_id]
        months[member_id] = max(months.get(member_id, ""), f"{row.at:%Y-%m}")
    return Months(months)

"""What the world may know of surveys: private facts turned into public messages, here and nowhere else."""

from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import msgspec

from eventlog import Event, Message
from surveys.events import (
    Background,
    InvitationIssued,
    Language,
    ResponseStarted,
    ResponseSubmitted,
    SurveyClosed,
    SurveyPublished,
    SurveyReworded,
)

PlainAnswer = str | int | float | list[str] | dict[str, str]


class SurveyPublishedV1(msgspec.Struct, frozen=True):
    """`languages` are those of bokmål, nynorsk and English that the survey has; `every_language` may be others too."""

    survey_id: UUID
    number: str
    slug: str
    mode: str
    languages: list[Language]
    title: dict[str, str]
    questionnaire: dict[str, Any]
    minutes: int
    published_at: datetime
    every_language: list[str] = []


class SurveyRewordedV1(msgspec.Struct, frozen=True):
    """A text was put right after the survey was published: the questionnaire as it reads now, its structure the same."""

    survey_id: UUID
    title: dict[str, str]
    questionnaire: dict[str, Any]
    reworded_at: datetime


class SurveyClosedV1(msgspec.Struct, frozen=True):
    survey_id: UUID
    closed_at: datetime


class InvitationIssuedV1(msgspec.Struct, frozen=True):
    invitation_id: UUID
    survey_id: UUID
    member_id: UUID
    dispatch_id: UUID
    background: Background


class ResponseStartedV1(msgspec.Struct, frozen=True):
    survey_id: UUID
    background: Background


class ResponseSubmittedV1(msgspec.Struct, frozen=True):
    """Closed answers only. `texts` names the free-text questions that were answered; the words never leave surveys.

    Answers to kinds that came later have fields of their own: `choices` by row, where several may be chosen in each;
    `shares` by row, of a sum that was dealt out.
    """

    response_id: UUID
    survey_id: UUID
    background: Background
    answers: dict[str, PlainAnswer]
    texts: list[str]
    choices: dict[str, dict[str, list[str]]] = {}
    shares: dict[str, dict[str, float]] = {}


ID = UUID("6f1f6c1e-94a5-4d6f-9a55-1f0c6f3f6a10")
BACKGROUND = Background("30-39", "woman", "sandvika", ("klima",), "nb")
QUESTIONNAIRE = {
    "format": "samrad.survey/1",
    "languages": ["nb"],
    "title": {"nb": "Om klima"},
    "sections": [
        {
            "id": "travel",
            "title": {"nb": "Reise"},
            "questions": [{"id": "why", "kind": "long_text", "text": {"nb": "Hvorfor?"}}],
        }
    ],
}
PUBLISHED_AT = datetime(2019, 10, 1, 8, tzinfo=UTC)
EXAMPLES = (
    Message(
        "surveys.v1.survey_published",
        SurveyPublishedV1(
            survey_id=ID,
            number="2019-002",
            slug="om-klima",
            mode="confidential",
            languages=["nb"],
            title={"nb": "Om klima"},
            questionnaire=QUESTIONNAIRE,
            minutes=5,
            published_at=PUBLISHED_AT,
        ),
    ),
    Message(
        "surveys.v1.survey_reworded",
        SurveyRewordedV1(ID, title={"nb": "Om klima"}, questionnaire=QUESTIONNAIRE, reworded_at=PUBLISHED_AT),
    ),
    Message("surveys.v1.survey_closed", SurveyClosedV1(ID, PUBLISHED_AT)),
    Message("surveys.v1.invitation_issued", InvitationIssuedV1(ID, ID, ID, ID, BACKGROUND)),
    Message("surveys.v1.response_started", ResponseStartedV1(ID, BACKGROUND)),
    Message(
        "surveys.v1.response_submitted",
        ResponseSubmittedV1(ID, ID, BACKGROUND, answers={"cycles": "yes", "worry": 8}, texts=["why"]),
    ),
)
"""One of each, for the contracts."""


def announce(stream_id: UUID, event: Event) -> Message | None:  # noqa: PLR0911 - one for each announcement
    match event:
        case SurveyPublished():
            return Message("surveys.v1.survey_published", _survey_published(event))
        case SurveyReworded(survey_id=survey_id, definition=definition, reworded_at=at):
            reworded = SurveyRewordedV1(survey_id, definition["title"], definition, at)
            return Message("surveys.v1.survey_reworded", reworded)
        case SurveyClosed():
            return Message("surveys.v1.survey_closed", SurveyClosedV1(event.survey_id, event.closed_at))
        case InvitationIssued():
            return Message("surveys.v1.invitation_issued", _invitation_issued(stream_id, event))
        case ResponseStarted():
            return Message("surveys.v1.response_started", ResponseStartedV1(event.survey_id, event.background))
        case ResponseSubmitted():
            return Message("surveys.v1.response_submitted", _response_submitted(event))
        case _:
            return None


def _survey_published(event: SurveyPublished) -> SurveyPublishedV1:
    return SurveyPublishedV1(
        survey_id=event.survey_id,
        number=event.number,
        slug=event.slug,
        mode="confidential",
        languages=[language for language in event.definition["languages"] if language in get_args(Language)],
        every_language=event.definition["languages"],
        title=event.definition["title"],
        questionnaire=event.definition,
        minutes=event.minutes,
        published_at=event.published_at,
    )


def _invitation_issued(invitation_id: UUID, event: InvitationIssued) -> InvitationIssuedV1:
    return InvitationIssuedV1(invitation_id, event.survey_id, event.member_id, event.dispatch_id, event.background)


def _response_submitted(event: ResponseSubmitted) -> ResponseSubmittedV1:
    by_row = {name: answer for name, answer in event.answers.items() if isinstance(answer, dict) and not _plain(answer)}
    choices = {name: rows for name, rows in by_row.items() if isinstance(next(iter(rows.values())), list)}
    return ResponseSubmittedV1(
        response_id=event.response_id,
        survey_id=event.survey_id,
        background=event.background,
        answers={name: answer for name, answer in event.answers.items() if name not in by_row},
        texts=sorted(event.texts),
        choices=choices,
        shares={name: rows for name, rows in by_row.items() if name not in choices},
    )


def _plain(answer: dict[str, Any]) -> bool:
    return all(isinstance(option, str) for option in answer.values())

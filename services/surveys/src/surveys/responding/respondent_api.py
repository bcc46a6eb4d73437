"""A respondent's own program: read the questionnaire, save answers on the way, send them. The link is the only credential.

The hot path: the body is read by msgspec, and nothing is asked of the database but the invitation's stream and the commit.
"""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from runtime.problems import Problem
from runtime.rights import open_to_all
from surveys.inviting.invitation import InvitationEnded
from surveys.parts import parts_of
from surveys.questionnaire import Language, check, visible_sections
from surveys.questionnaire.misshapen import misshapen
from surveys.questionnaire.piping import Piping
from surveys.questionnaire.words import explain
from surveys.responding.answering import AnswersRefused, Sitting, save, saved, sit_down, submit
from surveys.responding.drafts import EMPTY, Draft
from surveys.responding.respondent_openapi import READ, SAVE, SUBMIT
from ui import language_of, site_of

router = APIRouter(prefix="/api/surveys/answer", tags=["respondent"], dependencies=[open_to_all])
REGISTERED = b'{"status":"registered"}'
MOST_TOLD = 500


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`submission_id` is made by the sender: the same one again is the same submission."""

    submission_id: UUID
    answers: dict[str, Any]
    language: Language | None = None


class Saved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All answers so far; they take the place of those saved before."""

    answers: dict[str, Any]
    language: Language | None = None


class Sheet(msgspec.Struct, frozen=True):
    """What there is to answer, and how far it has come: open, answered or closed. `seed` orders what is shuffled; `rules` are
    what a program gives to `/static/engine.js`, to show at once what the server will ask.
    """

    survey_id: UUID
    state: str
    minutes: int
    seed: int
    languages: tuple[str, ...]
    questionnaire: msgspec.Raw
    rules: msgspec.Raw
    answers: dict[str, Any]


SUBMISSION, SAVED = msgspec.json.Decoder(Submission), msgspec.json.Decoder(Saved)
Body = TypeVar("Body")


@router.get("/{token}", **READ)
async def read_sheet(request: Request, token: str) -> Response:
    """The questionnaire (`samrad.survey/1`) with what has been saved so far."""
    parts = parts_of(request)
    sitting = await sit_down(parts, token)
    publication = sitting.publication
    state = "answered" if sitting.answered else "open" if publication.open else "closed"
    if sitting.loaded.state.withdrawn and not sitting.answered:
        raise InvitationEnded
    draft = await saved(parts, sitting) if state == "open" else EMPTY
    sheet = Sheet(
        survey_id=publication.survey_id,
        state=state,
        minutes=publication.minutes,
        seed=sitting.seed,
        languages=publication.questionnaire.languages,
        questionnaire=publication.document,
        rules=publication.rules,
        answers=draft.answers,
    )
    return Response(msgspec.json.encode(sheet), media_type="application/json")


@router.put("/{token}", status_code=204, **SAVE)
async def save_answers(request: Request, token: str) -> Response:
    """Keep answers, to go on later on any device. They need not be complete; what is no answer to its question is refused."""
    parts = parts_of(request)
    given = _read(SAVED, await request.body())
    sitting = await sit_down(parts, token)
    questionnaire = sitting.publication.questionnaire
    wrong = misshapen(questionnaire, given.answers)
    if wrong:
        raise _problem(AnswersRefused(wrong), request, sitting, given)
    before = await saved(parts, sitting)
    now = datetime.now(UTC)
    way = visible_sections(sitting.publication.paged, given.answers, sitting.occasion(now))
    await save(parts, sitting, Draft(given.answers, before.at or (way[0].id if way else "check")), now)
    return Response(status_code=204)


@router.post("/{token}", status_code=201, **SUBMIT)
async def submit_answers(request: Request, token: str) -> Response:
    """201 when registered, 200 when this submission was registered before, 409 when the link has been used."""
    parts = parts_of(request)
    submission = _read(SUBMISSION, await request.body())
    sitting = await sit_down(parts, token)
    spoken = _spoken(request, sitting, submission.language)
    try:
        new = await submit(parts, sitting, submission.submission_id, submission.answers, spoken, datetime.now(UTC))
    except AnswersRefused as refused:
        raise _problem(refused, request, sitting, submission) from refused
    return Response(REGISTERED, 201 if new else 200, media_type="application/json")


def _read(decoder: msgspec.json.Decoder[Body], body: bytes) -> Body:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(422, "invalid", extra={"reason": str(error)[:200]}) from error


def _spoken(request: Request, sitting: Sitting, wish: str | None) -> str:
    """The language of the questionnaire the answers were given in."""
    questionnaire = sitting.publication.questionnaire
    return questionnaire.language_for(site_of(request).speak(request, questionnaire.languages, wish))


def _problem(refused: AnswersRefused, request: Request, sitting: Sitting, given: Submission | Saved) -> Problem:
    """Each faulty answer by its name, with a code for programs and words for people."""
    questionnaire = sitting.publication.questionnaire
    spoken = _spoken(request, sitting, given.language)
    language = language_of(request)
    kept = check(questionnaire, given.answers, occasion=sitting.occasion(datetime.now(UTC))).answers_kept
    piping = Piping(questionnaire, kept, language)
    errors = [
        {
            "question": problem.question_id,
            "code": problem.code,
            "params": problem.params,
            "message": piping.fill(explain(problem, language, questionnaire.question_of(problem.question_id), spoken)),
        }
        for problem in refused.problems[:MOST_TOLD]
    ]
    return Problem(refused.status, refused.code, refused.title, extra={"errors": errors})

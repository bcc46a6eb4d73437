"""A respondent's own program: read the questionnaire, send the answers. The link is the only credential.

The hot path: the body is read by msgspec, and nothing is asked of the database but the invitation's stream and the commit.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from runtime.problems import Problem
from runtime.rights import open_to_all
from surveys.answering import AnswersRefused, saved, sit_down, submit
from surveys.drafts import EMPTY
from surveys.invitation import InvitationEnded
from surveys.parts import parts_of
from surveys.questionnaire import Language

router = APIRouter(prefix="/api/surveys/answer", tags=["respondent"], dependencies=[open_to_all])
REGISTERED = b'{"status":"registered"}'


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`submission_id` is made by the sender: the same one again is the same submission."""

    submission_id: UUID
    answers: dict[str, Any]
    language: Language = "nb"


class Sheet(msgspec.Struct, frozen=True):
    """What there is to answer, and how far it has come: open, answered or closed."""

    survey_id: UUID
    state: str
    minutes: int
    questionnaire: msgspec.Raw
    answers: dict[str, Any]


DECODER = msgspec.json.Decoder(Submission)
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "title": "Submission",
                    "type": "object",
                    "required": ["submission_id", "answers"],
                    "properties": {
                        "submission_id": {"type": "string", "format": "uuid"},
                        "answers": {"type": "object"},
                        "language": {"type": "string", "default": "nb"},
                    },
                }
            }
        },
    }
}


@router.get("/{token}")
async def read_sheet(request: Request, token: str) -> Response:
    """The questionnaire (`samrad.survey/1`) with what has been saved so far."""
    parts = parts_of(request)
    sitting = await sit_down(parts, token)
    publication = sitting.publication
    state = "answered" if sitting.answered else "open" if publication.open else "closed"
    if sitting.loaded.state.withdrawn and not sitting.answered:
        raise InvitationEnded
    draft = await saved(parts, sitting) if state == "open" else EMPTY
    sheet = Sheet(publication.survey_id, state, publication.minutes, publication.document, draft.answers)
    return Response(msgspec.json.encode(sheet), media_type="application/json")


@router.post("/{token}", status_code=201, openapi_extra=BODY)
async def submit_answers(request: Request, token: str) -> Response:
    """201 when registered, 200 when this submission was registered before, 409 when the link has been used."""
    parts = parts_of(request)
    try:
        submission = DECODER.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(422, "invalid", extra={"reason": str(error)[:200]}) from error
    sitting = await sit_down(parts, token)
    try:
        new = await submit(parts, sitting, submission.submission_id, submission.answers, submission.language, datetime.now(UTC))
    except AnswersRefused as refused:
        raise _problem(refused) from refused
    return Response(REGISTERED, 201 if new else 200, media_type="application/json")


def _problem(refused: AnswersRefused) -> Problem:
    errors = [{"question": p.question_id, "code": p.code, "params": p.params} for p in refused.problems[:500]]
    return Problem(refused.status, refused.code, refused.title, extra={"errors": errors})

"""The rehearsal: what it is, how far it has come, and what it found."""

from secrets import randbits
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from runtime.house import Now
from runtime.rights import Staff, needs
from surveys import desk
from surveys.checking.places import place_of
from surveys.events import Audience
from surveys.floor import FLOOR
from surveys.pages.shown import go_to, survey_page
from surveys.parts import PartsOf
from surveys.questionnaire import Questionnaire, faults_of, read_draft
from surveys.questionnaire.pieces import in_language
from surveys.rehearsal import kept, read_out
from surveys.rehearsal.cells import cells_of
from surveys.rehearsal.kept import Rehearsal
from surveys.rehearsal.outcome import Outcome
from surveys.rehearsal.program import Task
from surveys.rehearsal.rate import expected_rate
from ui import language_of, translate
from ui.formats import HERE

PATH = "/staff/surveys/{survey_id}/rehearsal"
PEOPLE = 10_000
SEED_BITS = 31
router = APIRouter(include_in_schema=False)


@router.get(PATH, dependencies=[needs("surveys:read")])
async def rehearsal(request: Request, survey_id: UUID, parts: PartsOf) -> Response:
    survey = await desk.survey_of(parts, survey_id)
    questionnaire = read_draft(survey.definition)
    async with parts.engine.connect() as connection:
        last = await kept.one(connection, survey_id)
    changed = last is not None and last.made_of != kept.made_of(survey.definition, survey.audience or Audience())
    shown = {} if last is None or last.outcome is None or changed else _shown(last, last.outcome, questionnaire, request)
    return await survey_page(
        request,
        parts,
        survey_id,
        "rehearsal",
        last=last,
        changed=changed,
        faulty=bool(faults_of(questionnaire)),
        people=PEOPLE,
        floor=FLOOR,
        **shown,
    )


@router.post(PATH)
async def rehearse(survey_id: UUID, staff: Annotated[Staff, needs("surveys:write")], parts: PartsOf, now: Now) -> Response:
    """Ordering one that is under way changes nothing. One with faults cannot be answered, and so not rehearsed."""
    del staff
    survey = await desk.survey_of(parts, survey_id)
    if not faults_of(read_draft(survey.definition)):
        audience = survey.audience or Audience()
        async with parts.engine.begin() as connection:
            task = Task(
                survey.definition,
                await cells_of(connection, audience),
                randbits(SEED_BITS),
                PEOPLE,
                now.astimezone(HERE).date(),
            )
            rate = await expected_rate(connection)
            made = kept.made_of(survey.definition, audience)
            await kept.order(connection, survey_id, task, made, rate.share, rate.surveys, now)
    return go_to(survey_id, "rehearsal")


def _shown(last: Rehearsal, outcome: Outcome, questionnaire: Questionnaire, request: Request) -> dict[str, Any]:
    language = language_of(request)
    say = translate(language)

    def where(piece: str) -> str:
        return place_of(piece, questionnaire, say, language)

    return {
        "outcome": outcome,
        "unseen": [(piece, where(piece)) for piece in read_out.unseen(outcome, questionnaire)],
        "unchosen": [
            (name, where(name), ", ".join(_option(questionnaire, name, option, language) for option in never))
            for name, never in read_out.unchosen(outcome, questionnaire)
        ],
        "ends": [(where(piece) if piece else "", ended / outcome.people) for piece, ended in sorted(outcome.ends.items())],
        "refused": [
            (piece, where(piece), _message(questionnaire, piece, int(number), language), refused / outcome.people)
            for piece, checks in outcome.refused.items()
            for number, refused in sorted(checks.items())
        ],
        "expected": read_out.expected_answers(last, outcome),
        "groups": read_out.by_group(last, outcome),
        "too_few": [
            (question.id, where(question.id), answers) for question, answers in read_out.too_few(last, outcome, questionnaire)
        ],
    }


def _message(questionnaire: Questionnaire, question: str, number: int, language: str) -> str:
    return in_language(questionnaire.questions[question].checks[number].message, language)


def _option(questionnaire: Questionnaire, question: str, option: str, language: str) -> str:
    texts = next(known.text for known in questionnaire.questions[question].choices() if known.id == option)
    return f"«{in_language(texts, language)}»"

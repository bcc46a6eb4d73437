"""What a respondent does: sit down with a link, save a page, submit. Pages and JSON share it.

One grouped load, one grouped commit; the questionnaire is in memory.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from eventlog import Append, Refused, StaleVersion
from eventlog.decider import Loaded
from surveys.inviting.invitation import (
    Invitation,
    InvitationCommand,
    NoSuchInvitation,
    StartResponse,
    SubmitResponse,
    invitation_decider,
    seed_of,
)
from surveys.parts import Parts
from surveys.questionnaire.asking import Occasion
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.rules import check
from surveys.responding import texts
from surveys.responding.drafts import Draft
from surveys.responding.publications import Publication
from ui import mark
from ui.formats import HERE

TRIES = 5


class AnswersRefused(Refused):
    """Something asked for is missing, or an answer does not fit its question."""

    code = "invalid_answers"
    status = 422
    title = mark("Noe mangler eller er feil i svarene")

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Sitting:
    """One person, with their link, before one questionnaire."""

    invitation_id: UUID
    loaded: Loaded[Invitation]
    publication: Publication
    seed: int

    @property
    def answered(self) -> bool:
        return self.loaded.state.answered

    def occasion(self, now: datetime) -> Occasion:
        """What rules may know of who answers and when."""
        return Occasion(self.seed, now.astimezone(HERE).date())


async def sit_down(parts: Parts, token: str) -> Sitting:
    """Raises NoSuchInvitation."""
    return await _sit_down(parts, parts.invitation_of(token))


async def _sit_down(parts: Parts, invitation_id: UUID) -> Sitting:
    loaded = await parts.log.load(invitation_decider, invitation_id)
    if loaded.state.survey_id is None:
        raise NoSuchInvitation
    publication = await parts.publications.get(loaded.state.survey_id)
    return Sitting(invitation_id, loaded, publication, seed_of(parts.invitation_secret, invitation_id))


async def saved(parts: Parts, sitting: Sitting) -> Draft:
    publication = sitting.publication
    return await parts.drafts.read(publication.key, publication.survey_id, sitting.invitation_id)


async def save(parts: Parts, sitting: Sitting, draft: Draft, now: datetime) -> None:
    """Keep a page, to go on later. Raises AlreadyAnswered and SurveyClosedRefused."""
    publication = sitting.publication
    await _record(parts, sitting, StartResponse(survey_open=publication.open), now)
    await parts.drafts.save(publication.key, publication.survey_id, sitting.invitation_id, draft)


async def submit(
    parts: Parts, sitting: Sitting, submission_id: UUID, answers: dict[str, Any], language: str, now: datetime
) -> bool:
    """True when the answer is now registered, False when this submission was before. Raises AnswersRefused too."""
    publication = sitting.publication
    kept: dict[str, Any] = {}
    if publication.open and not sitting.answered:
        checked = check(publication.questionnaire, answers, occasion=sitting.occasion(now))
        if checked.problems:
            raise AnswersRefused(checked.problems)
        kept = checked.answers_kept
    response_id = uuid4()
    command = SubmitResponse(
        submission_id=submission_id,
        response_id=response_id,
        survey_open=publication.open,
        language=language,
        answers={name: answer for name, answer in kept.items() if name not in publication.free_texts},
        texts={
            name: texts.seal(publication.key, response_id, name, kept[name]) for name in publication.free_texts & kept.keys()
        },
        seed=sitting.seed,
    )
    return await _record(parts, sitting, command, now)


async def _record(parts: Parts, sitting: Sitting, command: InvitationCommand, now: datetime) -> bool:
    """Decide on what was loaded when the person sat down; load anew only when somebody else was first."""
    loaded = sitting.loaded
    for _ in range(TRIES):
        events = invitation_decider.decide(command, loaded.state, now)
        if not events:
            return False
        try:
            await parts.log.append(Append(sitting.invitation_id, loaded.version, events))
        except StaleVersion:
            loaded = await parts.log.load(invitation_decider, sitting.invitation_id)
        else:
            return True
    raise StaleVersion

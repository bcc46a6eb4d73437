"""Published surveys in memory: compiled once, their status read again at most once a second."""

import asyncio
from dataclasses import dataclass, field, replace
from time import monotonic
from uuid import UUID

import msgspec

from sealing import Key, Keyring
from surveys.drafting.memory import Surveys
from surveys.questionnaire.browser_rules import browser_rules
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.one_by_one import paged
from surveys.questionnaire.reading import read
from surveys.questionnaire.rules import minutes
from surveys.questionnaire.tongue import speaking
from surveys.survey import NoSuchSurvey, NotPublished, Status

FRESH = 1.0  # seconds; so long may an answer come in after the survey was closed
MOST = 50


@dataclass(frozen=True)
class Publication:
    survey_id: UUID
    questionnaire: Questionnaire
    paged: Questionnaire  # as it is turned over page by page
    document: msgspec.Raw  # the questionnaire as JSON
    rules: msgspec.Raw  # the same for `engine.js`
    free_texts: frozenset[str]  # the questions answered in a person's own words
    minutes: int
    key: Key
    open: bool
    corrections: int
    read_at: float
    read_in: dict[str, Questionnaire] = field(default_factory=dict)  # for those who read it in a language that is not ours

    def paged_in(self, language: str, around: str) -> Questionnaire:
        """The pages in the language that was chosen, where our own words around them are perhaps in another."""
        if language == around:
            return self.paged
        if language not in self.read_in:
            self.read_in[language] = speaking(self.paged, language)
        return self.read_in[language]


class Publications:
    def __init__(self, surveys: Surveys, keyring: Keyring) -> None:
        self._surveys = surveys
        self._keyring = keyring
        self._known: dict[UUID, Publication] = {}
        self._reading: dict[UUID, asyncio.Task[Publication]] = {}

    async def get(self, survey_id: UUID) -> Publication:
        """Raises NotPublished for a draft and NoSuchSurvey for anything else."""
        known = self._known.get(survey_id)
        if known is not None and (monotonic() - known.read_at < FRESH or not known.open):
            return known
        if survey_id not in self._reading:
            task = asyncio.create_task(self._read(survey_id, known))
            task.add_done_callback(lambda _: self._reading.pop(survey_id, None))
            self._reading[survey_id] = task
        return await asyncio.shield(self._reading[survey_id])

    async def _read(self, survey_id: UUID, known: Publication | None) -> Publication:
        survey = (await self._surveys.load(survey_id)).state
        if survey.status is Status.missing:
            raise NoSuchSurvey
        if survey.status is Status.draft:
            raise NotPublished
        is_open = survey.status is Status.published
        if known is None or known.corrections != survey.corrections:
            key = (await self._keyring.get([survey_id]))[survey_id]
            known = _publication(survey_id, read(survey.definition), key)
        publication = replace(known, open=is_open, corrections=survey.corrections, read_at=monotonic())
        self._known[survey_id] = publication
        while len(self._known) > MOST:
            self._known.pop(next(iter(self._known)))
        return publication


def _publication(survey_id: UUID, questionnaire: Questionnaire, key: Key) -> Publication:
    return Publication(
        survey_id=survey_id,
        questionnaire=questionnaire,
        paged=paged(questionnaire),
        document=msgspec.Raw(msgspec.json.encode(questionnaire)),
        rules=msgspec.Raw(msgspec.json.encode(browser_rules(questionnaire))),
        free_texts=questionnaire.free_texts,
        minutes=minutes(questionnaire),
        key=key,
        open=True,
        corrections=0,
        read_at=monotonic(),
    )

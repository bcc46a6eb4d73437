"""Surveys in memory by version: of a long history only what is newer is read. All of it is folded from facts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import Append, EventLog, Loaded, Outcome, StaleVersion
from surveys.events import SURVEY_EVENTS
from surveys.survey import Survey, SurveyCommand, survey_decider

MOST = 30
TRIES = 5
NEWER = text("""
select type, schema_version, data::text as data from events where stream_id = :survey_id and version > :version order by version
""")
NOTHING = Loaded(Survey(), 0)


class Surveys:
    def __init__(self, log: EventLog, engine: AsyncEngine) -> None:
        self._log = log
        self._engine = engine
        self._known: dict[UUID, Loaded[Survey]] = {}

    async def at(self, survey_id: UUID, version: int) -> Survey:
        """As it stood at a version; as it stands where there is no such one yet."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(NEWER, {"survey_id": survey_id, "version": 0})).all()
        events = [SURVEY_EVENTS.decode(row.type, row.schema_version, row.data) for row in rows[:version]]
        return survey_decider.fold(events)

    async def load(self, survey_id: UUID) -> Loaded[Survey]:
        known = self._known.get(survey_id, NOTHING)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(NEWER, {"survey_id": survey_id, "version": known.version})).all()
        events = [SURVEY_EVENTS.decode(row.type, row.schema_version, row.data) for row in rows]
        loaded = Loaded(survey_decider.fold(events, known.state), known.version + len(events))
        if loaded.version:
            self._keep(survey_id, loaded)
        return loaded

    async def execute(
        self, survey_id: UUID, command: SurveyCommand, now: datetime, *, claim: bytes | None = None
    ) -> Outcome[Survey]:
        """As the log's own: load, decide, append, and decide anew when somebody else was first."""
        for _ in range(TRIES):
            loaded = await self.load(survey_id)
            events = tuple(survey_decider.decide(command, loaded.state, now))
            if not events:
                return Outcome(loaded.state, (), 0)
            claims = () if claim is None else (claim,)
            try:
                position = await self._log.append(Append(survey_id, loaded.version, events, claims))
            except StaleVersion:
                continue
            state = survey_decider.fold(events, loaded.state)
            self._keep(survey_id, Loaded(state, loaded.version + len(events)))
            return Outcome(state, events, position)
        raise StaleVersion

    def _keep(self, survey_id: UUID, loaded: Loaded[Survey]) -> None:
        """The newest, and of the surveys those that were used last."""
        known = self._known.pop(survey_id, NOTHING)
        self._known[survey_id] = loaded if loaded.version >= known.version else known
        while len(self._known) > MOST:
            self._known.pop(next(iter(self._known)))

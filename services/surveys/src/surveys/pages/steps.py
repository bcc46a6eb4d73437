"""The five steps of a survey, each with its state: Spørsmål → Målgruppe → Kontroll → Utsendelse → Resultat."""

from dataclasses import dataclass
from uuid import UUID

from surveys.events import Audience
from surveys.register import Listed
from surveys.survey import Status, Survey
from ui import mark

STEPS = (
    ("questions", mark("Spørsmål")),
    ("audience", mark("Målgruppe")),
    ("check", mark("Kontroll")),
    ("dispatch", mark("Utsendelse")),
    ("results", mark("Resultat")),
)
WITHIN = {"rehearsal": "check"}
"""Pages that belong to a step."""
DRAFT, DONE, UNDER_WAY = mark("Utkast"), mark("Ferdig"), mark("I gang")
EVERYONE, SOME = mark("Alle medlemmer"), mark("Utvalgte")
NOT_PUBLISHED, PUBLISHED, CLOSED = mark("Ikke publisert"), mark("Publisert"), mark("Avsluttet")
NOT_SENT, SENT, NO_ANSWERS = mark("Ikke sendt"), mark("Sendt"), mark("Ingen svar ennå")


@dataclass(frozen=True)
class Step:
    text: str
    state: str
    note: str
    href: str


def steps(survey_id: UUID, survey: Survey, listed: Listed | None, here: str) -> list[Step]:
    """As the page shows them; the texts are marked and are translated by the template."""
    notes, here = _notes(survey, listed), WITHIN.get(here, here)
    return [
        Step(text, "current" if name == here else _state(name, survey, listed), notes[name], _address(survey_id, name))
        for name, text in STEPS
    ]


def _address(survey_id: UUID, name: str) -> str:
    return f"/staff/results/{survey_id}" if name == "results" else f"/staff/surveys/{survey_id}/{name}"


def _notes(survey: Survey, listed: Listed | None) -> dict[str, str]:
    issued, submitted = (listed.issued, listed.submitted) if listed else (0, 0)
    return {
        "questions": DRAFT if survey.status is Status.draft else DONE,
        "audience": EVERYONE if survey.audience in (None, Audience()) else SOME,
        "check": {Status.published: PUBLISHED, Status.closed: CLOSED}.get(survey.status, NOT_PUBLISHED),
        "dispatch": SENT if issued else NOT_SENT,
        "results": DONE if survey.status is Status.closed else UNDER_WAY if submitted else NO_ANSWERS,
    }


def _state(name: str, survey: Survey, listed: Listed | None) -> str:
    done = {
        "questions": survey.status is not Status.draft,
        "audience": survey.audience is not None or bool(listed and listed.issued),
        "check": survey.status is not Status.draft,
        "dispatch": bool(listed and listed.issued),
        "results": survey.status is Status.closed,
    }
    return "done" if done[name] else "todo"

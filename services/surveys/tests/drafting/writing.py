"""A small questionnaire on the desk, and hands that write in it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from surveys.drafting.commands import Command
from surveys.drafting.manuscript import EditSurvey, RedoStep, UndoStep
from surveys.events import SurveyDrafted
from surveys.survey import Survey, decide, survey_decider

NOW = datetime(2019, 10, 1, 9, tzinfo=UTC)
KARI, OLA = UUID(int=1), UUID(int=2)


def document() -> dict[str, Any]:
    """Three questions in two sections; the second and the third hang on the first."""
    return {
        "format": "samrad.survey/1",
        "languages": ["nb", "en"],
        "title": {"nb": "Om sykling", "en": "On cycling"},
        "sections": [
            {
                "id": "s1",
                "title": {"nb": "Reise", "en": "Travel"},
                "questions": [
                    {
                        "id": "q1",
                        "kind": "single_choice",
                        "text": {"nb": "Sykler du?", "en": "Do you cycle?"},
                        "options": [
                            {"id": "o1", "text": {"nb": "Ja", "en": "Yes"}},
                            {"id": "o2", "text": {"nb": "Nei", "en": "No"}},
                            {"id": "o3", "text": {"nb": "Av og til", "en": "Sometimes"}},
                        ],
                    },
                    {
                        "id": "q2",
                        "kind": "number",
                        "text": {"nb": "Hvor ofte?", "en": "How often?"},
                        "show_if": {"question": "q1", "is": "o1"},
                    },
                ],
            },
            {
                "id": "s2",
                "title": {"nb": "Syn", "en": "Views"},
                "questions": [
                    {
                        "id": "q3",
                        "kind": "long_text",
                        "text": {"nb": "Hvorfor ikke, når du svarte {q1}?", "en": "Why not?"},
                        "help": {"nb": "Skriv fritt", "en": "Write freely"},
                        "show_if": ["=", ["answer", "q1"], "o2"],
                    }
                ],
            },
        ],
    }


def drafted(definition: dict[str, Any] | None = None) -> Survey:
    event = SurveyDrafted(number="2019-001", definition=definition or document(), losses=(), drafted_by=KARI)
    return survey_decider.fold([event])


def edited(survey: Survey, *commands: Command, by: UUID = KARI) -> Survey:
    for command in commands:
        survey = survey_decider.fold(decide(EditSurvey(command, by), survey, NOW), survey)
    return survey


def undone(survey: Survey, by: UUID = KARI, step: int | None = None) -> Survey:
    return survey_decider.fold(decide(UndoStep(by, step), survey, NOW), survey)


def redone(survey: Survey, by: UUID = KARI, step: int | None = None) -> Survey:
    return survey_decider.fold(decide(RedoStep(by, step), survey, NOW), survey)


def question_ids(survey: Survey) -> list[list[str]]:
    return [[question["id"] for question in section.get("questions", ())] for section in survey.definition["sections"]]

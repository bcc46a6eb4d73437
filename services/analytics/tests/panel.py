"""A survey with all seven kinds of questions and people who answer it, for tests."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from eventlog import Heard

SURVEY = UUID("6f0e2c9e-8f3a-4b59-9a8d-0d2f6b3a7c11")
WHEN = datetime(2019, 10, 12, 12, tzinfo=UTC)
AGES = ("15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
GENDERS = ("woman", "man", "other", "unstated")
AREAS = ("sandvika", "bekkestua", "stabekk", "hovik", "fornebu", "rykkinn")


def texts(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in ("nb", "nn", "en")}


def options(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": texts(name)} for name in names]


QUESTIONS: list[dict[str, Any]] = [
    {"id": "important", "kind": "single_choice", "text": texts("How important?"), "options": options("very", "some", "not")},
    {"id": "travel", "kind": "multiple_choice", "text": texts("How do you travel?"), "options": options("bus", "bike", "car")},
    {
        "id": "trust",
        "kind": "scale",
        "text": texts("How much trust?"),
        "from": 0,
        "to": 10,
        "low": texts("none"),
        "high": texts("full"),
    },
    {
        "id": "agree",
        "kind": "matrix",
        "text": texts("Do you agree?"),
        "rows": options("safe", "clean"),
        "options": options("yes", "no", "unsure"),
    },
    {"id": "word", "kind": "short_text", "text": texts("One word")},
    {"id": "more", "kind": "long_text", "text": texts("Anything else?")},
    {"id": "minutes", "kind": "number", "text": texts("Minutes to work"), "min": 0, "max": 180, "unit": texts("minutes")},
]
DOCUMENT = {
    "format": "samrad.survey/1",
    "languages": ["nb", "nn", "en"],
    "title": texts("About the climate"),
    "introduction": {},
    "sections": [{"id": "one", "title": texts("One"), "questions": QUESTIONS[:4]}, {"id": "two", "questions": QUESTIONS[4:]}],
}


def background(chance: random.Random) -> dict[str, Any]:
    age = chance.choices(AGES, (1, 3, 6, 8, 9, 8, 4, 1))[0]
    gender = chance.choices(GENDERS, (50, 45, 2, 3))[0]
    return {"age_band": age, "gender": gender, "area": chance.choice(AREAS), "interests": [], "language": "nb"}


def answers(chance: random.Random) -> dict[str, Any]:
    return {
        "important": chance.choices(("very", "some", "not"), (5, 3, 2))[0],
        "travel": chance.sample(("bus", "bike", "car"), chance.randint(1, 3)),
        "trust": chance.randint(0, 10),
        "agree": {row: chance.choice(("yes", "no", "unsure")) for row in ("safe", "clean")},
        "minutes": chance.randint(0, 120),
    }


def published(survey_id: UUID = SURVEY, slug: str = "om-klima") -> dict[str, Any]:
    return {
        "survey_id": survey_id,
        "number": "2019-002",
        "slug": slug,
        "mode": "confidential",
        "languages": ["nb", "nn", "en"],
        "title": texts("About the climate"),
        "questionnaire": DOCUMENT,
        "minutes": 5,
        "published_at": WHEN,
    }


def story(people: int, *, seed: int = 7, survey_id: UUID = SURVEY) -> Iterator[tuple[str, dict[str, Any]]]:
    """What surveys announces: published, everybody invited, everybody begins and answers."""
    chance = random.Random(seed)
    yield "surveys.v1.survey_published", published(survey_id)
    crowd = [background(chance) for _ in range(people)]
    for person in crowd:
        yield (
            "surveys.v1.invitation_issued",
            _about(survey_id, person, invitation_id=uuid4(), member_id=uuid4(), dispatch_id=uuid4()),
        )
    for person in crowd:
        yield "surveys.v1.response_started", _about(survey_id, person)
        said = answers(chance)
        wrote = ["word"] if chance.random() < 0.5 else []
        yield "surveys.v1.response_submitted", _about(survey_id, person, response_id=uuid4(), answers=said, texts=wrote)


def _about(survey_id: UUID, person: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"survey_id": survey_id, "background": person, **more}


def heard(said: Iterator[tuple[str, dict[str, Any]]], first: int = 1) -> list[Heard]:
    return [Heard(first + n, uuid4(), kind, msgspec.json.encode(data)) for n, (kind, data) in enumerate(said)]

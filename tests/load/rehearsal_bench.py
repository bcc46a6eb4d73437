"""`make rehearsal`: 10,000 simulated people walk through 300 questions and the demo surveys; planted dead ends are found."""

import asyncio
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from surveys.questionnaire import Questionnaire, read
from surveys.rehearsal.outcome import Outcome
from surveys.rehearsal.program import Cell, Task
from surveys.rehearsal.read_out import unseen
from surveys.rehearsal.running import apart
from tests.load.figures import Figures
from tests.load.long_survey import long_survey

ROOT = Path(__file__).parents[2]
DEMO = sorted((ROOT / "deploy/local/src/local/surveys").glob("*.json"))
PEOPLE, SECONDS, SEED, DAY = 10_000, 60, 2026, date(2026, 11, 25)
NEVER = {"question": "q10", "is": "o1"}, {"question": "q10", "is": "o2"}
PLANTED = ("q115", "s120", "q207")
PANEL = tuple(
    Cell(age_band, gender, area, language, 3)
    for age_band in ("15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
    for gender in ("woman", "man")
    for area in ("sandvika", "bekkestua", "fornebu")
    for language in ("nb", "nn", "en")
)


async def walked(questionnaire: Questionnaire) -> tuple[Outcome, float, float]:
    """As the service does it: in a process of its own. Seconds that passed, and seconds of a core."""
    began, used = time.perf_counter(), _used()
    said = [line async for line in apart(Task(questionnaire.document(), PANEL, SEED, PEOPLE, DAY))]
    outcome = said[-1] if said else None
    assert isinstance(outcome, Outcome), "the program ended without an outcome"
    return outcome, time.perf_counter() - began, _used() - used


def _used() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def with_dead_ends(questionnaire: Questionnaire) -> Questionnaire:
    """A section nobody can come to, a question in a section that excludes it, and one behind an answer that is hidden."""
    document = questionnaire.document()
    sections: dict[str, Any] = {section["id"]: section for section in document["sections"]}
    first, second = NEVER
    sections["s110"]["show_if"] = first
    _question(sections["s110"], "q115")["show_if"] = second
    sections["s120"]["show_if"] = {"question": "q115", "is": "o1"}
    sections["s200"]["show_if"] = first
    _question(sections["s200"], "q207")["show_if"] = second
    return read(document)


def _question(section: dict[str, Any], name: str) -> dict[str, Any]:
    return next(question for question in section["questions"] if question["id"] == name)


async def run(figures: Figures) -> None:
    long = long_survey()
    for path in DEMO:
        demo = read(path.read_bytes())
        outcome, spent, core = await walked(demo)
        figures.add(f"{path.stem}: seconds of one core", core, "s")
        figures.at_most(f"{path.stem}, {len(demo.questions)} questions: {PEOPLE:,} people", spent, SECONDS, "s")
        figures.at_most(f"{path.stem}: pieces nobody came to", len(unseen(outcome, demo)), 0)
    outcome, spent, core = await walked(long)
    figures.add("300 questions: seconds of one core", core, "s")
    figures.at_most(f"{len(long.questions)} questions in three languages: {PEOPLE:,} people", spent, SECONDS, "s")
    figures.at_most("the same: pieces nobody came to", len(unseen(outcome, long)), 0)
    planted = with_dead_ends(long)
    outcome, _, _ = await walked(planted)
    found = unseen(outcome, planted)
    figures.at_least("planted dead ends found", len(set(found) & set(PLANTED)), len(PLANTED))
    figures.at_most("others held for dead ends", len(set(found) - set(PLANTED)), 0)
    again, _, _ = await walked(planted)
    same = msgspec.json.encode(again) == msgspec.json.encode(outcome)
    figures.at_least("run again with the same number: the same outcome", int(same), 1)


if __name__ == "__main__":
    measured = Figures()
    asyncio.run(run(measured))
    sys.exit(bool(measured.missed))

"""A program that rehearses one survey: reads the task as JSON, writes lines of progress and then the outcome.

A process of its own, below all others in rank: it uses a core for some seconds, and people are answering meanwhile. The same
task gives the same outcome wherever it is carried out.
"""

import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import msgspec

from surveys.questionnaire import read
from surveys.rehearsal.outcome import Outcome, Tally
from surveys.rehearsal.pace import Pace
from surveys.rehearsal.walk import Person, Walker

MEMORY = 1024**3
SECONDS = 300
RANK = 10
STEP = 250


class Cell(msgspec.Struct, frozen=True):
    """So many members have this background."""

    age_band: str
    gender: str
    area: str
    language: str
    members: int


class Task(msgspec.Struct, frozen=True):
    definition: dict[str, Any]
    cells: tuple[Cell, ...]
    seed: int
    people: int
    today: date


NOBODY = Cell("", "", "", "", 1)


def rehearse(task: Task) -> Iterator[int | Outcome]:
    """How many have walked, now and then; at last the outcome."""
    questionnaire = read(task.definition)
    walker, tally = Walker(questionnaire), Tally(questionnaire)
    paces = {language: Pace(questionnaire, language) for language in questionnaire.languages}
    cells = task.cells or (NOBODY,)
    people = _lot(task.seed).choices(cells, [cell.members for cell in cells], k=task.people)
    for number, cell in enumerate(people):
        person = Person(cell.age_band, cell.gender, cell.area, cell.language)
        way = walker.walk(person, _lot(f"{task.seed}:{number}"), task.today)
        tally.count(person, way, paces[questionnaire.language_for(person.language)].of(way))
        if number % STEP == 0:
            yield number
    yield tally.outcome()


def _lot(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 – a simulation that can be repeated, no secret


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(RANK)
    for said in rehearse(msgspec.json.decode(sys.stdin.buffer.read(), type=Task)):
        sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

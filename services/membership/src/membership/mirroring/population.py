"""The population that the panel is compared with: which figures are taken into use, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from eventlog import Decider, Event, Refused
from membership.events import POPULATION_EVENTS, PopulationCell, PopulationReplaced
from ui.formats import HERE

POPULATION = UUID("2b8c3d44-70a5-4a52-8f0d-6d1c6d1f9a07")
"""There is one panel, and so one stream of its population."""
LONGEST_SOURCE = 200
EARLIEST = date(1900, 1, 1)
MOST_PERSONS = 100_000_000


class SourceUnfit(Refused):
    code: ClassVar[str] = "source_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Skriv hvor tallene kommer fra, med høyst 200 tegn"


class DateUnfit(Refused):
    code: ClassVar[str] = "date_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Datoen må være en dag som har vært"


class TableUnfit(Refused):
    code: ClassVar[str] = "table_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Tabellen må ha minst to grupper og minst én innbygger"


@dataclass(frozen=True)
class ReplacePopulation:
    dated: date
    source: str
    cells: tuple[PopulationCell, ...]
    replaced_by: UUID


@dataclass(frozen=True)
class Population:
    latest: PopulationReplaced | None = None


def decide(command: ReplacePopulation, population: Population, now: datetime) -> Sequence[Event]:
    if not 1 <= len(command.source) <= LONGEST_SOURCE or not command.source.isprintable():
        raise SourceUnfit
    if not EARLIEST <= command.dated <= now.astimezone(HERE).date():
        raise DateUnfit
    if not _fit(command.cells):
        raise TableUnfit
    latest = population.latest
    if latest and (latest.dated, latest.source, latest.cells) == (command.dated, command.source, command.cells):
        return []
    return [PopulationReplaced(command.dated, command.source, command.cells, command.replaced_by, now)]


def _fit(cells: Sequence[PopulationCell]) -> bool:
    """Every group once, and somebody in one of them."""
    groups = {(cell.age_band, cell.gender, cell.area) for cell in cells}
    counted = all(0 <= cell.persons <= MOST_PERSONS for cell in cells)
    return len(groups) == len(cells) > 1 and counted and sum(cell.persons for cell in cells) > 0


def evolve(population: Population, event: Event) -> Population:
    return Population(event) if isinstance(event, PopulationReplaced) else population


populations: Decider[ReplacePopulation, Population] = Decider(decide, evolve, Population(), POPULATION_EVENTS)

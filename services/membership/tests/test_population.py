from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from eventlog import Refused
from membership.events import PopulationCell, PopulationReplaced
from membership.mirroring.population import (
    DateUnfit,
    Population,
    ReplacePopulation,
    SourceUnfit,
    TableUnfit,
    decide,
    populations,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CELLS = (PopulationCell(4285, "15-19", "woman"), PopulationCell(4546, "15-19", "man"))
REPLACE = ReplacePopulation(date(2026, 1, 1), "SSB, tabell 07459", CELLS, UUID(int=1))


def after(command: ReplacePopulation) -> Population:
    return populations.fold(decide(command, Population(), NOW))


def test_figures_are_taken_into_use() -> None:
    (event,) = decide(REPLACE, Population(), NOW)
    assert event == PopulationReplaced(date(2026, 1, 1), "SSB, tabell 07459", CELLS, UUID(int=1), NOW)


@pytest.mark.parametrize(
    ("unfit", "refusal"),
    [
        (replace(REPLACE, source=""), SourceUnfit),
        (replace(REPLACE, source="x" * 201), SourceUnfit),
        (replace(REPLACE, source="SSB\0"), SourceUnfit),
        (replace(REPLACE, dated=date(2026, 11, 26)), DateUnfit),
        (replace(REPLACE, dated=date(1899, 12, 31)), DateUnfit),
        (replace(REPLACE, cells=()), TableUnfit),
        (replace(REPLACE, cells=CELLS[:1]), TableUnfit),
        (replace(REPLACE, cells=(CELLS[0], CELLS[0])), TableUnfit),
        (replace(REPLACE, cells=(CELLS[0], PopulationCell(-1, "15-19", "man"))), TableUnfit),
        (replace(REPLACE, cells=(PopulationCell(0, "15-19"), PopulationCell(0, "20-29"))), TableUnfit),
    ],
)
def test_unfit_figures_are_refused(unfit: ReplacePopulation, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        decide(unfit, Population(), NOW)


def test_the_same_figures_again_are_recorded_once() -> None:
    assert decide(REPLACE, after(REPLACE), NOW + timedelta(seconds=2)) == []


def test_earlier_figures_can_be_taken_into_use_again() -> None:
    other = replace(REPLACE, source="Kommunens egne tall")
    assert len(decide(REPLACE, after(other), NOW)) == 1

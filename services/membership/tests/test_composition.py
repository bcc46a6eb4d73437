from datetime import date
from pathlib import Path

import pytest

from membership.events import PopulationCell
from membership.mirroring.by_lot import expected
from membership.mirroring.composition import Verdict, compare, compose, over_time
from membership.mirroring.movements import Cell, Month
from membership.mirroring.populations import InUse, Snapshot, bundled, chosen

MUNICIPALITY = Path(__file__).parents[3] / "deploy/municipality/baerum.toml"
OFFICIAL = bundled(MUNICIPALITY)
BANDS = ("15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
AREAS = ("sandvika", "fornebu")


def test_the_bundled_figures_are_those_of_the_source() -> None:
    assert {snapshot.dated.year: snapshot.persons for snapshot in OFFICIAL} == {
        2026: 109_415,
        2025: 108_273,
        2024: 106_750,
        2019: 101_936,
    }
    newest = OFFICIAL[0]
    assert "SSB, tabell 07459" in newest.source
    assert (newest.people()["15-19", "woman"], newest.people()["80+", "man"]) == (4_285, 2_874)


def test_a_municipality_without_figures_is_compared_with_none() -> None:
    assert bundled(MUNICIPALITY.with_name("elsewhere.toml")) == ()
    seen = compose({Cell("40-49", "woman", "sandvika"): 20}, chosen(()), AREAS, BANDS)
    assert seen.by_people is not None
    assert seen.by_people.mirror is None
    assert [group.population_share for group in seen.by_people.groups] == [None] * 16
    assert next(group.members for group in seen.by_people.groups if group.key == ("40-49", "woman")) == 20


def test_a_group_is_told_beside_what_chance_would_give() -> None:
    compared = compare({"young": 12, "old": 388, None: 0}, {"young": 100, "old": 900})
    young, old = compared.groups
    assert young.by_lot == expected(400, 0.1)
    assert (young.members, young.population_share, young.verdict) == (12, 0.1, Verdict.fewer)
    assert young.gap == pytest.approx(0.03 - 0.1)
    assert old.verdict is Verdict.more
    assert [group.key for group in compared.too_few()] == ["young"]
    assert compared.gains[0].group == "young"


def test_of_a_small_group_it_is_told_only_what_holds_for_nine() -> None:
    compared = compare({"a": 4, "b": 6, "c": 390, None: 0}, {"a": 30, "b": 5, "c": 965})
    small, smaller, _ = compared.groups
    assert (small.members, small.few, small.share, small.gap) == (None, True, None, None)
    assert small.by_lot is not None
    assert small.by_lot.low < 10
    assert small.verdict is smaller.verdict is None
    larger = compare({"a": 4, "b": 6, "c": 390, None: 0}, {"a": 300, "b": 5, "c": 695})
    assert larger.groups[0].verdict is Verdict.fewer


def test_the_unstated_are_beside_and_their_few_cannot_be_worked_out() -> None:
    compared = compare({"a": 100, "b": 60, None: 3}, {"a": 1, "b": 1})
    assert compared.beside is None
    assert [group.members for group in compared.groups] == [100, None]
    told = compare({"a": 100, "b": 60, None: 12}, {"a": 1, "b": 1})
    assert (told.beside, [group.members for group in told.groups]) == (12, [100, 60])
    assert sum(told.reckoned.values()) == 160


def test_of_fewer_than_ten_nothing_is_told() -> None:
    seen = compose({Cell("40-49", "woman", "sandvika"): 9}, chosen(OFFICIAL), AREAS, BANDS)
    assert (seen.members, seen.by_people, seen.by_area) == (9, None, None)


def test_a_table_of_ages_alone_is_compared_by_age() -> None:
    ages = Snapshot(date(2026, 1, 1), "x", (PopulationCell(900, "40-49"), PopulationCell(100, "80+")))
    cells = {Cell("40-49", "woman", "sandvika"): 20, Cell("40-49", "other", "sandvika"): 20, Cell("80+", "man", "fornebu"): 15}
    seen = compose(cells, chosen([ages, *OFFICIAL]), AREAS, BANDS)
    assert seen.by_people is not None
    assert {group.key: group.members for group in seen.by_people.groups} == {("40-49", None): 40, ("80+", None): 15}


def test_areas_and_people_are_of_the_latest_table_that_has_them() -> None:
    areas = Snapshot(
        date(2026, 1, 1), "x", (PopulationCell(900, area="sandvika"), PopulationCell(100, area="elsewhere")), position=7
    )
    in_use = chosen([areas, *OFFICIAL])
    assert in_use == InUse(OFFICIAL[0], areas)
    seen = compose({Cell("40-49", "woman", "sandvika"): 20, Cell("40-49", "man", "gone"): 30}, in_use, AREAS, BANDS)
    assert seen.by_area is not None
    assert [(group.key, group.members) for group in seen.by_area.groups] == [("sandvika", 20)]
    assert seen.by_area.beside == 30


def test_each_month_is_seen_with_its_own_members() -> None:
    few = Month(date(2026, 1, 1), 5, 0, 5, {("40-49", "woman"): 5})
    many = Month(date(2026, 2, 1), 95, 0, 100, {("40-49", "woman"): 100})
    first, second = over_time([few, many], chosen(OFFICIAL))
    assert (first.total, first.mirror) == (5, None)
    assert second.mirror is not None
    assert second.mirror.overlap == pytest.approx(9_369 / 109_415)

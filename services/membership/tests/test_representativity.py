import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.mirroring.by_lot import expected
from membership.mirroring.representativity import EMPTY, dissimilarity, drawn_for, effective_size, gains, mirror, shares_of

GROUPS = "abcdef"
panels = st.fixed_dictionaries({group: st.integers(0, 500) for group in GROUPS}).filter(lambda panel: sum(panel.values()) > 9)
populations = st.fixed_dictionaries({group: st.integers(1, 20_000) for group in GROUPS})


def exactly(size: int, share: Fraction) -> tuple[int, int]:
    """The quantiles by adding up the binomial's terms in whole fractions."""
    below, low = Fraction(0), None
    for k in range(size + 1):
        below += math.comb(size, k) * share**k * (1 - share) ** (size - k)
        if low is None and below >= Fraction(25, 1000):
            low = k
        if below >= Fraction(975, 1000):
            assert low is not None
            return low, k
    raise AssertionError


@given(st.integers(1, 120), st.integers(1, 96))
def test_the_interval_is_the_binomials_own(size: int, of_97: int) -> None:
    by_lot = expected(size, of_97 / 97)
    assert (by_lot.low, by_lot.high) == exactly(size, Fraction(of_97, 97))
    assert by_lot.mean == pytest.approx(size * of_97 / 97)


def test_the_interval_of_a_large_panel_is_as_the_normal_curve_says() -> None:
    by_lot = expected(100_000, 0.1)
    deviation = math.sqrt(100_000 * 0.1 * 0.9)
    assert by_lot.low == pytest.approx(10_000 - 1.96 * deviation, abs=2)
    assert by_lot.high == pytest.approx(10_000 + 1.96 * deviation, abs=2)


@pytest.mark.parametrize(("size", "share", "sure"), [(0, 0.4, 0), (50, 0.0, 0), (50, 1.0, 50)])
def test_where_there_is_no_chance_there_is_no_interval(size: int, share: float, sure: int) -> None:
    by_lot = expected(size, share)
    assert (by_lot.low, by_lot.high) == (sure, sure)


@given(panels, populations)
def test_the_effective_size_is_kishs_of_the_weighted_people(panel: dict[str, int], population: dict[str, int]) -> None:
    """One by one: each member weighs the population's share through the members of their group."""
    panel = {group: max(1, members) for group, members in panel.items()}
    shares = shares_of(population)
    weights = [shares[group] / members for group, members in panel.items() for _ in range(members)]
    assert effective_size(panel, shares) == pytest.approx(sum(weights) ** 2 / sum(weight**2 for weight in weights))


@given(panels, populations)
def test_the_figures_stay_within_what_they_mean(panel: dict[str, int], population: dict[str, int]) -> None:
    seen = mirror(panel, shares_of(population))
    assert 0 <= seen.effective <= seen.members + 1e-9
    assert 0 <= seen.overlap <= 1 + 1e-12
    assert 0 <= seen.overlap_by_lot < 1


@given(populations, st.integers(1, 50))
def test_a_panel_just_like_the_population_loses_nothing(population: dict[str, int], times: int) -> None:
    panel = {group: persons * times for group, persons in population.items()}
    shares = shares_of(population)
    assert effective_size(panel, shares) == pytest.approx(sum(panel.values()))
    assert dissimilarity(panel, shares) == pytest.approx(0, abs=1e-12)


@given(panels, populations)
def test_dissimilarity_is_how_many_would_have_to_change(panel: dict[str, int], population: dict[str, int]) -> None:
    size, shares = sum(panel.values()), shares_of(population)
    too_many = sum(max(0.0, members - size * shares[group]) for group, members in panel.items())
    assert dissimilarity(panel, shares) == pytest.approx(too_many / size)


@given(panels, populations)
def test_the_best_ten_to_recruit_are_the_best_of_all_tries(panel: dict[str, int], population: dict[str, int]) -> None:
    shares = shares_of(population)
    tried = {g: 1 / sum(shares[h] ** 2 / max(EMPTY, panel[h] + 10 * (h == g)) for h in GROUPS) for g in GROUPS}
    found = gains(panel, shares)
    if found and max(tried.values()) < sum(panel.values()):
        assert found[0].after == pytest.approx(max(tried.values()))
    assert all(a.gain >= b.gain for a, b in itertools.pairwise(found))
    assert all(gain.after <= sum(panel.values()) + 10 for gain in found)


@given(panels, populations)
def test_a_small_step_gains_what_the_slope_says(panel: dict[str, int], population: dict[str, int]) -> None:
    """d effective / d n = effective² · P² / n², where every group has members."""
    panel = {group: members + 100 for group, members in panel.items()}
    shares = shares_of(population)
    before = effective_size(panel, shares)
    for group in GROUPS:
        step = effective_size({**panel, group: panel[group] + 1e-4}, shares) - before
        assert step / 1e-4 == pytest.approx(before**2 * shares[group] ** 2 / panel[group] ** 2, rel=1e-3, abs=1e-4)


@given(panels, populations)
def test_as_many_drawn_by_lot_do_the_same(panel: dict[str, int], population: dict[str, int]) -> None:
    shares = shares_of(population)
    for gain in gains(panel, shares):
        again = {group: panel[group] + gain.by_lot * shares[group] for group in GROUPS}
        assert effective_size(again, shares) == pytest.approx(gain.after, rel=1e-6)
        assert gain.by_lot == pytest.approx(drawn_for(panel, shares, gain.after))


def test_an_empty_group_is_the_first_to_fill() -> None:
    shares = {"young": 0.1, "old": 0.9}
    found = gains({"young": 0, "old": 100}, shares)
    assert found[0].group == "young"
    assert found[0].by_lot > 10
    assert math.isfinite(found[0].by_lot)


def test_an_empty_panel_mirrors_nobody() -> None:
    assert dissimilarity({"a": 0, "b": 0}, {"a": 0.5, "b": 0.5}) == 1.0
    assert effective_size({"a": 0, "b": 0}, {"a": 0.5, "b": 0.5}) == 0.0

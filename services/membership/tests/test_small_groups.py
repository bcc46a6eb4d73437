from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.mirroring.small_groups import PLAY, SMALLEST, Guarded, guard

tables = st.dictionaries(st.integers(0, 30), st.integers(0, 60), min_size=1, max_size=18)


def possible(guarded: Guarded[int], counts: Mapping[int, int], key: int) -> set[int]:
    """Every size this hidden group may have, for one who knows the total and all that is shown."""
    rest = sum(counts.values()) - sum(n for k in counts if (n := guarded.shown(k)) is not None)
    others = guarded.hidden - {key}
    low = sum(SMALLEST if guarded.few and k not in guarded.few else 1 for k in others)
    high = sum(SMALLEST - 1 if k in guarded.few else 10**6 for k in others)
    own = range(1, SMALLEST) if key in guarded.few else range(SMALLEST if guarded.few else 1, rest + 1)
    return {size for size in own if low <= rest - size <= high}


@given(tables)
def test_no_hidden_group_can_be_worked_out(counts: dict[int, int]) -> None:
    guarded = guard(counts)
    assert all(guarded.shown(key) is None for key, n in counts.items() if 0 < n < SMALLEST)
    if sum(counts.values()) >= SMALLEST:
        for key in guarded.hidden:
            sizes = possible(guarded, counts, key)
            assert counts[key] in sizes
            assert len(sizes) >= PLAY


@given(tables)
def test_what_is_reckoned_with_can_be_made_from_what_is_shown(counts: dict[int, int]) -> None:
    guarded = guard(counts)
    reckoned = guarded.reckoned()
    assert sum(reckoned.values()) == pytest.approx(sum(counts.values()))
    assert len({reckoned[key] for key in guarded.few}) <= 1
    assert len({reckoned[key] for key in guarded.hidden - guarded.few}) <= 1
    assert all(reckoned[key] == counts[key] for key in counts if key not in guarded.hidden)
    assert all(reckoned[key] >= 1 for key in guarded.hidden)


def test_two_small_groups_hide_each_other() -> None:
    guarded = guard({"a": 5, "b": 7, "c": 40})
    assert (set(guarded.hidden), set(guarded.few)) == ({"a", "b"}, {"a", "b"})


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    guarded = guard({"a": 5, "b": 31, "c": 40, "d": 0})
    assert (set(guarded.hidden), set(guarded.few)) == ({"a", "b"}, {"a"})
    assert guarded.shown("d") == 0


def test_where_even_few_would_tell_too_much_it_is_not_said() -> None:
    """One of 1-9 beside one of at least ten, eleven together: that could only be one and ten."""
    guarded = guard({"a": 1, "b": 10})
    assert (set(guarded.hidden), set(guarded.few)) == ({"a", "b"}, set())


def test_a_group_is_hidden_in_every_sum_it_is_part_of() -> None:
    table = {("n", "w"): 4, ("n", "m"): 30, ("s", "w"): 50, ("s", "m"): 60}
    rows = [[("n", "w"), ("n", "m")], [("s", "w"), ("s", "m")]]
    columns = [[("n", "w"), ("s", "w")], [("n", "m"), ("s", "m")]]
    assert guard(table, rows + columns).hidden == set(table)
    assert guard(table, rows).hidden == {("n", "w"), ("n", "m")}

"""The attacker knows the rules, the total, what is shown, and even how many are in each hidden group."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import FLOOR, Table, hidden_groups, nearly_all

VALUES = "abcd"
answered = st.lists(st.integers(0, 14), min_size=len(VALUES), max_size=len(VALUES)).map(
    lambda ns: dict(zip(VALUES, ns, strict=True))
)
sparse = st.tuples(st.sampled_from(VALUES), st.integers(0, 25)).map(lambda said: {v: said[1] * (v == said[0]) for v in VALUES})
divided = st.dictionaries(st.sampled_from("ABCDEFGH"), answered | sparse, min_size=1, max_size=8)


def table_of(cells: dict[str, dict[str, int]]) -> Table:
    return Table({group: sum(said.values()) for group, said in cells.items()}, cells)


def test_groups_of_ten_are_shown() -> None:
    assert hidden_groups([Table({"A": 10, "B": 10})]) == frozenset()


def test_a_small_group_is_hidden_and_the_smallest_other_with_it() -> None:
    assert hidden_groups([Table({"A": 9, "B": 30, "C": 12})]) == {"A", "C"}


def test_small_groups_that_are_few_together_hide_another() -> None:
    assert hidden_groups([Table({"A": 2, "B": 3, "C": 12, "D": 40})]) == {"A", "B", "C"}


def test_small_groups_that_are_enough_together_hide_no_other() -> None:
    assert hidden_groups([Table({"A": 6, "B": 7, "C": 12})]) == {"A", "B"}


def test_an_empty_group_hides_nothing_and_needs_no_hiding_place() -> None:
    assert hidden_groups([Table({"A": 0, "B": 12, "C": 13})]) == {"A"}
    assert hidden_groups([Table({"A": 0, "B": 4, "C": 13, "D": 20})]) == {"A", "B", "C"}


def test_hidden_groups_of_one_mind_hide_another() -> None:
    cells = {"A": {"yes": 6, "no": 0}, "B": {"yes": 7, "no": 0}, "C": {"yes": 8, "no": 4}, "D": {"yes": 20, "no": 20}}
    assert hidden_groups([table_of(cells)]) == {"A", "B", "C"}


def test_a_group_nearly_all_of_one_mind_is_not_told_exactly() -> None:
    assert nearly_all(20, {"yes": 19, "no": 1}) == ("yes",)
    assert nearly_all(20, {"yes": 17, "no": 3}) == ()
    assert nearly_all(200, {"yes": 190, "no": 10}) == ()


def test_what_is_hidden_elsewhere_is_hidden_here() -> None:
    assert "A" in hidden_groups([Table({"A": 30, "B": 30, "C": 30})], already={"A"})


@settings(max_examples=400)
@given(divided)
def test_no_small_group_is_shown(cells: dict[str, dict[str, int]]) -> None:
    table = table_of(cells)
    hidden = hidden_groups([table])
    assert all(base >= FLOOR for group, base in table.bases.items() if group not in hidden)


@settings(max_examples=400)
@given(divided)
def test_hidden_groups_are_always_two_and_ten_or_all_that_is(cells: dict[str, dict[str, int]]) -> None:
    table = table_of(cells)
    inside = [table.bases[group] for group in hidden_groups([table]) if table.bases[group]]
    shown = table.bases.keys() - hidden_groups([table])
    assert not inside or not shown or (len(inside) >= 2 and sum(inside) >= FLOOR)


@settings(max_examples=600)
@given(divided)
def test_no_answer_in_a_hidden_group_can_be_worked_out(cells: dict[str, dict[str, int]]) -> None:
    """The tightest integer bounds of each hidden cell, given the total, the shown groups and the hidden groups' sizes."""
    table = table_of(cells)
    hidden = hidden_groups([table])
    shown = table.bases.keys() - hidden
    if not shown:
        return  # then the total is all there is
    rest = {value: sum(cells[group][value] for group in hidden) for value in VALUES}
    together = sum(rest.values())
    for group in hidden:
        for value in VALUES:
            least = max(0, rest[value] + table.bases[group] - together)
            most = min(rest[value], table.bases[group])
            assert least < most or cells[group][value] == 0, (group, value)


@settings(max_examples=200)
@given(divided, divided)
def test_several_tables_hide_the_same_groups_and_each_is_safe(
    one: dict[str, dict[str, int]], two: dict[str, dict[str, int]]
) -> None:
    tables = [table_of(one), table_of(two)]
    hidden = hidden_groups(tables)
    for table in tables:
        inside = [table.bases[group] for group in hidden if table.bases.get(group)]
        shown = table.bases.keys() - hidden
        assert not inside or not shown or (len(inside) >= 2 and sum(inside) >= FLOOR)

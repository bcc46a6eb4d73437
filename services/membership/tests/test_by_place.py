from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from membership.events import PopulationCell
from membership.mirroring.by_place import KINDS, by_place
from membership.mirroring.movements import Cell
from membership.mirroring.populations import Snapshot

AREAS = ("sandvika", "fornebu", "jar")
CELLS = st.builds(
    Cell,
    st.sampled_from(["15-19", "40-49", "80+"]),
    st.sampled_from(["woman", "man", "other"]),
    st.sampled_from([*AREAS, "gone"]),
)


@given(st.dictionaries(CELLS, st.integers(0, 40)))
def test_no_small_part_of_an_area_is_told(cells: dict[Cell, int]) -> None:
    for place in by_place(cells, AREAS, None):
        told = [part.members for part in place.parts.values() if part.members is not None]
        assert not [members for members in told if 0 < members < 10]


def test_a_part_that_could_be_worked_out_down_or_across_is_hidden_too() -> None:
    cells = {Cell("40-49", gender, area): 50 for gender in ("woman", "man") for area in AREAS}
    cells |= {Cell("80+", "woman", area): 90 for area in AREAS} | {Cell("40-49", "man", "jar"): 4}
    hidden = {
        (place.area, kind)
        for place in by_place(cells, AREAS, None)
        for kind, part in place.parts.items()
        if part.members is None
    }
    assert ("jar", ("40-59", "man")) in hidden
    assert len([1 for area, _ in hidden if area == "jar"]) >= 2
    assert len([1 for _, kind in hidden if kind == ("40-59", "man")]) >= 2


def test_parts_are_beside_the_population_where_its_table_knows_them() -> None:
    cells = {Cell("40-49", "woman", "sandvika"): 60, Cell("15-19", "man", "fornebu"): 40}
    figures = Snapshot(
        date(2026, 1, 1), "x", (PopulationCell(10, "40-49", "woman", "sandvika"), PopulationCell(90, "20-29", "man", "fornebu"))
    )
    sandvika, fornebu = by_place(cells, AREAS, figures)
    assert sandvika.parts["40-59", "woman"].members == 60
    assert sandvika.parts["40-59", "woman"].by_lot is not None
    assert sandvika.parts["40-59", "woman"].by_lot.mean == 10
    assert fornebu.parts["15-39", "man"].by_lot is not None
    assert fornebu.parts["15-39", "man"].by_lot.mean == 90
    areas_only = Snapshot(date(2026, 1, 1), "x", (PopulationCell(10, area="sandvika"), PopulationCell(90, area="fornebu")))
    assert [part.by_lot for place in by_place(cells, AREAS, areas_only) for part in place.parts.values()] == [None] * 2 * len(
        KINDS
    )

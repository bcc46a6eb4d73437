import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.events import PopulationCell
from membership.mirroring.population_table import (
    NO_DIMENSION,
    NO_HEADINGS,
    NO_ROWS,
    NOT_A_NUMBER,
    NOT_AN_AGE,
    NOT_TEXT,
    ROW_LENGTH,
    TOO_LARGE,
    TOO_LONG,
    TWICE,
    UNKNOWN_AGE_BAND,
    UNKNOWN_AREA,
    UNKNOWN_GENDER,
    Fault,
    Unfit,
    read,
)
from membership.pages.population import _as_csv

AREAS = {"sandvika": "Sandvika", "hovik": "Høvik"}
DAY = date(2026, 1, 1)


def faults(content: bytes | str) -> list[tuple[int, str]]:
    with pytest.raises(Unfit) as unfit:
        read(content.encode() if isinstance(content, str) else content, AREAS, DAY)
    return [(fault.row, fault.text) for fault in unfit.value.faults]


def test_groups_are_read_whatever_their_columns() -> None:
    table = read(b"area,gender,age_band,persons\nhovik,woman,20-29,12\nsandvika,man,80+,3\n", AREAS, DAY)
    assert table.cells == (PopulationCell(12, "20-29", "woman", "hovik"), PopulationCell(3, "80+", "man", "sandvika"))
    assert read(b"persons,area\n7,sandvika\n8,hovik", AREAS, DAY).by("area") == {"sandvika": 7, "hovik": 8}
    assert read(b"age_band,persons\n15-19,7\n20-29,8", AREAS, DAY).by("gender") == {}


def test_a_table_may_be_written_as_people_here_write() -> None:
    written = "Område;Kjønn;Aldersgruppe;Antall\r\nHøvik;Kvinner;20–29;1 200\r\n\r\nSandvika;M;80+;3\r\n"
    assert read(written.encode("utf-8-sig"), AREAS, DAY).by("area") == {"hovik": 1200, "sandvika": 3}


def test_years_of_age_are_put_into_bands_and_children_left_out() -> None:
    table = read(b"alder,kvinner,menn\n14,100,100\n15,1,2\n19,10,20\n20,100,200\n79,3,4\n80,5,6\n105,1,0\n", AREAS, DAY)
    assert (table.by("gender"), table.left_out) == ({"woman": 120, "man": 232}, 1)
    assert table.by("age_band") == {"15-19": 33, "20-29": 300, "70-79": 7, "80+": 12}


def test_only_the_year_of_the_date_is_used() -> None:
    table = read(b"aar,alder,kvinner,menn\n2025,30,9,9\n2026,30,5,6\n", AREAS, DAY)
    assert (table.persons, table.left_out) == (11, 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, NO_HEADINGS)]),
        (b"\n\n\n", [(1, NO_HEADINGS)]),
        (b"navn,persons\nx,1", [(1, NO_HEADINGS)]),
        (b"area,area,persons\nhovik,hovik,1", [(1, NO_HEADINGS)]),
        (b"area,gender\nhovik,woman", [(1, NO_DIMENSION)]),
        (b"persons\n12", [(1, NO_DIMENSION)]),
        (b"alder,kvinner\n20,3", [(1, NO_DIMENSION)]),
        (b"area,persons\n", [(0, NO_ROWS)]),
        (b"area,persons\nhovik,0\nsandvika,0\n", [(0, NO_ROWS)]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", [(0, NOT_TEXT)]),
        (b"area,persons\nhovik,1\x00", [(0, NOT_TEXT)]),
        (b"PK\x03\x04", [(0, NOT_TEXT)]),
        ("area,persons\nhøvik,1\n".encode("latin-1"), [(0, NOT_TEXT)]),
        (b"area,persons\n" + b"x" * 1024 * 1024, [(0, TOO_LARGE)]),
        (b"area,persons\n" + b"hovik,1\n" * 10_001, [(0, TOO_LONG)]),
        (b'area,persons\n"' + b"x" * 200_000, [(0, NOT_TEXT)]),
    ],
)
def test_a_file_that_is_no_table_is_told_as_one_fault(content: bytes, expected: list[tuple[int, str]]) -> None:
    assert faults(content) == expected


def test_every_faulty_row_is_told_of_with_its_reason() -> None:
    written = (
        "area,gender,age_band,persons\n"
        "oslo,woman,20-29,1\n"
        "hovik,other,20-29,1\n"
        "hovik,woman,20-30,1\n"
        "hovik,woman,20-29,-4\n"
        "hovik,woman,20-29,=1+1\n"
        "hovik,woman,20-29,1.5\n"
        "hovik,woman,20-29,999999999999\n"
        "hovik,woman,20-29,²\n"
        "hovik,woman,20-29\n"
        "hovik,woman,20-29,5\n"
        "Høvik,kvinne,20–29,5\n"
        "=cmd|' /C calc'!A0,mann,alt,x\n"
    )
    assert faults(written) == [
        (2, UNKNOWN_AREA),
        (3, UNKNOWN_GENDER),
        (4, UNKNOWN_AGE_BAND),
        *[(row, NOT_A_NUMBER) for row in range(5, 10)],
        (10, ROW_LENGTH),
        (12, TWICE),
        (13, NOT_A_NUMBER),
        (13, UNKNOWN_AREA),
        (13, UNKNOWN_AGE_BAND),
    ]


def test_faults_in_years_of_age_are_told_too() -> None:
    assert faults("alder,kvinner,menn\n20,1,x\n-3,1,1\n200,1,1\nall,1,1\n30,1,1\n30,1,1\n") == [
        (2, NOT_A_NUMBER),
        *[(row, NOT_AN_AGE) for row in (3, 4, 5)],
        (7, TWICE),
    ]


def test_what_is_told_of_a_value_is_short() -> None:
    with pytest.raises(Unfit) as unfit:
        read(b"area,persons\n" + b"y" * 5000 + b",1\n", AREAS, DAY)
    assert unfit.value.faults == (Fault(2, UNKNOWN_AREA, "y" * 60),)


@given(st.binary(max_size=300) | st.text(alphabet='area,persons\n;"0123hovik=+-@\t', max_size=200).map(str.encode))
def test_nothing_breaks_the_reading(content: bytes) -> None:
    for before in (b"", b"area,persons\n", b"alder,kvinner,menn\n"):
        with contextlib.suppress(Unfit):
            assert read(before + content, AREAS, DAY).persons > 0


GROUPS = st.tuples(st.sampled_from(["15-19", "80+"]), st.sampled_from(["woman", "man"]))


@given(st.dictionaries(GROUPS, st.integers(1, 9), min_size=1))
def test_a_checked_table_is_read_again_as_it_was(groups: dict[tuple[str, str], int]) -> None:
    written = "age_band,gender,persons\n" + "".join(f"{band},{gender},{n}\n" for (band, gender), n in groups.items())
    table = read(written.encode(), AREAS, DAY)
    assert read(_as_csv(table).encode(), AREAS, DAY).cells == table.cells

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ui import Formats

nb, nn, en = Formats("nb"), Formats("nn"), Formats("en")
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (440, "440", "440"),
        (1234.5, f"1{SPACE}234,5", "1,234.5"),
        (Decimal("7.10"), "7,10", "7.10"),
        (1_000_000, f"1{SPACE}000{SPACE}000", "1,000,000"),
        (-3, "−3", "−3"),
        (0.1 + 0.2, "0,30", "0.30"),
        (None, "", ""),
    ],
)
def test_numbers_are_written_as_people_here_write_them(value: float | None, norwegian: str, english: str) -> None:
    assert nb.number(value) == nn.number(value) == norwegian
    assert en.number(value) == english


def test_a_share_is_a_percentage_with_its_space() -> None:
    assert nb.percent(0.68) == f"68{SPACE}%"
    assert nb.percent(0.6768, 1) == f"67,7{SPACE}%"
    assert en.percent(0.68) == "68%"


def test_halves_are_rounded_up_as_at_school() -> None:
    assert nb.percent(0.125) == f"13{SPACE}%"
    assert nb.percent(0.145) == f"15{SPACE}%"


def test_times_are_said_by_the_clock_in_the_municipality() -> None:
    when = datetime(2019, 10, 11, 22, 5, tzinfo=UTC)
    assert nb.moment(when) == f"12.{SPACE}oktober, kl.{SPACE}00.05"
    assert en.moment(when) == f"12{SPACE}October, 00:05"
    assert nb.date(when) == f"12.{SPACE}oktober 2019"


def test_a_plain_date_is_that_date_everywhere() -> None:
    assert nb.day(date(2019, 6, 1)) == f"1.{SPACE}juni"

import pytest

from analytics.rates import Funnel, Of, Rate, in_words, rates


def test_every_rate_names_its_denominator() -> None:
    told = rates(Funnel(invited=427, delivered=420, started=300, completed=290))
    assert {of: (rate.base, rate.percent) for of, rate in told.items()} == {
        Of.invited: (427, 68),
        Of.delivered: (420, 69),
        Of.started: (300, 97),
    }


def test_nothing_is_divided_by_nobody() -> None:
    assert Rate(0, 0, Of.invited).percent is None


@pytest.mark.parametrize(("n", "base", "words"), [(290, 427, "sju av ti"), (185, 407, "halvparten"), (0, 10, "nesten ingen")])
def test_a_share_is_said_in_words(n: int, base: int, words: str) -> None:
    assert in_words(n, base) == words

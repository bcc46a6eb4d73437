import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.numbers_in_bins import bin_of, edges
from analytics.possible import answers_of
from analytics.questions import Question, text_in


def number(**fields: object) -> Question:
    return msgspec.convert({"id": "q", "kind": "number", "text": {"nb": "Hvor mange?"}, **fields}, Question)


def test_few_whole_numbers_are_counted_one_by_one() -> None:
    assert [option.id for option in answers_of(number(min=1, max=6))] == ["1", "2", "3", "4", "5", "6"]


def test_many_numbers_are_counted_in_about_ten_round_steps() -> None:
    labels = [option.text["nb"] for option in answers_of(number(min=0, max=180))]
    assert labels[:2] == ["0–19", "20–39"]
    assert 8 <= len(labels) <= 12


def test_a_decimal_number_has_bins_between_its_bounds() -> None:
    assert edges(number(min=0, max=1, decimals=1)) == tuple(round(0.1 * n, 9) for n in range(11))


def test_a_number_without_bounds_is_counted_in_widening_steps() -> None:
    question = number()
    assert bin_of(edges(question), 7) == "5"
    assert bin_of(edges(question), -3) == "0"
    assert bin_of(edges(question), 10**12) == name_of_last(question)


def name_of_last(question: Question) -> str:
    return answers_of(question)[-1].id


@given(st.integers(-1000, 1000), st.integers(1, 100_000), st.sampled_from([None, 1, 2]), st.floats(0, 1))
def test_every_allowed_number_falls_into_a_bin_that_is_shown(low: int, span: int, decimals: int | None, place: float) -> None:
    question = number(min=low, max=low + span, decimals=decimals)
    said = low + span * place
    shown = [option.id for option in answers_of(question)]
    assert bin_of(edges(question), said if decimals else round(said)) in shown
    assert len(shown) == len(set(shown)) <= 30


@pytest.mark.parametrize(("language", "text"), [("nn", "Kva?"), ("en", "Hva?")])
def test_a_text_missing_in_a_language_is_shown_in_bokmal(language: str, text: str) -> None:
    assert text_in({"nb": "Hva?", "nn": "Kva?"}, language) == text

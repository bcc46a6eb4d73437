"""What an expression means, beside what SurveyJS says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic import compiled, faults, met, names, renamed, with_words

from .generating import expressions

TODAY = date(2026, 11, 25)
A, B = ["answer", "a"], ["answer", "b"]


def value(expression: Any, **answers: Any) -> Any:
    return compiled(expression)(answers, TODAY)


@pytest.mark.parametrize(
    ("expression", "answers", "result"),
    [
        (["/", 1, 0], {}, None),
        (["-", "abc", 1], {}, None),
        (["^", 10, 400], {}, None),
        (["^", 2, 10], {}, 1024),
        (["^", 9, 0.5], {}, 3),
        (["^", 2, -1], {}, 0.5),
        (["+", 0.1, 0.2], {}, 0.3),
        (["*", 1.1, 1.1], {}, 1.21),
        (["round", 1.005, 2], {}, 1.01),
        (["round", 1250, -2], {}, 1300),
        (["trunc", -3.789, 2], {}, -3.78),
        (["sum", A], {"a": {"r1": 40, "r2": 60}}, 100),
        (["avg", 1, 2, None], {}, 1.5),
        (["answer", "a", "r1"], {"a": {"r1": "x"}}, "x"),
        (["answer", "a", "other"], {"a.other": "ski"}, "ski"),
        (["answer", "a", 0], {"a": ["først", "sist"]}, "først"),
        (["answer", "a", 7], {"a": ["først"]}, None),
        (["length", ["answer", "a"]], {"a": "𝄞a"}, 2),
        (["length", A], {"a": "0123"}, 4),
        (["substring", A, 0, 2], {"a": "1338"}, "13"),
        (["date_diff", "2026-02-28", "2024-02-29", "years"], {}, -2),
        (["date_add", "2026-01-31", 1, "months"], {}, "2026-03-03"),
        (["date_add", "2026-12-31", 1], {}, "2027-01-01"),
        (["today"], {}, "2026-11-25"),
        (["today", -25], {}, "2026-10-31"),
        (["weekday"], {}, 3),
        (["year", 1999], {}, 1999),
        (["month", "2026-07"], {}, 7),
        (["age", "2008-11-26"], {}, 17),
        (["age", "2008-11-25"], {}, 18),
        (["age", "not a date"], {}, None),
        (["=", ["list", 1, 2], ["list", 2, 1]], {}, True),
        (["displayed", "a"], {"a": ["x", "y"]}, "x, y"),
        (["<", "å", "æ"], {}, True),
        (["if", ["and", A, B], 1], {"a": True}, None),
        (["contains", A, "x"], {"a": ["x"]}, True),
    ],
)
def test_an_expression_means(expression: Any, answers: dict[str, Any], result: Any) -> None:
    assert list(faults(expression, "", {"a", "b"})) == []
    assert value(expression, **answers) == result
    assert type(value(expression, **answers)) is type(result)


def test_words_are_shown_for_what_was_chosen() -> None:
    said = with_words(["+", ["displayed", "a"], "!"], {"a": {"x": "Tog", "y": "Buss"}})
    assert value(said, a=["x", "y"]) == "Tog, Buss!"


def test_values_that_double_one_another_stop_growing() -> None:
    grown = "x" * 6_000
    assert value(["+", A, A], a=grown) is None
    assert value(["list", A, A], a=list(range(600))) is None
    assert met(["answered", ["+", A, A]])({"a": grown}, TODAY) is False


def test_the_answers_an_expression_reads_are_known() -> None:
    expression = ["and", ["=", A, 1], ["sum_in", B, "price", ["=", ["answer", "kind"], "x"]], ["displayed", "c"]]
    assert names(expression) == {"a", "b", "c"}
    assert names(renamed(expression, {"a": "q1", "kind": "never", "c": "q3"})) == {"q1", "b", "q3"}


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (["is", A, 1], "logic_unknown_operator"),
        (["=", A], "logic_operands"),
        ([], "logic_no_operator"),
        ([1, 2], "logic_no_operator"),
        (["=", A, {"x": 1}], "logic_literal"),
        (["=", A, 10**16], "too_high"),
        (["=", A, "x" * 1_001], "too_long"),
        (["answer"], "logic_name"),
        (["answer", 1], "logic_name"),
        (["displayed", A], "logic_name"),
        (["sum_in", A, 1], "logic_name"),
        (["=", ["answer", "b"], 1], "condition_later"),
        (["=", ["answer", "z"], 1], "condition_unknown"),
        (["or", *[["list", *[1] * 100]] * 6], "logic_too_big"),
    ],
)
def test_what_is_no_expression_is_told(expression: Any, code: str) -> None:
    assert code in [flaw.code for flaw in faults(expression, "here", {"a"}, {"a", "b"})]


def test_an_expression_has_a_greatest_depth() -> None:
    deep: Any = A
    for _ in range(10_000):
        deep = ["not", deep]
    assert [flaw.code for flaw in faults(deep, "", {"a"})] == ["logic_too_deep"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["r1", "f", "z"]), inner, max_size=3),
    max_leaves=6,
)


@given(expressions(), st.dictionaries(st.sampled_from("abc"), anything))
@settings(max_examples=150, deadline=None)
def test_nothing_raises_whatever_the_answers(expression: Any, answers: dict[str, Any]) -> None:
    assert list(faults(expression, "", "abc")) == []
    compiled(expression)(answers, TODAY)

"""Expressions for property tests: every operator, over answers called a, b and c."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from surveys.logic.expression import OPERATORS

TEXTS = ("", "x", "y", "z", "X ", "12", "0123", "true", "æ", "𝄞a", "2026-02-28", "2026-11", "1.5", "it's")
literals = (
    st.none()
    | st.booleans()
    | st.integers(-20, 20)
    | st.sampled_from([0.1, 0.2, 1.005, -0.5, 2.5, 1e-7, 123456.789, 10**12, 2026])
    | st.sampled_from(TEXTS)
)
FEWER = {"and": 3, "or": 3, "list": 3, "+": 3, "*": 3}
ITEMS = ("sum_in", "count_in", "avg_in", "min_in", "max_in")


def answers_called(names: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.tuples(st.sampled_from(["answer", "answer", "answer", "typed"]), st.sampled_from(names)).map(list)


def _applied(inner: st.SearchStrategy[Any], names: Sequence[str]) -> st.SearchStrategy[Any]:
    def with_operands(operator: str) -> st.SearchStrategy[Any]:
        fewest, most = OPERATORS[operator]
        count = st.integers(fewest, min(most, FEWER.get(operator, fewest + 1)))
        return count.flatmap(lambda n: st.tuples(st.just(operator), *[inner] * n)).map(list)

    plain = [name for name in OPERATORS if name not in ITEMS and name != "displayed"]
    units = st.sampled_from(["days", "months", "years"])
    return st.one_of(
        st.sampled_from(plain).flatmap(with_operands),
        st.tuples(st.just("date_add"), inner, st.integers(-40, 40), units).map(list),
        st.tuples(st.just("date_diff"), inner, inner, units).map(list),
        st.tuples(st.sampled_from(ITEMS[:3]), answers_called(names), st.sampled_from(["r1", "f"])).map(list),
    )


def expressions(names: Sequence[str] = ("a", "b", "c"), most: int = 12) -> st.SearchStrategy[Any]:
    return st.recursive(literals | answers_called(names), lambda inner: _applied(inner, names), max_leaves=most)

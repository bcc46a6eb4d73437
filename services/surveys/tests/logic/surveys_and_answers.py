"""Surveys with rules everywhere, and answers to all of it, for property tests of what rules do."""

from typing import Any

from hypothesis import strategies as st

from surveys.logic import renamed

from ..questionnaire.building import document, options, question, section, texts  # noqa: TID252 - the tests of one service
from .generating import expressions

LETTERS = "abcd"
WEIGHTED = [{"id": "a", "text": texts("A"), "weight": 1}, {"id": "b", "text": texts("B"), "weight": 3}]
SHAPES: dict[str, dict[str, Any]] = {
    "single_choice": {"options": options(*LETTERS), "comment": texts("Mer?")},
    "multiple_choice": {"options": options(*LETTERS)},
    "yes_no": {},
    "scale": {},
    "matrix": {"rows": options("r1", "r2", "10", "2"), "options": options("a", "b", "c")},
    "matrix_multiple": {"rows": options("r1", "r2"), "options": options("a", "b", "c")},
    "ranking": {"options": options("a", "b", "c")},
    "constant_sum": {"rows": options("r1", "r2", "r3"), "total": 10},
    "number": {"decimals": 2},
    "short_text": {},
    "long_text": {},
    "multiple_text": {"rows": options("r1", "r2")},
    "date": {},
    "area": {"options": options("asker", "1", "02")},
    "consent": {},
    "statement": {},
    "random": {"groups": WEIGHTED},
}
WORDS = ("12", "0123", "x", "X y", "true", "æøå", "𝄞", "2000-01-01", "1,5")

some_rule = expressions(most=8).map(lambda rule: rule if isinstance(rule, list) else ["and", rule])
a_value = expressions(most=10)
an_option = st.sampled_from([*LETTERS, "yes", "asker", "1"])
A, B = ["answer", "a"], ["answer", "b"]
plain_rule = st.one_of(
    st.tuples(st.sampled_from(["=", "!=", "contains", "not_contains"]), st.just(A), an_option).map(list),
    st.tuples(st.sampled_from(["<", ">=", "="]), st.just(A), st.integers(0, 10)).map(list),
    st.tuples(st.sampled_from(["any_of", "none_of", "all_of"]), st.just(A), st.just(["list", "a", "b"])).map(list),
    st.tuples(st.sampled_from(["answered", "empty"]), st.just(A)).map(list),
    st.tuples(st.sampled_from(["and", "or"]), st.just(["answered", A]), st.just(["=", B, "a"])).map(list),
)
a_rule = st.one_of(plain_rule, plain_rule, some_rule)


def _about(expression: Any, draw: st.DrawFn, earlier: list[str]) -> Any:
    """The expression over three of the questions that come before it."""
    known = [*earlier, "nowhere"]
    return renamed(expression, {name: draw(st.sampled_from(known)) for name in "abc"})


def _perhaps(draw: st.DrawFn, piece: dict[str, Any], earlier: list[str], often: int = 3) -> dict[str, Any]:
    if draw(st.integers(0, often)):
        return piece
    return {**piece, "show_if": _about(draw(a_rule), draw, earlier)}


def _question(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from([*SHAPES, "calculated"]))
    if kind == "calculated":
        return _perhaps(
            draw,
            question(
                name, kind, value=["+", _about(draw(a_value), draw, earlier), draw(st.sampled_from([0, ["displayed", "q0"]]))]
            ),
            earlier,
        )
    shape = {**SHAPES[kind]}
    for field in ("options", "rows"):
        if field in shape and not draw(st.integers(0, 2)):
            shape[field] = [_perhaps(draw, piece, earlier, often=2) for piece in shape[field]]
    if "options" in shape and kind != "area":
        shape["shuffle"] = draw(st.booleans())
        shape["options"] = [{**one, "fixed": one["id"] == "c", "write_in": one["id"] == "b"} for one in shape["options"]]
        if kind.startswith("matrix"):
            shape["options"] = [{k: v for k, v in one.items() if k != "write_in"} for one in shape["options"]]
    if not draw(st.integers(0, 3)):
        must = _about(draw(a_rule), draw, [*earlier, name])
        shape["checks"] = [{"must": must, "message": texts("Stemmer ikke")}]
    return _perhaps(draw, question(name, kind, **shape), earlier)


def _answer(draw: st.DrawFn, asked: dict[str, Any]) -> dict[str, Any]:
    """An answer that fits, with words beside it, by the names they stand under."""
    name, kind = asked["id"], asked["kind"]
    of = [one["id"] for one in asked.get("options", ())]
    rows = [row["id"] for row in asked.get("rows", ())]
    several: st.SearchStrategy[Any] | None = (
        st.sets(st.sampled_from(of), min_size=1).map(lambda chosen: [one for one in of if one in chosen]) if of else None
    )
    some_rows = st.sets(st.sampled_from(rows), min_size=1) if rows else st.just(set())
    fitting: dict[str, Any] = {
        **dict.fromkeys(("single_choice", "area"), st.sampled_from(of or ["x"])),
        "multiple_choice": several,
        "ranking": st.permutations(of),
        "yes_no": st.sampled_from(["yes", "no"]),
        "scale": st.integers(0, 10),
        "number": st.integers(-3, 40) | st.sampled_from([0.1, 0.25, 1.05, 1000000000]),
        **dict.fromkeys(("short_text", "long_text"), st.sampled_from(WORDS)),
        "date": st.sampled_from(["2026-11-25", "2000-02-29", "1985-12-31"]),
        "consent": st.just("yes"),
        "constant_sum": st.integers(0, 10).map(lambda first: {"r1": first, "r3": 10 - first}),
    }
    if kind in ("matrix", "matrix_multiple"):
        chosen: Any = several if kind == "matrix_multiple" else st.sampled_from(of)
        answered = draw(some_rows)
        return {name: {row: draw(chosen) for row in rows if row in answered}}
    if kind == "multiple_text":
        return {f"{name}.{row}": draw(st.sampled_from(WORDS)) for row in sorted(draw(some_rows))}
    beside = {f"{name}.{more}": "ord" for more in {"single_choice": ("b", "comment"), "multiple_choice": ("b",)}.get(kind, ())}
    return {name: draw(fitting[kind]), **beside} if kind in fitting else {}


@st.composite
def surveys_and_answers(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    earlier: list[str] = []
    sections: list[dict[str, Any]] = []
    answers: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 3))):
        gate = _perhaps(draw, {}, earlier)
        here = []
        for _ in range(draw(st.integers(1, 4))):
            one = _question(draw, f"q{len(earlier)}", earlier)
            here.append(one)
            earlier.append(one["id"])
            if draw(st.integers(0, 5)):
                answers |= _answer(draw, one)
        ends = {} if draw(st.integers(0, 4)) else {"end_if": _about(draw(a_rule), draw, earlier)}
        sections.append(section(f"s{number}", *here, shuffle=draw(st.booleans()), **gate, **ends))
    return document(*sections), answers

"""Whatever is drawn for whatever kind of question, its judge accepts."""

from datetime import date, timedelta
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Asked
from surveys.rehearsal.drawn import DRAWERS, drawer, options_of, words_drawer

from .questionnaire.building import asking, options, question

DAY = date(2026, 11, 25)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """One sound question of any kind, with anything its fields allow."""
    kind = draw(st.sampled_from(sorted(MAKERS)))
    return question("q", kind, required=draw(st.booleans()), **MAKERS[kind](draw))


def _some(draw: st.DrawFn) -> dict[str, Any]:
    alone = draw(st.integers(0, 2))
    together = draw(st.integers(1, 5))
    offered = [*options(*(f"t{n}" for n in range(together))), *({**o, "exclusive": True} for o in options("x", "y")[:alone])]
    least = draw(st.none() | st.integers(0, together))
    return {
        "options": offered,
        "min_choices": least,
        "max_choices": draw(st.none() | st.integers(max(1, least or 0), len(offered))),
    }


def _number(draw: st.DrawFn) -> dict[str, Any]:
    low = draw(st.none() | st.integers(-(10**6), 10**6))
    high = draw(st.none() | st.integers(low if low is not None else -(10**6), 2 * 10**6))
    return {"min": low, "max": high, "decimals": draw(st.integers(0, 6))}


def _date(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    last = draw(st.none() | st.dates(first or date(1900, 1, 1), date(2110, 1, 1)))
    said = {name: day.isoformat() for name, day in (("earliest", first), ("latest", last)) if day}
    return {"precision": draw(st.sampled_from(["day", "month", "year"])), **said}


def _scale(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.integers(0, 9))
    return {"from": start, "to": draw(st.integers(start + 1, 10))}


def _plain(_draw: st.DrawFn) -> dict[str, Any]:
    return {}


MAKERS: dict[str, Any] = {
    "single_choice": _plain,
    "yes_no": _plain,
    "area": _plain,
    "consent": _plain,
    "matrix": _plain,
    "matrix_multiple": _plain,
    "time": _plain,
    "multiple_choice": _some,
    "number": _number,
    "date": _date,
    "scale": _scale,
    "ranking": lambda draw: {"places": draw(st.none() | st.integers(1, 3))},
    "constant_sum": lambda draw: {"total": draw(st.integers(1, 10**9))},
    "short_text": lambda draw: {
        "max_length": draw(st.integers(1, 500)),
        "format": draw(st.sampled_from([None, "email", "phone", "postcode"])),
    },
    "long_text": lambda draw: {"max_length": draw(st.integers(1, 8_000))},
}


@given(questions(), st.integers(0, 2**31))
@settings(max_examples=600, deadline=None)
def test_a_drawn_answer_is_accepted(written: dict[str, Any], seed: int) -> None:
    asked = next(iter(asking({name: value for name, value in written.items() if value is not None}).questions.values()))
    drawn = drawer(asked)(Random(seed))
    kept, problems = asked.judge()(drawn)
    assert problems == ()
    assert kept is not None


def test_every_kind_that_people_answer_can_be_drawn() -> None:
    answered = {kind for kind in get_args(Question) if kind.by_person and kind.kind != "multiple_text"}
    assert answered == set(DRAWERS)
    assert {kind.kind for kind in answered} == set(MAKERS)


def test_nothing_is_drawn_where_nothing_fits() -> None:
    between = next(iter(asking(question("q", "number", min=0.2, max=0.8)).questions.values()))
    assert drawer(between)(Random(1)) is None


def test_the_lines_of_a_question_are_drawn_one_by_one() -> None:
    lines = next(iter(asking(question("q", "multiple_text", max_length=3)).questions.values()))
    assert all(0 < len(words_drawer(words)(Random(1))) <= 3 for words in lines.own_words())


@pytest.mark.parametrize(
    ("kind", "answer", "chosen"),
    [
        ("single_choice", "a", ["a"]),
        ("multiple_choice", ["a", "b"], ["a", "b"]),
        ("matrix", {"r1": "a", "r2": "a"}, ["a", "a"]),
        ("matrix_multiple", {"r1": ["a", "b"]}, ["a", "b"]),
        ("number", 3, []),
    ],
)
def test_what_was_chosen_is_counted_option_by_option(kind: str, answer: Any, chosen: list[str]) -> None:
    asked: Asked = next(iter(asking(question("q", kind)).questions.values()))
    assert options_of(asked, answer) == chosen  # type: ignore[arg-type] # of one of the kinds


def test_every_option_is_drawn_about_as_often() -> None:
    asked = next(iter(asking(question("q", "single_choice")).questions.values()))
    random = Random(7)
    draw = drawer(asked)
    counted = [draw(random) for _ in range(3_000)]
    assert all(900 < counted.count(name) < 1_100 for name in "abc")


def test_dates_lie_between_their_ends() -> None:
    ends = {"earliest": DAY.isoformat(), "latest": (DAY + timedelta(days=2)).isoformat()}
    asked = next(iter(asking(question("q", "date", **ends)).questions.values()))
    random = Random(3)
    assert {drawer(asked)(random) for _ in range(100)} == {"2026-11-25", "2026-11-26", "2026-11-27"}

"""SurveyJS's expressions mean what they mean in SurveyJS."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic import compiled, faults
from surveys.logic.surveyjs import LONGEST, NotAnExpression, parse, write
from surveys.logic.surveyjs_tokens import REASONS
from surveys.logic.values import truth

from .generating import expressions

TODAY = date(2026, 11, 25)
CONFORMANCE = Path(__file__).parents[4] / "../shared/data/conformance/surveyjs_expressions.jsonl"
DIFFERENT = {
    ("'AbcDEf' contains {val}", False): "recorded while a setting of SurveyJS made it tell capitals apart; we never do",
}


def value(text: str, answers: dict[str, Any]) -> Any:
    return compiled(parse(text))(answers, TODAY)


def test_the_conformance_suite_gives_the_same_results() -> None:
    if not CONFORMANCE.exists():
        pytest.skip("THE CONFORMANCE SUITE IS NOT HERE: ../shared/data/conformance/surveyjs_expressions.jsonl")
    header, *cases = [json.loads(line) for line in CONFORMANCE.read_text().splitlines()]
    assert len(cases) == header["cases"]
    different = [case for case in cases if not as_recorded(case)]
    told = {(case["expression"], case["result"]): DIFFERENT.get((case["expression"], case["result"])) for case in different}
    sys.stdout.write(f"{len(cases) - len(different)} of {len(cases)} expressions give SurveyJS's result; others: {told}\n")
    assert None not in told.values()


def as_recorded(case: dict[str, Any]) -> bool:
    found = compiled(parse(case["expression"]))(case["values"], TODAY)
    if case["kind"] == "condition":
        return truth(found) is case["result"]
    wanted = case.get("result")
    same_kind = isinstance(found, bool) == isinstance(wanted, bool)
    return bool(same_kind and found == wanted)


@pytest.mark.parametrize(
    ("text", "answers", "result"),
    [
        ("{age} >= 21 and ({sex} = 'male' or {kids} > 1)", {"age": 21, "sex": "male"}, True),
        ("{age.min} >= 35 and ({age.max} <= 80", {"age": {"min": 36, "max": 40}}, True),
        ("{var1} < 3 or {var1} empty", {}, True),
        ("{var1} != 3", {}, True),
        ("min({var1},{var2})", {"var1": [4, 2, 5], "var2": 3}, 2),
        ("round({num})", {"num": "-0.5"}, -1),
        ("trunc({num})", {"num": -1.5}, -1),
        ("dateDiff({d1}, {d2}, 'days')", {"d1": "2026-03-15", "d2": "2027-03-15"}, 365),
        ("currentYear()", {}, 2026),
        ("true && {year} >= 21", {"year": 20}, False),
        ("{val} contains {item}", {"val": [{"id": 1}, {"id": 2}], "item": {"id": 1}}, True),
        ("{text} = 'I\\'m here'", {"text": "I'm here"}, True),
        ("(1+2)*(3+2) / 5", {}, 3),
        ("sumInArray({a}, 'val1', '{val2} > 3')", {"a": [{"val1": 1, "val2": 4}, {"val1": 2, "val2": 3}]}, 1),
        ("countInArray({q}, 'c1', {c1} notempty)", {"q": {"r1": {"c1": 3}, "r2": {"c1": 2}}}, 2),
        ("minInArray({a}, 'price', 'name')", {"a": [{"price": 3, "name": "C"}, {"price": 1, "name": "A"}]}, "A"),
        ("iif({a}, 'high', 'low')", {"a": False}, "low"),
        ("{val.length} < 3", {}, True),
        ("{value} anyof ['a', 'b']", {"value": ["a", "c"]}, True),
        ("{value} noneof ['a', 'b']", {"value": None}, True),
        ("{value} allof ['a', 'b']", {"value": ["a", "c"]}, False),
        ("{value} = '1'", {"value": 1}, True),
        ("{v1} <= {v2}", {}, True),
        ("{v1} < {v2}", {"v1": 1}, False),
        ("{a} = 'True'", {"a": True}, True),
        ('{v} + iif({w} = "b", "[" + {v} + "]", "x")', {"v": "1", "w": "b"}, "1[1]"),
        ("{val1} + {val2}", {"val1": "1", "val2": "102"}, 103),
        ("{#val1} + {#val2}", {"val1": "1", "val2": "102"}, "1102"),
        ("0.9 - 0.6", {}, 0.3),
        ("sum([0.3, 0.6]", {}, 0.9),
        ("{a} = ab_cd", {"a": "ab_cd"}, True),
        ("{a} + ' '", {"a": ["a", "b"]}, "a, b "),
        ("substring({s}, 1, 3)", {"s": "abcdef"}, "bc"),
        ("{a} + 2", {"a": "999999999999999"}, 1000000000000001),
    ],
)
def test_an_expression_is_read_and_means_the_same(text: str, answers: dict[str, Any], result: Any) -> None:
    assert value(text, answers) == result


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("", "ends_early", 1),
        ("{a} =", "ends_early", 6),
        ("{a} = 'x' 'y'", "unexpected", 11),
        ("{a} # 1", "unreadable", 5),
        ("({a} = 1 ] ", "unclosed", 10),
        ("{a} > isContainerReady('p')", "unknown_function", 7),
        ("{} = 1", "empty_name", 1),
        ("(" * 40 + "1", "too_deep", 31),
        ("1+" * LONGEST + "1", "too_long", LONGEST),
        ("'open", "unreadable", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_position(text: str, reason: str, position: int) -> None:
    with pytest.raises(NotAnExpression) as refused:
        parse(text)
    assert (refused.value.reason, refused.value.position) == (reason, position)
    assert reason in REASONS


@given(expressions(), st.fixed_dictionaries({}, optional=dict.fromkeys("abc", st.sampled_from(["x", "12", 3, ["x", "y"]]))))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_and_means_the_same(expression: Any, answers: dict[str, Any]) -> None:
    again = parse(write(expression))
    assert write(again) == write(parse(write(again)))
    assert list(faults(again, "", "abc")) == []
    assert compiled(again)(answers, TODAY) == compiled(expression)(answers, TODAY)


@given(st.text(alphabet="{}ab'\"\\ 0.1()[],=<>!&|+-*/%^emptyand", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = parse(text)
    except NotAnExpression:
        return
    flaws = list(faults(expression, "", {"a", "b"}, ()))
    if not flaws:
        compiled(expression)({"a": "1"}, TODAY)

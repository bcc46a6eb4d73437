"""What the search says can be reached is reached by the engine; what it says never is, never is."""

import time
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.logic.solving import Found, Never, Undecided, Witness, reach
from surveys.questionnaire import Occasion, Questionnaire, check, read
from surveys.questionnaire.rules import led_through

from ..questionnaire.building import document, options, question, section, texts  # noqa: TID252 - the tests of one service
from .surveys_and_answers import surveys_and_answers

TODAY = date(2026, 11, 25)
CHOICE = question("q1", "single_choice")
AGE = question("age", "number", min=0, max=120)


def shown_if(rule: Any, *before: dict[str, Any]) -> Found:
    """What can be said of a question with this rule, after these."""
    questionnaire = read(document(section("s1", *before), section("s2", question("target", show_if=rule))))
    return reach(questionnaire, TODAY)["sections[1].questions[0]"]


def answer(name: str) -> list[str]:
    return ["answer", name]


def test_answers_are_found_that_lead_to_a_question() -> None:
    found = shown_if(["and", ["=", answer("q1"), "b"], [">", answer("age"), 66]], CHOICE, AGE)
    assert isinstance(found, Witness)
    assert found.answers["q1"] == "b"
    assert found.answers["age"] > 66


def test_a_contradiction_is_proven_and_its_rules_are_named_and_no_others() -> None:
    rule = ["and", [">", answer("age"), 66], ["=", answer("q1"), "a"], ["<", answer("age"), 18]]
    found = shown_if(rule, CHOICE, AGE)
    assert isinstance(found, Never)
    assert [(reason.place, reason.rule) for reason in found.reasons] == [
        ("sections[1].questions[0].show_if", [">", answer("age"), 66]),
        ("sections[1].questions[0].show_if", ["<", answer("age"), 18]),
    ]


def test_a_contradiction_through_another_question_names_both() -> None:
    middle = question("q2", "single_choice", show_if=["=", answer("q1"), "b"])
    found = shown_if(["and", ["=", answer("q2"), "a"], ["=", answer("q1"), "c"]], CHOICE, middle)
    assert isinstance(found, Never)
    assert {reason.place for reason in found.reasons} == {
        "sections[0].questions[1].show_if",
        "sections[1].questions[0].show_if",
    }


@pytest.mark.parametrize(
    ("rule", "before"),
    [
        (
            ["and", ["contains", answer("q"), "a"], ["contains", answer("q"), "c"]],
            question("q", "multiple_choice", max_choices=1),
        ),
        (["empty", answer("q")], question("q", "scale", required=True)),
        (["and", ["=", answer("q"), "x"], ["=", answer("q"), "y"]], question("q")),
        (["and", [">", answer("q"), 3], ["<", answer("q"), 4]], question("q", "number")),
        (["and", ["<", answer("q"), "2020-01-01"], [">", answer("q"), "2021-01-01"]], question("q", "date")),
        (["and", [">=", ["age", answer("q")], 18], ["<", ["age", answer("q")], 18]], question("q", "date")),
        (["and", ["=", ["answer", "q", "r1"], "a"], ["=", ["answer", "q", "r1"], "b"]], question("q", "matrix")),
        (["=", ["answer", "q", 0], ["answer", "q", 1]], question("q", "ranking", required=True)),
        (["=", ["length", answer("q")], 4], question("q", "multiple_choice")),
        ([">", answer("q"), 10], question("q", "calculated", value=["+", 1, 2])),
        (["none_of", answer("q"), ["list", "yes", "no"]], question("q", "yes_no", required=True)),
    ],
)
def test_what_cannot_be_is_proven(rule: Any, before: dict[str, Any]) -> None:
    found = shown_if(rule, before)
    assert isinstance(found, Never)
    assert found.reasons


@pytest.mark.parametrize(
    ("rule", "before"),
    [
        (["and", [">", answer("q"), 3], ["<", answer("q"), 4]], question("q", "number", decimals=1)),
        (["and", [">=", ["age", answer("q")], 18], ["<", ["age", answer("q")], 19]], question("q", "date")),
        (["=", ["answer", "q", 0], "c"], question("q", "ranking")),
        (["=", answer("q"), "b"], question("q", "random")),
        (["=", answer("q.other"), "ski"], question("q", "single_choice", options=[{**options("other")[0], "write_in": True}])),
        (["contains", answer("q"), "b"], question("q", "multiple_choice", min_choices=2)),
        (["=", answer("q"), 3], question("q", "calculated", value=["+", 1, 2])),
        (["answered", ["answer", "q", "r2"]], question("q", "multiple_text")),
    ],
)
def test_what_can_be_is_found(rule: Any, before: dict[str, Any]) -> None:
    assert isinstance(shown_if(rule, before), Witness)


def test_what_it_does_not_see_through_is_left_undecided() -> None:
    two = (question("a", "number"), question("b", "number"))
    never = ["and", ["=", ["+", answer("a"), answer("b")], 1.5], ["answered", answer("a")], ["answered", answer("b")]]
    assert isinstance(shown_if(never, *two), Undecided)


def test_an_end_hides_what_comes_after_it() -> None:
    after = section("s2", question("q2", show_if=["=", answer("q1"), "a"]), question("q3"))
    questionnaire = read(document(section("s1", CHOICE, end_if=["=", answer("q1"), "a"]), after))
    found = reach(questionnaire, TODAY)
    assert isinstance(found["sections[1].questions[0]"], Never)
    assert isinstance(found["sections[1].questions[1]"], Witness)
    assert isinstance(found["sections[0].end_if"], Witness)


def test_an_option_a_row_a_check_and_an_end_are_looked_at_too() -> None:
    never, b = ["and", ["=", answer("q1"), "a"], ["=", answer("q1"), "b"]], ["=", answer("q1"), "b"]
    choices = [{**options("a")[0], "show_if": never}, {**options("b")[0], "show_if": b}, *options("c")]
    grid = question("q3", "matrix", rows=[{**options("r1")[0], "show_if": never}, *options("r2")])
    checks = [{"must": [">", answer("q4"), 200], "message": texts()}]
    checked = question("q4", "number", max=100, checks=checks)
    questionnaire = read(
        document(section("s1", CHOICE, question("q2", "single_choice", options=choices), grid, checked, end_if=never))
    )
    found = reach(questionnaire, TODAY)
    assert {place for place, one in found.items() if isinstance(one, Never)} == {
        "sections[0].questions[1].options[0]",
        "sections[0].questions[2].rows[0]",
        "sections[0].questions[3].checks[0]",
        "sections[0].end_if",
    }
    assert all(isinstance(one, Witness | Never) for one in found.values())


def long_survey() -> Questionnaire:
    """300 questions; each tenth but the first hangs on an answer that contradicts another."""
    parts = []
    for number in range(30):
        gate, years = f"choice{number}", f"years{number}"
        rules: list[Any] = [
            ["=", answer(gate), "a"],
            ["or", ["=", answer(gate), "b"], [">", answer(years), 66]],
            ["and", ["=", answer(gate), "a"], ["<", answer(years), 18]],
            ["and", [">", answer(years), 66], ["<", answer(years), 18]],
        ]
        here = [question(f"q{number}-{n}", show_if=rules[n % 4]) for n in range(8)]
        end = {"end_if": ["and", ["=", answer("choice0"), "c"], ["=", answer(years), number]]} if number % 5 == 0 else {}
        parts.append(
            section(f"s{number}", question(gate, "single_choice", required=True), question(years, "number"), *here, **end)
        )
    return read(document(*parts))


def test_three_hundred_questions_are_decided_in_a_moment() -> None:
    questionnaire = long_survey()
    start = time.process_time()
    found = reach(questionnaire, TODAY)
    assert time.process_time() - start < 8
    assert sum(isinstance(one, Never) for one in found.values()) == 60
    assert not any(isinstance(one, Undecided) for one in found.values())


@given(surveys_and_answers(), st.integers(0, 50))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_answers_come_to_what_is_proven_unreachable(survey: tuple[dict[str, Any], dict[str, Any]], seed: int) -> None:
    definition, answers = survey
    questionnaire = msgspec.convert(definition, Questionnaire)
    found = reach(questionnaire, TODAY)
    never = {place for place, one in found.items() if isinstance(one, Never)}
    occasion = Occasion(seed, TODAY)
    checked = check(questionnaire, answers, occasion=occasion)
    if checked.problems:
        return
    shown = {one.id for _, questions in led_through(questionnaire, checked.answers_kept, occasion) for one in questions}
    places = {
        one.id: f"sections[{number}].questions[{index}]"
        for number, part in enumerate(questionnaire.sections)
        for index, one in enumerate(part.questions)
    }
    assert not {places[name] for name in shown} & never

"""A draft may hold rules that mean nothing yet: they are told as faults, and nothing breaks over them."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic.expression import OPERATORS
from surveys.logic.solving import reach
from surveys.questionnaire import check, faults_of, offered_questions, read_draft, visible_sections
from surveys.questionnaire.browser_rules import browser_rules
from surveys.questionnaire.rules_in_words import asked_if

from .building import document, options, question, section, texts

words = st.sampled_from([*OPERATORS, "answer", "typed", "q1", "q2", "a", "", "nowhere"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=2),
    max_leaves=10,
)
rules = st.lists(anything, max_size=4)


@given(rules, rules, rules, rules)
@settings(max_examples=40, deadline=None)
def test_nothing_breaks_over_a_rule_that_means_nothing_yet(shown: Any, value: Any, must: Any, ends: Any) -> None:
    choices = [{**options("a")[0], "show_if": shown}, *options("b")]
    questionnaire = read_draft(
        document(
            section("s1", question("q1", "number"), question("q2", "calculated", value=value), end_if=ends),
            section(
                "s2",
                question("q3", "single_choice", options=choices, checks=[{"must": must, "message": texts()}], show_if=shown),
                show_if=shown,
            ),
        )
    )
    faults_of(questionnaire)
    answers = {"q1": 3, "q3": "a"}
    check(questionnaire, answers)
    offered_questions(questionnaire, "s2", answers)
    visible_sections(questionnaire, answers)
    browser_rules(questionnaire)
    asked_if(questionnaire, shown, "nb")
    reach(questionnaire, date(2026, 11, 25))

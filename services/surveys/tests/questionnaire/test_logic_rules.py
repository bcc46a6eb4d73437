"""What rules do to a questionnaire: what is shown, dropped, worked out, drawn, refused."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from surveys.events import ResponseSubmitted
from surveys.published import BACKGROUND, announce
from surveys.questionnaire import (
    InvalidQuestionnaire,
    Occasion,
    asked_questions,
    check,
    faults_of,
    offered_questions,
    read,
    read_draft,
    visible_sections,
)
from surveys.questionnaire.words import explain

from .building import document, options, question, section, texts

Q1_IS_A = ["=", ["answer", "q1"], "a"]
TODAY = date(2026, 11, 25)


def with_rule(field: str, number: int, rule: Any, **question_: Any) -> dict[str, Any]:
    """A question where one option or row has a rule."""
    pieces = [{**piece} for piece in question_[field]]
    pieces[number]["show_if"] = rule
    return {**question_, field: pieces}


FIRST = question("q1", "single_choice")
OTHER = with_rule("options", 0, Q1_IS_A, **question("q2", "single_choice", required=True))
MANY = with_rule("options", 0, Q1_IS_A, **question("q3", "multiple_choice", min_choices=3))
GRID = with_rule("rows", 1, Q1_IS_A, **question("q4", "matrix", required=True))
ORDER = with_rule("options", 2, Q1_IS_A, **question("q5", "ranking"))
SHARES = with_rule("rows", 0, Q1_IS_A, **question("q6", "constant_sum", rows=options("r1", "r2")))
PIECES = read(document(section("s1", FIRST, OTHER, MANY, GRID, ORDER, SHARES)))


def judged(**answers: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    checked = check(PIECES, answers)
    return checked.answers_kept, [(p.question_id, p.code) for p in checked.problems if p.code != "required"]


def test_an_option_that_is_hidden_cannot_be_chosen() -> None:
    kept, problems = judged(q1="b", q2="a", q3=["a", "b", "c"], q5=["c", "a", "b"])
    assert kept == {"q1": "b", "q3": ["b", "c"], "q5": ["a", "b"]}
    assert problems == []
    assert ("q2", "required") in [(p.question_id, p.code) for p in check(PIECES, {"q1": "b", "q2": "a"}).problems]


def test_a_row_that_is_hidden_is_neither_asked_for_nor_kept() -> None:
    assert judged(q1="b", q4={"r1": "a", "r2": "b"}, q6={"r1": 40, "r2": 100})[0] == {
        "q1": "b",
        "q4": {"r1": "a"},
        "q6": {"r2": 100},
    }
    rows = [p.row for p in check(PIECES, {"q1": "b"}).problems if p.question_id == "q4"]
    assert rows == ["r1"]


def test_what_is_shown_is_kept_as_always() -> None:
    kept, problems = judged(q1="a", q2="a", q3=["a", "b", "c"], q4={"r1": "a", "r2": "b"}, q6={"r1": 40, "r2": 60})
    assert kept["q2"] == "a"
    assert kept["q4"] == {"r1": "a", "r2": "b"}
    assert problems == []


def test_an_option_that_hangs_on_its_own_page_is_offered_from_the_start() -> None:
    offered = {q.id: [o.id for o in q.choices()] for q in offered_questions(PIECES, "s1", {})}
    assert offered["q2"] == ["a", "b", "c"]
    assert {q.id: [o.id for o in q.choices()] for q in asked_questions(PIECES, "s1", {"q1": "b"})}["q2"] == ["b", "c"]


def test_a_question_with_nothing_left_to_choose_is_not_asked() -> None:
    only = question("q2", "single_choice", options=[{**options("a")[0], "show_if": Q1_IS_A}], required=True)
    questionnaire = read(document(section("s1", FIRST), section("s2", only)))
    assert check(questionnaire, {"q1": "b", "q2": "a"}).answers_kept == {"q1": "b"}
    assert [part.id for part in visible_sections(questionnaire, {"q1": "b"})] == ["s1"]


ENDING = read(
    document(
        section("s1", FIRST, end_if=["!=", ["answer", "q1"], "a"], end_text=texts("Takk, det var alt.")),
        section("s2", question("q2", required=True)),
    )
)


def test_after_an_end_nothing_more_is_asked_or_kept() -> None:
    checked = check(ENDING, {"q1": "b", "q2": "skrevet før"})
    assert (checked.answers_kept, checked.problems, checked.ended) == ({"q1": "b"}, [], "s1")
    assert [part.id for part in visible_sections(ENDING, {"q1": "b"})] == ["s1"]


def test_without_an_end_all_is_asked() -> None:
    checked = check(ENDING, {"q1": "a"})
    assert ([p.code for p in checked.problems], checked.ended) == (["required"], None)


CHECKED = read(
    document(
        section(
            "s1",
            question("q1", "number", max=100),
            question(
                "q2",
                "number",
                max=100,
                checks=[
                    {
                        "must": ["<=", ["+", ["answer", "q1"], ["answer", "q2"]], 100],
                        "message": {"nb": "Til sammen er det mer enn 100."},
                    }
                ],
            ),
        )
    )
)


def test_a_check_that_is_not_met_says_the_author_s_own_words() -> None:
    (problem,) = check(CHECKED, {"q1": 60, "q2": 50}).problems
    assert (problem.question_id, problem.code) == ("q2", "check")
    assert explain(problem, "nb", CHECKED.questions["q2"]) == "Til sammen er det mer enn 100."


def test_a_check_that_is_met_or_not_answered_says_nothing() -> None:
    assert check(CHECKED, {"q1": 60, "q2": 40}).problems == []
    assert check(CHECKED, {"q1": 100}).problems == []


WORKED_OUT = read(
    document(
        section(
            "s1",
            question("born", "number"),
            question("age", "calculated", value=["-", ["year"], ["answer", "born"]]),
            question("lot", "random"),
            question("adult", show_if=[">=", ["answer", "age"], 18]),
        )
    )
)


def test_a_value_is_worked_out_and_a_lot_is_drawn_and_both_are_kept() -> None:
    kept = check(WORKED_OUT, {"born": 2000, "adult": "ja"}, occasion=Occasion(7, TODAY)).answers_kept
    assert kept == {"born": 2000, "age": 26, "lot": kept["lot"], "adult": "ja"}
    assert check(WORKED_OUT, {"born": 2010, "adult": "ja"}, occasion=Occasion(7, TODAY)).answers_kept["age"] == 16


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ([">", ["answer", "q1"], 3], 1),
        (["list", ["answer", "q1"], "b", None, True], ["7", "b", "true"]),
        (["if", ["=", ["answer", "q1"], 1], "x"], None),
        (["+", ["answer", "q1"], 0.5], 7.5),
    ],
)
def test_a_worked_out_value_is_kept_in_a_form_that_can_be_stored_and_told(value: Any, kept: Any) -> None:
    questionnaire = read(document(section("s1", question("q1", "number"), question("c", "calculated", value=value))))
    found = check(questionnaire, {"q1": 7}).answers_kept.get("c")
    assert found == kept
    assert type(found) is type(kept)
    event = ResponseSubmitted(UUID(int=1), UUID(int=2), UUID(int=3), BACKGROUND, "nb", {"c": found} if found else {}, {})
    assert msgspec.json.decode(msgspec.json.encode(event), type=ResponseSubmitted) == event
    assert announce(UUID(int=4), event)


def test_what_was_worked_out_may_come_back_but_nothing_else() -> None:
    occasion = Occasion(7, TODAY)
    kept = check(WORKED_OUT, {"born": 2000}, occasion=occasion).answers_kept
    assert check(WORKED_OUT, kept, occasion=occasion).problems == []
    assert [p.code for p in check(WORKED_OUT, {**kept, "age": 99}, occasion=occasion).problems] == ["not_asked"]


def test_a_value_may_say_the_words_of_a_choice() -> None:
    said = question("q2", "calculated", value=["+", ["displayed", "q1"], "!"])
    questionnaire = read(document(section("s1", question("q1", "multiple_choice"), said)))
    assert check(questionnaire, {"q1": ["a", "c"]}).answers_kept["q2"] == "Valg a, Valg c!"


def test_a_lot_falls_the_same_for_the_same_person_and_by_its_weights_for_all() -> None:
    groups = [{"id": "a", "text": texts("A"), "weight": 1}, {"id": "b", "text": texts("B"), "weight": 3}]
    questionnaire = read(document(section("s1", question("q", "random", groups=groups), question("q2"))))
    drawn = Counter(check(questionnaire, {}, occasion=Occasion(seed)).answers_kept["q"] for seed in range(4_000))
    assert 0.22 < drawn["a"] / 4_000 < 0.28


def test_what_is_shuffled_stands_in_the_person_s_own_order_and_what_is_fixed_stays() -> None:
    shuffled = question(
        "q", "single_choice", shuffle=True, options=[*options("a", "b", "c"), {**options("d")[0], "fixed": True}]
    )
    questionnaire = read(document(section("s1", shuffled, *(question(f"q{n}") for n in range(3)), shuffle=True)))
    orders, sequences = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for seed in range(600):
        offered = offered_questions(questionnaire, "s1", {}, Occasion(seed))
        assert offered == offered_questions(questionnaire, "s1", {}, Occasion(seed))
        orders[tuple(o.id for q in offered if q.id == "q" for o in q.choices())] += 1
        sequences[tuple(q.id for q in offered)] += 1
    assert {order[3] for order in orders} == {"d"}
    assert len(orders) == 6
    assert len(sequences) == 24
    assert min(orders.values()) > 70


@pytest.mark.parametrize(
    ("more", "place", "code"),
    [
        ({"show_if": ["=", ["answer", "q3"], 1]}, "show_if", "condition_later"),
        ({"show_if": ["=", ["answer", "q2"], "a"]}, "show_if", "condition_later"),
        ({"show_if": ["=", ["answer", "qx"], 1]}, "show_if", "condition_unknown"),
        ({"show_if": ["=", ["answer", "q1"], "z"]}, "show_if", "condition_value"),
        ({"show_if": ["and", ["contains", ["answer", "q1"], "z"]]}, "show_if", "condition_value"),
        ({"show_if": ["like", ["answer", "q1"], "z"]}, "show_if", "logic_unknown_operator"),
        ({"checks": [{"must": ["=", ["answer", "q3"], 1], "message": texts()}]}, "checks[0].must", "condition_later"),
        ({"options": [{**options("a")[0], "show_if": ["=", ["answer", "q2"], "a"]}]}, "options[0].show_if", "condition_later"),
    ],
)
def test_a_rule_may_read_only_what_comes_before_it(more: dict[str, Any], place: str, code: str) -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        read(document(section("s1", FIRST, question("q2", "single_choice", **more), question("q3", "number"))))
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [(f"sections[0].questions[1].{place}", code)]


@pytest.mark.parametrize(("value", "sound"), [("7", True), (7, True), (7.5, False), (11, False), ("x", False)])
def test_a_scale_is_compared_with_a_number_on_it_however_it_is_written(value: Any, sound: bool) -> None:
    asked = document(section("s1", question("q1", "scale"), question("q2", show_if=["=", ["answer", "q1"], value])))
    assert [fault.code for fault in faults_of(read_draft(asked))] == ([] if sound else ["condition_value"])


def test_a_check_may_read_its_own_answer_and_an_end_its_whole_section() -> None:
    own = [{"must": [">", ["answer", "q1"], 0], "message": texts()}]
    read(document(section("s1", question("q1", "number", checks=own), end_if=["=", ["answer", "q1"], 3])))


def test_a_person_s_own_words_are_never_worked_into_a_value() -> None:
    def calculated(value: Any) -> None:
        read(document(section("s1", question("q1"), question("q2", "multiple_text"), question("c", "calculated", value=value))))

    for words in (["+", ["answer", "q1"], "!"], ["typed", "q2", "r1"], ["lower", ["answer", "q2.r1"]]):
        with pytest.raises(InvalidQuestionnaire) as refused:
            calculated(words)
        assert [fault.code for fault in refused.value.faults] == ["calculated_words"]
    calculated(["answered", ["answer", "q1"]])

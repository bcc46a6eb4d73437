from typing import Any

import pytest

from surveys.questionnaire import (
    asked_questions,
    check,
    minutes,
    offered_questions,
    read,
    visible_sections,
)
from surveys.questionnaire.rules import place_on_the_way
from surveys.questionnaire.sheets import next_section, previous_section

from .building import asking, document, options, question, section, texts


def judged(one: dict[str, Any], answer: Any) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    checked = check(asking(one), {"q": answer})
    return checked.answers_kept.get("q"), [(problem.code, problem.params) for problem in checked.problems]


NONE = {"id": "none", "text": texts("Ingen"), "exclusive": True}
MULTIPLE = question("q", "multiple_choice", options=[*options("a", "b", "c"), NONE], min_choices=2, max_choices=2)


@pytest.mark.parametrize(
    ("one", "answer", "kept"),
    [
        (question("q", "single_choice"), "b", "b"),
        (question("q", "single_choice"), "", None),
        (MULTIPLE, ["c", "a", "c"], ["a", "c"]),
        (MULTIPLE, ["none"], ["none"]),
        (MULTIPLE, [], None),
        (question("q", "scale"), 0, 0),
        (question("q", "matrix"), {"r1": "b"}, {"r1": "b"}),
        (question("q", "matrix"), {"r1": ""}, None),
        (question("q"), "  to \n linjer\x00 ", "to linjer"),
        (question("q", "long_text"), " to\r\nlinjer ", "to\nlinjer"),
        (question("q", "long_text"), " \n\t ", None),
        (question("q", "number"), 3.0, 3),
        (question("q", "number", decimals=2), 3.25, 3.25),
        (question("q", "number"), "", None),
        (question("q", "yes_no"), "yes", "yes"),
        (question("q", "area"), "north", "north"),
        (question("q", "matrix_multiple"), {"r2": ["b", "a"]}, {"r2": ["b", "a"]}),
        (question("q", "ranking"), ["c", "a", "b"], ["c", "a", "b"]),
        (question("q", "ranking", places=1), ["c"], ["c"]),
        (question("q", "ranking"), [], None),
        (question("q", "constant_sum"), {"r1": 40, "r3": 60}, {"r1": 40, "r2": 0, "r3": 60}),
        (question("q", format="email"), " kari@eksempel.no ", "kari@eksempel.no"),
        (question("q", format="phone"), "+47 22 33 44 55", "+4722334455"),
        (question("q", format="postcode"), "1304", "1304"),
        (question("q", "date"), "2024-02-29", "2024-02-29"),
        (question("q", "date", precision="month"), "2024-02", "2024-02"),
        (question("q", "date", precision="year"), "2024", "2024"),
        (question("q", "date"), "", None),
        (question("q", "time"), "9.05", "09:05"),
        (question("q", "time"), "2359", "23:59"),
        (question("q", "consent"), "yes", "yes"),
        (question("q", "consent"), "", None),
    ],
)
def test_an_answer_that_fits_is_kept_in_its_one_right_form(one: dict[str, Any], answer: Any, kept: Any) -> None:
    assert judged(one, answer) == (kept, [])


@pytest.mark.parametrize(
    ("one", "answer", "problem"),
    [
        (question("q", "single_choice"), "z", ("not_an_option", {})),
        (question("q", "single_choice"), ["a"], ("wrong_kind", {})),
        (MULTIPLE, ["a"], ("too_few", {"least": 2})),
        (MULTIPLE, ["a", "b", "c"], ("too_many", {"most": 2})),
        (MULTIPLE, ["a", "none"], ("exclusive", {})),
        (MULTIPLE, ["a", "z"], ("not_an_option", {})),
        (MULTIPLE, "a", ("wrong_kind", {})),
        (MULTIPLE, [["a"]], ("wrong_kind", {})),
        (question("q", "scale"), 11, ("not_on_scale", {"start": 0, "end": 10})),
        (question("q", "scale"), "7", ("wrong_kind", {})),
        (question("q", "scale"), True, ("wrong_kind", {})),
        (question("q", "scale"), 7.0, ("wrong_kind", {})),
        (question("q", "matrix"), {"r9": "a"}, ("not_a_row", {})),
        (question("q", "matrix"), {"r1": "z"}, ("not_an_option", {"row": "r1"})),
        (question("q", "matrix"), {"r1": 1}, ("wrong_kind", {})),
        (question("q", max_length=3), "fire", ("too_long", {"most": 3, "found": 4})),
        (question("q", "long_text"), 5, ("wrong_kind", {})),
        (question("q", "number", min=1), 0, ("too_small", {"least": 1})),
        (question("q", "number", max=1), 2, ("too_large", {"most": 1})),
        (question("q", "number"), 2.5, ("whole_number", {})),
        (question("q", "number", decimals=1), 2.25, ("decimals", {"most": 1})),
        (question("q", "number"), "mange", ("not_a_number", {})),
        (question("q", "number"), float("nan"), ("not_a_number", {})),
        (question("q", "number"), 10**400, ("too_large", {"most": 1e12})),
        (question("q", "number"), True, ("not_a_number", {})),
        (question("q", "yes_no"), "maybe", ("not_an_option", {})),
        (question("q", "matrix_multiple"), {"r1": ["z"]}, ("not_an_option", {"row": "r1"})),
        (question("q", "matrix_multiple"), {"r1": "a"}, ("wrong_kind", {})),
        (question("q", "ranking"), ["a", "a", "b"], ("place_twice", {})),
        (question("q", "ranking"), ["a"], ("not_ranked", {"places": 3})),
        (question("q", "ranking"), {"a": 1, "b": 1}, ("place_twice", {})),
        (question("q", "ranking"), {"a": 2, "b": 3}, ("not_ranked", {"places": 3})),
        (question("q", "ranking"), ["a", "b", "z"], ("not_an_option", {})),
        (question("q", "constant_sum"), {"r1": 40}, ("wrong_sum", {"total": 100, "found": 40})),
        (question("q", "constant_sum"), {"r1": -1}, ("not_a_share", {"row": "r1", "most": 100})),
        (question("q", "constant_sum"), {"r9": 100}, ("not_a_row", {})),
        (question("q", format="email"), "kari@eksempel", ("not_email", {})),
        (question("q", format="phone"), "12", ("not_phone", {})),
        (question("q", format="postcode"), "13045", ("not_postcode", {})),
        (question("q", "date"), "2023-02-29", ("not_a_date", {})),
        (question("q", "date"), {"day": "31", "month": "2", "year": "2023"}, ("not_a_date", {})),
        (question("q", "date", earliest="2020-01-01"), "2019-12-31", ("too_early", {"earliest": "2020-01-01"})),
        (question("q", "date", precision="year", latest="2020-01-01"), "2021", ("too_late", {"latest": "2020"})),
        (question("q", "date", precision="month"), "2024-13", ("not_a_month", {})),
        (question("q", "time"), "24.00", ("not_a_time", {})),
        (question("q", "consent"), True, ("wrong_kind", {})),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_not_kept(
    one: dict[str, Any], answer: Any, problem: tuple[str, Any]
) -> None:
    assert judged(one, answer) == (None, [problem])


def test_what_is_required_is_asked_for_row_by_row_in_a_matrix() -> None:
    questionnaire = asking(question("q1", required=True), question("q2", "matrix", required=True), question("q3"))
    problems = check(questionnaire, {"q1": " ", "q2": {"r2": "a"}}).problems
    assert [(p.question_id, p.code, p.row) for p in problems] == [("q1", "required", None), ("q2", "required", "r1")]
    assert [p.row for p in check(questionnaire, {"q1": "x"}).problems] == ["r1", "r2"]


def test_words_beside_an_option_count_only_when_it_is_chosen() -> None:
    other = {"id": "other", "text": texts("Annet"), "write_in": True}
    for kind, chosen in (("single_choice", "other"), ("multiple_choice", ["a", "other"])):
        questionnaire = asking(question("q", kind, options=[*options("a"), other], comment=texts("Si mer")))
        written = {"q.other": " båt ", "q.comment": "Hei"}
        assert check(questionnaire, {"q": chosen, **written}).answers_kept == {
            "q": chosen,
            "q.other": "båt",
            "q.comment": "Hei",
        }
        alone = "a" if kind == "single_choice" else ["a"]
        assert check(questionnaire, {"q": alone, **written}).answers_kept == {"q": alone, "q.comment": "Hei"}


def test_each_line_of_a_multiple_text_is_an_answer_of_its_own() -> None:
    questionnaire = asking(question("q", "multiple_text", required=True))
    checked = check(questionnaire, {"q.r1": "en"})
    assert checked.answers_kept == {"q.r1": "en"}
    assert [(p.question_id, p.code) for p in checked.problems] == [("q.r2", "required")]
    assert [p.code for p in check(questionnaire, {"q": {"r1": "en"}, "q.r1": "x", "q.r2": "y"}).problems] == ["wrong_kind"]


def test_nobody_answers_a_statement_or_draws_their_own_lot() -> None:
    for kind in ("statement", "random", "calculated"):
        assert [p.code for p in check(asking(question("q", kind)), {"q": "nobody"}).problems] == ["not_asked"]
        assert check(asking(question("q", kind, required=True)), {}).problems == []


def test_an_answer_to_no_question_of_ours_is_named() -> None:
    assert [(p.question_id, p.code) for p in check(asking(question("q1")), {"q9": 1}).problems] == [("q9", "unknown_question")]


BRANCHING = read(
    document(
        section(
            "s1",
            question("q1", "single_choice", required=True),
            question("q2", required=True, show_if={"question": "q1", "is": "b"}),
        ),
        section("s2", question("q3", "scale", required=True), show_if={"question": "q1", "is_not": "c"}),
        section("s3", question("q4", required=True, show_if={"question": "q3", "at_least": 5})),
        section("s4", question("q5", "multiple_choice"), question("q6", show_if={"question": "q5", "includes": "a"})),
    )
)


def way(answers: dict[str, Any]) -> list[str]:
    return [part.id for part in visible_sections(BRANCHING, answers)]


def test_what_is_hidden_is_dropped_and_not_asked_for() -> None:
    checked = check(BRANCHING, {"q1": "c", "q2": "skjult", "q3": 9, "q4": "skjult"})
    assert checked.answers_kept == {"q1": "c"}
    assert checked.problems == []


def test_what_hangs_on_a_dropped_answer_is_dropped_too() -> None:
    assert check(BRANCHING, {"q1": "c", "q3": 9, "q4": "henger på q3"}).answers_kept == {"q1": "c"}
    assert check(BRANCHING, {"q1": "a", "q3": 9, "q4": "vises"}).answers_kept == {"q1": "a", "q3": 9, "q4": "vises"}


def test_who_has_not_answered_meets_no_condition() -> None:
    assert way({}) == ["s1", "s4"]
    assert way({"q1": "c"}) == ["s1", "s4"]
    assert way({"q1": "a", "q3": 4}) == ["s1", "s2", "s4"]
    assert way({"q1": "a", "q3": 5}) == ["s1", "s2", "s3", "s4"]


def test_only_sections_so_far_are_checked_when_told() -> None:
    checked = check(BRANCHING, {"q1": "b", "q3": 99}, upto_section="s1")
    assert checked.answers_kept == {"q1": "b"}
    assert [problem.question_id for problem in checked.problems] == ["q2"]


def test_a_question_that_hangs_on_its_own_page_is_offered_before_the_answer_is_known() -> None:
    assert [q.id for q in offered_questions(BRANCHING, "s1", {})] == ["q1", "q2"]
    assert [q.id for q in asked_questions(BRANCHING, "s1", {})] == ["q1"]
    assert [q.id for q in asked_questions(BRANCHING, "s1", {"q1": "b"})] == ["q1", "q2"]
    assert offered_questions(BRANCHING, "s3", {}) == []
    assert offered_questions(BRANCHING, "nowhere", {}) == []


def test_the_way_leads_forward_and_back_past_what_is_hidden() -> None:
    answers = {"q1": "a", "q3": 4}
    forward, back = next_section(BRANCHING, "s2", answers), previous_section(BRANCHING, "s4", answers)
    assert (forward and forward.id, back and back.id) == ("s4", "s2")
    assert next_section(BRANCHING, "s4", answers) is None
    assert previous_section(BRANCHING, "s1", answers) is None


def test_a_part_that_may_still_come_is_counted() -> None:
    assert place_on_the_way(BRANCHING, "s1", {}) == (1, 3)
    assert place_on_the_way(BRANCHING, "s4", {"q1": "c"}) == (2, 2)


def test_minutes_grow_with_what_is_asked_and_are_never_none() -> None:
    assert minutes(asking(question("q1"))) == 1
    assert minutes(asking(*(question(f"q{n}", "long_text") for n in range(10)))) == 8

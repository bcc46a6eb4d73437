"""Thousands of simulated people: what nobody comes to is found, groups are reckoned, and a run can be repeated."""

from datetime import date
from typing import Any

import pytest

from surveys.questionnaire import Questionnaire, read
from surveys.rehearsal import read_out
from surveys.rehearsal.kept import Rehearsal
from surveys.rehearsal.outcome import Outcome, Times, times_of
from surveys.rehearsal.program import Cell, Task, rehearse

from .conftest import NOW
from .questionnaire.building import document, question, section

DAY = date(2026, 11, 25)
PANEL = (
    Cell("30-39", "woman", "sandvika", "nb", 60),
    Cell("15-19", "man", "sandvika", "nb", 5),
    Cell("30-39", "man", "fornebu", "nb", 35),
)


def outcome_of(definition: dict[str, Any], people: int = 400, seed: int = 1, cells: tuple[Cell, ...] = PANEL) -> Outcome:
    *_, last = rehearse(Task(definition, cells, seed, people, DAY))
    assert isinstance(last, Outcome)
    return last


def sound(definition: dict[str, Any]) -> Questionnaire:
    return read(definition)


YES, NO = {"question": "q1", "is": "yes"}, {"question": "q1", "is": "no"}
PLANTED = document(
    section("s1", question("q1", "yes_no", required=True), question("q2", "single_choice", required=True)),
    section(
        "s2",
        question("q3", "yes_no", show_if=YES, required=True),
        question("q4", show_if=NO),
        show_if=YES,
    ),
    section("s3", question("q5")),
    section(
        "s4",
        question("q6", "yes_no", show_if={"question": "q3", "is": "yes"}),
        show_if=NO,
    ),
    section("s5", question("q7", "single_choice", show_if={"question": "q6", "is": "no"})),
)


def test_the_questions_nobody_can_come_to_are_found_and_no_others() -> None:
    outcome = outcome_of(PLANTED)
    assert read_out.unseen(outcome, sound(PLANTED)) == ["q4", "q6", "q7"]


def test_a_section_nobody_can_come_to_is_told_once() -> None:
    definition = document(
        section("s1", question("q1", "yes_no")),
        section("s2", question("q2", "yes_no", show_if=NO), show_if=YES),
        section("s3", question("q3"), question("q4"), show_if={"question": "q2", "is": "yes"}),
    )
    assert read_out.unseen(outcome_of(definition), sound(definition)) == ["q2", "s3"]


def test_in_a_sound_survey_everything_is_met() -> None:
    definition = document(section("s1", question("q1", "single_choice"), question("q2", "matrix", required=True)))
    outcome = outcome_of(definition)
    assert read_out.unseen(outcome, sound(definition)) == []
    assert list(read_out.unchosen(outcome, sound(definition))) == []
    assert outcome.ends == {"": 400}
    assert outcome.stuck == 0


def test_the_same_seed_gives_the_same_outcome_and_another_gives_another() -> None:
    assert outcome_of(PLANTED, seed=5) == outcome_of(PLANTED, seed=5)
    assert outcome_of(PLANTED, seed=5) != outcome_of(PLANTED, seed=6)


def test_people_are_drawn_as_the_panel_is() -> None:
    groups = outcome_of(PLANTED, people=2_000).groups
    assert 1_140 < groups["gender"]["woman"].walked < 1_260
    assert 60 < groups["age_band"]["15-19"].walked < 140
    assert set(groups["area"]) == {"sandvika", "fornebu"}


def test_where_an_area_is_asked_for_people_say_their_own() -> None:
    areas = [{"id": name, "text": {"nb": name}} for name in ("sandvika", "fornebu", "jar")]
    definition = document(section("s1", question("q1", "area", options=areas, required=True)))
    outcome = outcome_of(definition)
    assert set(outcome.options["q1"]) == {"sandvika", "fornebu"}


def test_who_is_asked_less_needs_less_time() -> None:
    hanging = question("q2", "long_text", show_if=YES)
    times = outcome_of(document(section("s1", question("q1", "yes_no", required=True), hanging))).times
    assert times.shortest + 40 < times.longest


def test_nine_of_ten_take_no_longer_than_the_ninth_time() -> None:
    assert times_of([]) == Times()
    assert times_of(float(n) for n in range(1, 101)) == Times(1.0, 50.5, 91.0, 100.0)


@pytest.mark.parametrize(("rate", "answers"), [(0.4, {"30-39": 38, "15-19": 2}), (0.8, {"30-39": 76, "15-19": 4})])
def test_a_group_is_shown_when_enough_of_it_are_expected_to_answer(rate: float, answers: dict[str, int]) -> None:
    outcome = outcome_of(PLANTED)
    last = Rehearsal(NOW, "", rate, 0, 400, failed=False, seed=1, people=400, cells=PANEL, outcome=outcome)
    groups = read_out.by_group(last, outcome)["age_band"]
    assert {group.group: group.answers for group in groups} == answers
    assert {group.group for group in groups if group.shown} == {"30-39"}
    assert read_out.expected_answers(last, outcome) == round(100 * rate)


def test_a_question_few_come_to_is_told_when_too_few_will_answer_it() -> None:
    rare = question("q2", show_if={"question": "q1", "is": 10})
    definition = document(section("s1", question("q1", "scale", required=True), rare))
    outcome = outcome_of(definition, people=1_000)
    last = Rehearsal(NOW, "", 0.4, 0, 0, failed=False, seed=1, people=1_000, cells=PANEL, outcome=outcome)
    assert [question.id for question, _ in read_out.too_few(last, outcome, sound(definition))] == ["q2"]


def test_an_empty_panel_can_still_be_rehearsed_for() -> None:
    outcome = outcome_of(PLANTED, cells=())
    assert outcome.people == 400
    last = Rehearsal(NOW, "", 0.4, 0, 0, failed=False, seed=1, people=400, cells=(), outcome=outcome)
    assert all(rows == [] for rows in read_out.by_group(last, outcome).values())


def test_progress_is_told_on_the_way() -> None:
    *steps, last = rehearse(Task(PLANTED, PANEL, 1, 600, DAY))
    assert steps == [0, 250, 500]
    assert isinstance(last, Outcome)


RULES = document(
    section(
        "s1",
        question("q1", "scale", required=True),
        end_if=["<", ["answer", "q1"], 3],
        end_text={"nb": "Takk, det var alt."},
    ),
    section(
        "s2",
        question("q2", "number", min=0, max=10, required=True),
        question(
            "q3",
            "number",
            min=0,
            max=10,
            required=True,
            checks=[{"must": ["<=", ["+", ["answer", "q2"], ["answer", "q3"]], 10], "message": {"nb": "Til sammen høyst 10"}}],
        ),
        question("q4", "random"),
    ),
)


def test_the_share_that_each_check_refuses_is_told_and_everybody_gets_past() -> None:
    outcome = outcome_of(RULES, people=1_000)
    assert outcome.stuck == 0
    assert list(outcome.refused) == ["q3"]
    assert 280 < outcome.refused["q3"]["0"] < 400


def test_where_people_are_screened_out_is_counted() -> None:
    outcome = outcome_of(RULES, people=1_100)
    assert set(outcome.ends) == {"", "s1"}
    assert 240 < outcome.ends["s1"] < 360
    assert outcome.ends[""] == outcome.sections["s2"]


def test_lots_are_drawn_for_simulated_people_too() -> None:
    outcome = outcome_of(RULES, people=1_000)
    assert set(outcome.options["q4"]) == {"a", "b"}


def test_demands_that_cannot_be_met_leave_everybody_stuck() -> None:
    never = [{"must": [">", ["answer", "q1"], 10], "message": {"nb": "Mer enn 10"}}]
    outcome = outcome_of(document(section("s1", question("q1", "scale", required=True, checks=never))), people=20)
    assert outcome.stuck == 20
    assert outcome.ends == {}


def test_what_is_hidden_of_a_question_is_not_answered_and_stops_nobody() -> None:
    hide = {"show_if": {"question": "q1", "is": "yes"}}
    offered = [{"id": name, "text": {"nb": name}, **(hide if name == "c" else {})} for name in "abc"]
    definition = document(
        section(
            "s1",
            question("q1", "yes_no", required=True),
            question("q2", "ranking", options=offered, required=True),
            question("q3", "constant_sum", rows=offered, required=True),
            question("q4", "single_choice", options=[{**one, "show_if": hide["show_if"]} for one in offered[:2]]),
        )
    )
    outcome = outcome_of(definition)
    assert (outcome.stuck, outcome.refused) == (0, {})
    assert outcome.questions["q4"] < outcome.questions["q2"]

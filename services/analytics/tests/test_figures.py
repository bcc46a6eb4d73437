import random
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import FLOOR
from analytics.figures import Breakdown, Part, SurveyFigures, figures
from analytics.questions import Questionnaire
from analytics.rates import Funnel
from analytics.steps import in_steps
from analytics.tally import Background, Counts, cells_of, count, readers

from .panel import DOCUMENT, answers, background

QUESTIONS = msgspec.convert(DOCUMENT, Questionnaire).questions
PLAN = readers(QUESTIONS)


def counted(people: int, seed: int = 5) -> tuple[Counts, dict[tuple[str, str], int]]:
    chance = random.Random(seed)
    counts: Counts = {}
    completed: dict[tuple[str, str], int] = {}
    for _ in range(people):
        person = msgspec.convert(background(chance), Background)
        count(counts, person, cells_of(PLAN, answers(chance), []))
        for group in person.groups:
            completed[group] = completed.get(group, 0) + 1
    return counts, completed


def told_of(people: int, seed: int = 5) -> SurveyFigures:
    counts, completed = counted(people, seed)
    return figures(QUESTIONS, Funnel(people, people, people, people), completed, counts, people)


def parts_of(told: SurveyFigures) -> list[Part]:
    return [told.respondents, *(part for question in told.questions for part in question.parts)]


def test_nothing_but_the_funnel_is_told_of_nine() -> None:
    told = told_of(9)
    assert told.questions == ()
    assert told.respondents.total.state == "hidden"
    assert told.funnel.completed == 9


def test_everybodys_answers_are_told_from_ten() -> None:
    total = told_of(10).questions[2].parts[0].total
    assert (total.state, total.base) == ("shown", 10)


def test_a_matrix_is_told_row_by_row() -> None:
    assert [part.id for part in told_of(30).questions[3].parts] == ["safe", "clean"]


def test_a_question_that_few_answered_is_not_told() -> None:
    assert told_of(30).questions[4].parts[0].total.state == "hidden"


def test_a_nearly_unanimous_answer_is_told_as_at_least_90() -> None:
    counts: Counts = {("all", ""): {("important", "", "very"): 29, ("important", "", "not"): 1}}
    total = figures(QUESTIONS, Funnel(completed=30), {("all", ""): 30}, counts, 1).questions[0].parts[0].total
    assert (total.state, total.at_least_90, total.counts) == ("capped", ("very",), {})


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 200), st.integers(0, 10_000))
def test_no_figure_is_told_of_fewer_than_ten_and_none_can_be_subtracted(people: int, seed: int) -> None:
    for part in parts_of(told_of(people, seed)):
        for breakdown in part.breakdowns.values():
            shown = {group: told.base for group, told in breakdown.groups.items() if told.state == "shown"}
            assert all(base >= FLOOR for base in shown.values())
            rest = breakdown.base - sum(shown.values())
            assert rest == 0 or rest >= FLOOR


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 120), st.integers(0, 80), st.integers(0, 10_000))
def test_two_publications_differ_by_nobody_or_by_ten(before: int, more: int, seed: int) -> None:
    """Everything that can be computed in both: totals, groups shown in both, and what the earlier one left hidden."""
    former, now = told_of(before, seed), told_of(before + more, seed)
    after = in_steps(former, now)
    for old, new in zip(parts_of(former), parts_of(after), strict=False):
        if old.total.base:
            assert_step(old.total.base, new.total.base)
        for kind, breakdown in old.breakdowns.items():
            assert_no_small_difference(breakdown, new.breakdowns[kind])


def assert_no_small_difference(old: Breakdown, new: Breakdown) -> None:
    told_before = {group: told.base for group, told in old.groups.items() if told.state == "shown"}
    told_now: Mapping[str, int] = {group: new.groups[group].base for group in told_before}
    for group, base in told_before.items():
        assert_step(base, told_now[group])
    if told_before:
        assert_step(old.base - sum(told_before.values()), new.base - sum(told_now.values()))


def assert_step(before: int, now: int) -> None:
    assert now == before or now - before >= FLOOR, (before, now)


def test_figures_survive_being_stored() -> None:
    told = told_of(80)
    assert msgspec.json.decode(msgspec.json.encode(told), type=SurveyFigures) == told


@pytest.mark.parametrize("people", [185])
def test_a_publication_is_small_enough_for_an_event(people: int) -> None:
    assert len(msgspec.json.encode(told_of(people))) < 60_000

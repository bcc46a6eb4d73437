"""Whatever the questionnaire and whatever comes in: no crash, nothing hidden kept, and what is kept is right."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaire import Questionnaire, asked_questions, check, offered_questions, read, visible_sections
from surveys.questionnaire.conditions import FITTING
from surveys.questionnaire.kinds import MultipleChoice, Number, Scale, SingleChoice

from .building import document, options, question, section

KINDS = ("single_choice", "multiple_choice", "scale", "matrix", "short_text", "long_text", "number")
CODES = ("a", "b", "c")

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from([*CODES, "r1", "r2", ""])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3) | st.sampled_from(["r1", "r2"]), inner, max_size=4)
    ),
)
fitting = (
    st.sampled_from(CODES)
    | st.lists(st.sampled_from(CODES), max_size=3)
    | st.integers(0, 10)
    | st.fixed_dictionaries({}, optional={"r1": st.sampled_from(CODES), "r2": st.sampled_from(CODES)})
    | st.floats(0, 10)
)


@st.composite
def conditions(draw: st.DrawFn, earlier: list[dict[str, Any]]) -> dict[str, Any] | None:
    able = [one for one in earlier if one["kind"] in {"single_choice", "multiple_choice", "scale", "number"}]
    if not able or draw(st.booleans()):
        return None
    target = draw(st.sampled_from(able))
    kind = {"single_choice": SingleChoice, "multiple_choice": MultipleChoice, "scale": Scale, "number": Number}[target["kind"]]
    operator = draw(st.sampled_from(sorted(FITTING[kind])))
    value = draw(st.sampled_from(CODES)) if kind in (SingleChoice, MultipleChoice) else draw(st.integers(0, 10))
    return {"question": target["id"], operator: value}


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    earlier: list[dict[str, Any]] = []
    sections = []
    for number in range(draw(st.integers(1, 4))):
        gate = draw(conditions(list(earlier)))
        here = []
        for _ in range(draw(st.integers(1, 4))):
            show = draw(conditions(list(earlier)))
            one = question(f"q{len(earlier)}", draw(st.sampled_from(KINDS)), required=draw(st.booleans()))
            if one["kind"] == "multiple_choice":
                one["options"] = [*options("a", "b"), {**options("c")[0], "exclusive": draw(st.booleans())}]
            here.append(one | ({"show_if": show} if show else {}))
            earlier.append(one)
        sections.append(section(f"s{number}", *here) | ({"show_if": gate} if gate else {}))
    return read(document(*sections))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    questionnaire = draw(questionnaires())
    names = [*questionnaire.questions, "stranger"]
    return questionnaire, draw(st.dictionaries(st.sampled_from(names), fitting | anything, max_size=len(names)))


@given(cases())
@settings(max_examples=200, deadline=None)
def test_checking_what_was_kept_keeps_the_same(case: tuple[Questionnaire, dict[str, Any]]) -> None:
    questionnaire, answers = case
    first = check(questionnaire, answers)
    again = check(questionnaire, first.answers_kept)
    assert again.answers_kept == first.answers_kept
    assert {p.code for p in again.problems} <= {"required"}


@given(cases())
@settings(max_examples=200, deadline=None)
def test_nothing_hidden_is_kept_and_everything_asked_is_offered(case: tuple[Questionnaire, dict[str, Any]]) -> None:
    questionnaire, answers = case
    kept = check(questionnaire, answers).answers_kept
    visible = visible_sections(questionnaire, answers)
    asked = {q.id for part in visible for q in asked_questions(questionnaire, part.id, answers)}
    offered = {q.id for part in visible for q in offered_questions(questionnaire, part.id, answers)}
    assert kept.keys() <= asked <= offered


@given(cases())
@settings(max_examples=100, deadline=None)
def test_stopping_early_judges_the_beginning_alike(case: tuple[Questionnaire, dict[str, Any]]) -> None:
    questionnaire, answers = case
    whole = check(questionnaire, answers).answers_kept
    for part in questionnaire.sections:
        beginning = check(questionnaire, answers, part.id).answers_kept
        assert beginning.items() <= whole.items()

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.drafting.changes import Added, Change, Changed, LanguagesChanged, Moved, Removed, Reworded
from surveys.drafting.commands import Add, ChangeField, ChooseLanguages, Command, Duplicate, Move, Remove, Reword
from surveys.drafting.difference import difference
from surveys.drafting.refusals import EditRefused

from .writing import document, drafted, edited


def became(*commands: Command) -> list[Change]:
    return difference(document(), edited(drafted(), *commands).definition)


def test_nothing_has_changed_in_the_same() -> None:
    assert difference(document(), document()) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (Reword("survey", "title", "nb", "Om sykling", "Ny"), [Reworded("survey", "title", "nb", "Om sykling", "Ny")]),
        (Reword("question/q3", "help", "en", "Write freely", ""), [Reworded("question/q3", "help", "en", "Write freely", "")]),
        (
            Reword("question/q1/options/o1", "text", "nb", "Ja", "Jepp"),
            [Reworded("question/q1/options/o1", "text", "nb", "Ja", "Jepp")],
        ),
        (ChangeField("question/q2", "min", None, 1), [Changed("question/q2", "min", None, 1)]),
        (ChooseLanguages(("nb", "en"), ("en", "nb")), [LanguagesChanged(("nb", "en"), ("en", "nb"))]),
        (Move("question/q2", "section/s2", ""), [Moved("question/q2", "section/s1", "q1", "section/s2", "")]),
        (Move("section/s2", "survey", ""), [Moved("section/s2", "survey", "s1", "survey", "")]),
    ],
)
def test_one_edit_is_one_change(command: Command, expected: list[Change]) -> None:
    made = became(command)
    assert [change for change in made if not isinstance(change, Moved) or change in expected] == expected


def test_what_only_made_room_has_not_moved() -> None:
    made = became(Add("section/s1", {"kind": "yes_no"}, ""))
    assert [(type(change), change.piece) for change in made if isinstance(change, Added | Moved)] == [(Added, "question/q4")]


def test_a_section_that_is_gone_is_one_change_with_all_in_it() -> None:
    (gone,) = became(Remove("section/s2"))
    assert isinstance(gone, Removed)
    assert [question["id"] for question in gone.content["questions"]] == ["q3"]


EDITS: list[Command] = [
    Duplicate("section/s1"),
    Duplicate("question/q3"),
    Move("question/q1", "section/s2"),
    Move("section/s1", "survey"),
    Remove("question/q3"),
    Remove("section/s1", together=True),
    Remove("question/q1/options/o3"),
    Add("question/q1/options", {}),
    ChooseLanguages(("nb", "en"), ("nb",)),
    ChangeField("question/q2", "kind", "number", "yes_no"),
]


@given(st.lists(st.sampled_from(EDITS), max_size=6))
def test_whatever_was_done_can_be_told(commands: list[Command]) -> None:
    survey = drafted()
    for command in commands:
        try:
            survey = edited(survey, command)
        except EditRefused:
            continue
    assert bool(difference(document(), survey.definition)) == (survey.definition != document())

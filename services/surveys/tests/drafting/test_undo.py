from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.drafting.commands import Add, ChangeField, ChooseLanguages, Command, Duplicate, Move, Remove, Reword
from surveys.drafting.manuscript import ReplaceDefinition, UndoStep
from surveys.drafting.pieces import find
from surveys.drafting.refusals import EditConflict, EditRefused, NothingToUndo, StillRead, TooOld
from surveys.drafting.steps import MOST
from surveys.survey import Survey, decide, survey_decider

from .writing import KARI, NOW, OLA, document, drafted, edited, question_ids, redone, undone

SENTENCE = Reword("question/q1", "text", "nb", "Sykler du?", "Sykler du til jobb?")


def text_of(survey: Survey, piece: str) -> Any:
    found = find(survey.definition, piece)
    return found and found["text"].get("nb")


EVERY_COMMAND: list[Command] = [
    SENTENCE,
    Reword("question/q2", "unit", "nb", "", "dager"),
    Add("section/s1", {"kind": "yes_no"}, ""),
    Add("survey", {}),
    Add("question/q1/options", {}),
    ChangeField("question/q2", "min", None, 1),
    ChangeField("question/q1", "options", document()["sections"][0]["questions"][0]["options"], [{"text": {"nb": "Ny"}}]),
    Move("question/q2", "section/s2"),
    Move("section/s2", "survey", ""),
    Duplicate("section/s1"),
    Remove("question/q3"),
    Remove("question/q1", together=True),
    Remove("section/s1", together=True),
    ChooseLanguages(("nb", "en"), ("en",)),
    ChooseLanguages(("nb", "en"), ("en", "nb", "se")),
]


@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_every_edit_can_be_undone_and_made_again(command: Command) -> None:
    before = drafted()
    after = edited(before, command)
    assert after.definition != before.definition
    back = undone(after)
    assert back.definition == before.definition
    assert redone(back).definition == after.definition


def test_replacing_the_whole_can_be_undone() -> None:
    other = {**document(), "title": {"nb": "Noe annet"}}
    replaced = survey_decider.fold(decide(ReplaceDefinition(other, (), KARI), drafted(), NOW), drafted())
    assert undone(replaced).definition == document()
    assert redone(undone(replaced)).definition == other


@given(st.lists(st.sampled_from(EVERY_COMMAND), max_size=8))
def test_undoing_all_one_did_leads_back_to_the_beginning(commands: list[Command]) -> None:
    survey, made = drafted(), 0
    for command in commands:
        try:
            after = edited(survey, command)
        except EditRefused:
            continue
        made += after is not survey
        survey = after
    for _ in range(made):
        survey = undone(survey)
    assert survey.definition == document()
    with pytest.raises(NothingToUndo):
        undone(survey)
    for _ in range(made):
        survey = redone(survey)


def test_each_undoes_what_they_did_themselves() -> None:
    survey = edited(edited(drafted(), SENTENCE), Add("section/s2", {"kind": "yes_no"}), by=OLA)
    back = undone(survey, KARI)
    assert (text_of(back, "question/q1"), question_ids(back)) == ("Sykler du?", [["q1", "q2"], ["q3", "q4"]])
    with pytest.raises(NothingToUndo):
        undone(back, KARI)


def test_undoing_what_somebody_changed_since_is_a_conflict_that_shows_both() -> None:
    survey = edited(drafted(), SENTENCE)
    survey = edited(survey, Reword("question/q1", "text", "nb", "Sykler du til jobb?", "Sykler du av og til?"), by=OLA)
    with pytest.raises(EditConflict) as conflict:
        undone(survey, KARI)
    assert (conflict.value.present, conflict.value.wanted) == ("Sykler du av og til?", "Sykler du?")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Add("section/s2", {"kind": "yes_no"}), Reword("question/q4", "text", "nb", "", "Deres ord")),
        (SENTENCE, Remove("question/q1", together=True)),
        (Move("question/q3", "section/s1"), Move("question/q3", "section/s1", "")),
        (Move("question/q3", "section/s1"), Remove("section/s2")),
        (Remove("question/q3"), Remove("section/s2")),
        (ChooseLanguages(("nb", "en"), ("nb",)), ChooseLanguages(("nb",), ("nb", "fi"))),
    ],
)
def test_no_undo_takes_away_what_somebody_else_did(mine: Command, theirs: Command) -> None:
    with pytest.raises(EditConflict):
        undone(edited(edited(drafted(), mine), theirs, by=OLA), KARI)


def test_a_new_question_that_a_rule_reads_by_now_is_not_undone() -> None:
    survey = edited(drafted(), Add("section/s1", {"kind": "yes_no"}, ""))
    rule = ["=", ["answer", "q4"], "yes"]
    survey = edited(survey, ChangeField("question/q3", "show_if", ["=", ["answer", "q1"], "o2"], rule), by=OLA)
    with pytest.raises(StillRead):
        undone(survey, KARI)


def test_a_language_comes_back_also_when_a_question_has_been_removed_meanwhile() -> None:
    survey = edited(edited(drafted(), ChooseLanguages(("nb", "en"), ("nb",))), Remove("question/q3"), by=OLA)
    back = undone(survey, KARI)
    assert back.definition["languages"] == ["nb", "en"]
    assert (find(back.definition, "question/q1") or {})["text"]["en"] == "Do you cycle?"


def test_a_named_step_is_undone_from_the_history() -> None:
    survey = edited(drafted(), SENTENCE, Add("section/s2", {"kind": "yes_no"}))
    back = undone(survey, OLA, step=2)
    assert (text_of(back, "question/q1"), question_ids(back)[1]) == ("Sykler du?", ["q3", "q4"])
    assert not decide(UndoStep(OLA, 2), back, NOW)


def test_who_writes_on_after_an_undo_has_nothing_to_redo() -> None:
    survey = edited(undone(edited(drafted(), SENTENCE)), Add("section/s2", {"kind": "yes_no"}))
    with pytest.raises(NothingToUndo):
        redone(survey)


def test_somebody_elses_writing_leaves_my_redo() -> None:
    survey = edited(undone(edited(drafted(), SENTENCE)), Add("section/s2", {"kind": "yes_no"}), by=OLA)
    assert text_of(redone(survey, KARI), "question/q1") == "Sykler du til jobb?"


def test_only_the_latest_steps_are_kept_for_undoing() -> None:
    survey = drafted()
    for number in range(MOST + 5):
        survey = edited(survey, ChangeField("question/q2", "min", number - 1 if number else None, number))
    assert len(survey.steps.latest) == MOST
    with pytest.raises(TooOld):
        undone(survey, step=2)

from copy import deepcopy
from typing import Any

import pytest

from surveys.drafting.commands import (
    Add,
    ChangeField,
    ChooseLanguages,
    Command,
    Duplicate,
    Move,
    Remove,
    Reword,
    Several,
)
from surveys.drafting.hanging import Reader
from surveys.drafting.manuscript import EditSurvey
from surveys.drafting.pieces import find
from surveys.drafting.refusals import EditConflict, IdTaken, NoSuchPiece, StillRead, Unfit
from surveys.events import SurveyPublished
from surveys.questionnaire import InvalidQuestionnaire
from surveys.survey import NoSuchSurvey, NotADraft, Survey, decide, survey_decider

from .writing import KARI, NOW, OLA, document, drafted, edited, question_ids

SENTENCE = Reword("question/q1", "text", "nb", "Sykler du?", "Sykler du til jobb?")


def content(survey: Survey, piece: str) -> dict[str, Any]:
    found = find(survey.definition, piece)
    assert found is not None
    return found


def test_a_text_is_reworded_in_one_language() -> None:
    survey = edited(drafted(), SENTENCE)
    assert content(survey, "question/q1")["text"] == {"nb": "Sykler du til jobb?", "en": "Do you cycle?"}


def test_the_same_text_written_twice_at_once_is_a_conflict_that_shows_both() -> None:
    survey = edited(drafted(), SENTENCE)
    with pytest.raises(EditConflict) as conflict:
        edited(survey, Reword("question/q1", "text", "nb", "Sykler du?", "Sykler du ofte?"), by=OLA)
    refused = conflict.value
    assert (refused.seen, refused.present, refused.wanted) == ("Sykler du?", "Sykler du til jobb?", "Sykler du ofte?")


def test_writing_what_already_stands_there_is_quiet() -> None:
    assert not decide(EditSurvey(SENTENCE, OLA), edited(drafted(), SENTENCE), NOW)


def test_two_who_write_in_different_fields_both_win() -> None:
    english = Reword("question/q1", "text", "en", "Do you cycle?", "Do you cycle to work?")
    survey = edited(edited(drafted(), SENTENCE), english, by=OLA)
    assert content(survey, "question/q1")["text"] == {"nb": "Sykler du til jobb?", "en": "Do you cycle to work?"}


def test_a_help_text_that_is_emptied_in_every_language_is_gone() -> None:
    survey = edited(
        drafted(),
        Reword("question/q3", "help", "nb", "Skriv fritt", ""),
        Reword("question/q3", "help", "en", "Write freely", ""),
    )
    assert "help" not in content(survey, "question/q3")


def test_a_questions_own_text_stays_even_when_it_is_empty() -> None:
    survey = edited(
        drafted(),
        Reword("question/q2", "text", "nb", "Hvor ofte?", ""),
        Reword("question/q2", "text", "en", "How often?", ""),
    )
    assert content(survey, "question/q2")["text"] == {}


def test_a_new_question_gets_the_next_readable_id_and_room_for_its_text() -> None:
    survey = edited(drafted(), Add("section/s1", {"kind": "yes_no"}, after="q1"))
    assert question_ids(survey) == [["q1", "q4", "q2"], ["q3"]]
    assert content(survey, "question/q4") == {"id": "q4", "kind": "yes_no", "text": {}}


def test_an_id_is_never_given_twice_not_even_when_its_question_is_gone() -> None:
    survey = edited(drafted(), Remove("question/q3"), Add("section/s2", {"kind": "yes_no"}))
    assert question_ids(survey) == [["q1", "q2"], ["q4"]]
    with pytest.raises(IdTaken):
        edited(survey, Add("section/s2", {"id": "q3", "kind": "yes_no"}))


def test_two_who_add_at_the_same_place_both_get_their_question() -> None:
    at_the_end = Add("section/s1", {"kind": "yes_no"}, after="q2")
    survey = edited(edited(drafted(), at_the_end), at_the_end, by=OLA)
    assert question_ids(survey)[0] == ["q1", "q2", "q5", "q4"]


@pytest.mark.parametrize(
    ("after", "order"), [("", ["q4", "q1", "q2"]), (None, ["q1", "q2", "q4"]), ("gone", ["q1", "q2", "q4"])]
)
def test_what_is_added_after_a_neighbour_that_is_gone_comes_last(after: str | None, order: list[str]) -> None:
    assert question_ids(edited(drafted(), Add("section/s1", {"kind": "yes_no"}, after)))[0] == order


def test_options_and_rows_are_added_moved_and_removed_like_questions() -> None:
    survey = edited(
        drafted(),
        Add("question/q1/options", {"text": {"nb": "Vet ikke"}}),
        Move("question/q1/options/o3", "question/q1/options", ""),
        Add("section/s2", {"kind": "matrix", "options": [{}, {}], "rows": [{}]}),
        Add("question/q4/rows", {}),
    )
    assert [option["id"] for option in content(survey, "question/q1")["options"]] == ["o3", "o1", "o2", "o4"]
    assert [row["id"] for row in content(survey, "question/q4")["rows"]] == ["r1", "r2"]


def test_a_question_moves_to_another_section() -> None:
    assert question_ids(edited(drafted(), Move("question/q2", "section/s2", ""))) == [["q1"], ["q2", "q3"]]


def test_a_question_may_move_before_what_its_condition_reads() -> None:
    """The check finds it; ordering is many moves, and each would else have to be sound by itself."""
    assert question_ids(edited(drafted(), Move("question/q2", "section/s1", "")))[0] == ["q2", "q1"]


def test_moving_to_where_it_stands_is_quiet() -> None:
    assert not decide(EditSurvey(Move("question/q2", "section/s1", "q1"), KARI), drafted(), NOW)


def test_a_duplicate_stands_beside_the_original_and_has_left_the_bank() -> None:
    survey = edited(drafted(), ChangeField("question/q1", "item", None, "cycling"), Duplicate("question/q1"))
    assert question_ids(survey)[0] == ["q1", "q4", "q2"]
    assert content(survey, "question/q4") == {**document()["sections"][0]["questions"][0], "id": "q4"}


def test_rules_within_a_duplicated_section_read_the_duplicate() -> None:
    survey = edited(drafted(), Duplicate("section/s1"))
    assert [section["id"] for section in survey.definition["sections"]] == ["s1", "s3", "s2"]
    assert content(survey, "question/q5")["show_if"] == {"question": "q4", "is": "o1"}


def test_what_rules_hang_on_is_not_removed_and_they_are_named() -> None:
    with pytest.raises(StillRead) as refused:
        edited(drafted(), Remove("question/q1"))
    assert refused.value.readers == (Reader("question/q2", "show_if"), Reader("question/q3", "show_if"))


def test_an_option_is_held_only_by_the_rules_that_ask_for_it() -> None:
    with pytest.raises(StillRead) as refused:
        edited(drafted(), Remove("question/q1/options/o2"))
    assert refused.value.readers == (Reader("question/q3", "show_if"),)
    edited(drafted(), Remove("question/q1/options/o3"))


def test_what_rules_hang_on_is_removed_together_with_them() -> None:
    check = {"must": [">", ["answer", "q2"], 1], "message": {"nb": "Mer"}}
    on_q1 = {"must": ["answered", ["answer", "q1"]], "message": {"nb": "Svar"}}
    survey = edited(drafted(), ChangeField("question/q2", "checks", None, [check, on_q1]), Remove("question/q1", together=True))
    assert question_ids(survey) == [["q2"], ["q3"]]
    assert "show_if" not in content(survey, "question/q2")
    assert content(survey, "question/q2")["checks"] == [check]


def test_a_language_takes_its_texts_with_it() -> None:
    survey = edited(drafted(), ChooseLanguages(("nb", "en"), ("nb", "se")))
    assert survey.definition["languages"] == ["nb", "se"]
    assert '"en"' not in repr(survey.definition).replace("'", '"')


def test_a_field_is_changed_and_taken_away() -> None:
    survey = edited(drafted(), ChangeField("question/q2", "min", None, 1), ChangeField("survey", "pages", None, "questions"))
    assert content(survey, "question/q2")["min"] == 1
    assert survey.definition["pages"] == "questions"
    assert "min" not in content(edited(survey, ChangeField("question/q2", "min", 1, None)), "question/q2")


def test_another_kind_with_other_fields_is_one_step() -> None:
    step = Several(
        (
            ChangeField("question/q2", "kind", "number", "scale"),
            ChangeField("question/q2", "to", None, 5),
            Move("question/q2", "section/s2"),
        ),
    )
    survey = edited(drafted(), step)
    assert (survey.version, content(survey, "question/q2")["kind"], question_ids(survey)) == (
        2,
        "scale",
        [["q1"], ["q3", "q2"]],
    )


@pytest.mark.parametrize(
    "command",
    [
        Reword("question/q1", "text", "fi", "", "Hei"),
        Reword("question/q1", "id", "nb", "", "q9"),
        Reword("question/q1", "options", "nb", "", "Hei"),
        Reword("question/q1", "text", "nb", "Sykler du?", "x" * 20_001),
        Reword("../q1", "text", "nb", "", "x"),
        ChangeField("question/q1", "id", "q1", "q9"),
        ChangeField("survey", "sections", None, []),
        ChangeField("question/q1/options", "text", None, {}),
        Move("question/q1/options/o1", "question/q2/options"),
        Move("survey", "survey"),
        Remove("survey"),
        Duplicate("survey"),
        Add("question/q1", {}),
        Add("section/s1", {"id": "a/b", "kind": "yes_no"}),
        Add("survey", {"questions": 7}),
        Several((Add("survey", {"questions": 7}),)),
        ChangeField("question/q1", "kind.look", None, "x"),
        ChangeField("question/q1", "text.0", None, "x"),
        ChooseLanguages(("nb", "en"), ()),
        ChooseLanguages(("nb", "en"), ("nb", "nb")),
    ],
)
def test_what_is_no_edit_is_refused(command: Command) -> None:
    with pytest.raises(Unfit):
        edited(drafted(), command)


@pytest.mark.parametrize(
    "command",
    [
        Add("section/s1", {"kind": "unheard_of"}),
        Add("section/s1", {"kind": "yes_no", "colour": "red"}),
        ChangeField("question/q2", "required", None, "perhaps"),
        ChangeField("question/q2", "unknown", None, 1),
        ChooseLanguages(("nb", "en"), ("nb", "not a language")),
    ],
)
def test_no_edit_makes_a_document_without_shape(command: Command) -> None:
    with pytest.raises(InvalidQuestionnaire):
        edited(drafted(), command)


@pytest.mark.parametrize("piece", ["question/q9", "section/s9", "question/q1/options/o9"])
def test_what_is_gone_cannot_be_edited(piece: str) -> None:
    for command in (
        Reword(piece, "text", "nb", "", "x"),
        ChangeField(piece, "show_if", None, None),
        Remove(piece),
        Duplicate(piece),
    ):
        with pytest.raises(NoSuchPiece):
            edited(drafted(), command)


@pytest.mark.parametrize("field", ["checks.0.message", "picture.alt"])
def test_no_words_go_into_a_part_that_is_gone(field: str) -> None:
    with pytest.raises(NoSuchPiece):
        edited(drafted(), Reword("question/q1", field, "nb", "", "Ord"))


def test_only_a_draft_is_edited() -> None:
    published = SurveyPublished(
        survey_id=KARI, number="1", slug="s", definition=document(), minutes=1, published_at=NOW, published_by=KARI
    )
    with pytest.raises(NotADraft):
        edited(survey_decider.fold([published], drafted()), SENTENCE)
    with pytest.raises(NoSuchSurvey):
        edited(Survey(), SENTENCE)


def test_no_edit_touches_the_document_it_was_made_to() -> None:
    before = drafted()
    kept = deepcopy(before.definition)
    edited(
        before,
        SENTENCE,
        Add("section/s1", {"kind": "yes_no"}),
        Remove("question/q1", together=True),
        Duplicate("section/s2"),
        Move("section/s2", "survey", ""),
        ChooseLanguages(("nb", "en"), ("en",)),
    )
    assert before.definition == kept


@pytest.mark.parametrize(
    "command",
    [
        Add("section/s1", {"kind": "yes_no", "text": {"nb": "x" * 2_001}}),
        Add("question/q1/options", {"text": {"nb": "x" * 301}}),
        ChangeField("question/q2", "min", None, "lite"),
        ChangeField("survey", "pages", None, "backwards"),
        ChangeField("section/s2", "shuffle", None, "maybe"),
        Several((Reword("survey", "title", "nb", "Om sykling", "x" * 301), ChangeField("question/q2", "min", None, 1))),
        Several((Move("question/q2", "section/s2"), ChangeField("question/q2", "unheard_of", None, 1))),
        Several(tuple(Add("section/s1", {"kind": "yes_no", "options": [{}] * 2}) for _ in range(2))),
    ],
)
def test_the_shape_is_kept_whatever_part_is_read(command: Command) -> None:
    with pytest.raises(InvalidQuestionnaire):
        edited(drafted(), command)


def test_a_survey_never_has_more_sections_than_can_be_read() -> None:
    with pytest.raises(InvalidQuestionnaire):
        edited(drafted(), Several(tuple(Add("survey", {}) for _ in range(99))))


@pytest.mark.parametrize("name", ["options", "rows", "groups"])
def test_a_question_or_an_answer_may_be_called_like_a_list(name: str) -> None:
    question = {"id": name, "kind": "single_choice", "options": [{"id": name, "text": {"nb": "A"}}]}
    survey = edited(drafted(), Add("section/s1", question))
    survey = edited(survey, Reword(f"question/{name}", "text", "nb", "", "Hva?"))
    survey = edited(survey, Reword(f"question/{name}/options/{name}", "text", "nb", "A", "B"))
    assert content(survey, f"question/{name}")["options"] == [{"id": name, "text": {"nb": "B"}}]
    assert content(edited(survey, Remove(f"question/{name}/options/{name}")), f"question/{name}")["options"] == []

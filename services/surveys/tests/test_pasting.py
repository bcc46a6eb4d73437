"""Lists as people write them, read as questions."""

import pytest

from surveys.building.pasting import answers, options, pasted


def test_a_question_takes_the_answers_below_it() -> None:
    found = pasted("Hvor ofte?\n- Hver uke\n– Aldri\n\nHva savner du?")
    assert [(one.text, one.answers) for one in found] == [("Hvor ofte?", ["Hver uke", "Aldri"]), ("Hva savner du?", [])]
    assert [one.fields("nb")["kind"] for one in found] == ["single_choice", "long_text"]


@pytest.mark.parametrize("mark", ["- ", "– ", "• ", "* ", "( ) ", "a) ", "b. "])
def test_every_usual_mark_begins_an_answer(mark: str) -> None:
    assert pasted(f"Hvor?\n{mark}Her")[0].answers == ["Her"]


@pytest.mark.parametrize("box", ["[ ] ", "[x] ", "☐ "])
def test_boxes_make_several_answers(box: str) -> None:
    assert pasted(f"Hva?\n{box}Dette\n{box}Dette også")[0].fields("nb")["kind"] == "multiple_choice"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("(ja/nei)", "yes_no"),
        ("(flere svar)", "multiple_choice"),
        ("(0–10)", "scale"),
        ("(number)", "number"),
        ("(tekst)", "statement"),
    ],
)
def test_the_type_is_said_in_brackets_and_is_no_part_of_the_text(said: str, kind: str) -> None:
    fields = pasted(f"Hva sier du? {said}")[0].fields("nb")
    assert (fields["kind"], fields["text"]) == (kind, {"nb": "Hva sier du?"})


def test_other_brackets_belong_to_the_text() -> None:
    assert pasted("Hvor lenge (i timer)?")[0].fields("nb")["text"] == {"nb": "Hvor lenge (i timer)?"}
    assert pasted("Hvor lenge? (omtrent)")[0].fields("nb")["text"] == {"nb": "Hvor lenge? (omtrent)"}


def test_numbers_before_questions_are_left_out_and_headings_begin_sections() -> None:
    found = pasted("# Om turer\n1. Hvor?\n12) Når?")
    assert [(one.text, one.section) for one in found] == [("Om turer", True), ("Hvor?", False), ("Når?", False)]


def test_answers_are_one_on_each_line_marked_or_not() -> None:
    assert answers("Ja\n- Nei\n\n  Vet ikke ") == ["Ja", "Nei", "Vet ikke"]


def test_new_answers_get_ids_nobody_has() -> None:
    assert [one["id"] for one in options(["a", "b"], "nb", frozenset({"o1", "o3"}))] == ["o2", "o4"]


def test_nothing_gives_nothing_and_too_much_is_cut() -> None:
    assert pasted(" \n\n") == []
    assert len(pasted("Hva?\n" * 5_000)) == 200

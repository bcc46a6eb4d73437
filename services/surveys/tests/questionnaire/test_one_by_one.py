"""One question on a page asks the same questions, and takes the same answers, as several on a page."""

import re

import pytest

import ui
from surveys.questionnaire import Questionnaire, check, read, visible_sections
from surveys.questionnaire.one_by_one import paged
from surveys.questionnaire.sheets import check_sheet, next_section, section_sheet

from .building import document, question, section, texts


def whole(**more: object) -> Questionnaire:
    return read(
        document(
            section(
                "check1", question("q1", "yes_no", required=True), question("check", show_if={"question": "q1", "is": "yes"})
            ),
            section("s2", question("note", "statement"), question("q3", "scale"), question("q4"), text=texts("Les dette")),
            section("s3", text=texts("Takk så langt")),
            **{"pages": "questions", **more},
        )
    )


def test_each_question_has_a_page_and_a_text_goes_with_the_question_after_it() -> None:
    pages = paged(whole())
    assert [page.id for page in pages.sections] == ["check1.q1", "check1.check", "s2.q3", "s2.q4", "s3"]
    assert [q.id for q in pages.sections[2].questions] == ["note", "q3"]


def test_sections_stay_whole_where_nobody_asked_for_single_questions_or_their_order_is_random() -> None:
    questionnaire = whole(pages="sections")
    assert paged(questionnaire) is questionnaire
    shuffled = read(document(section("s1", question("q1"), question("q2"), shuffle=True), pages="questions"))
    assert [page.id for page in paged(shuffled).sections] == ["s1"]


@pytest.mark.parametrize("answers", [{}, {"q1": "yes"}, {"q1": "no", "check": "x"}, {"q1": "yes", "check": "x", "q3": 11}])
def test_the_same_answers_are_kept_and_the_same_is_wrong(answers: dict[str, object]) -> None:
    assert check(paged(whole()), answers) == check(whole(), answers)


def test_a_question_that_is_not_asked_has_no_page() -> None:
    pages = paged(whole())
    assert [page.id for page in visible_sections(pages, {"q1": "no"})] == ["check1.q1", "s2.q3", "s2.q4", "s3"]
    following = next_section(pages, "check1.q1", {"q1": "yes"})
    assert following is not None
    assert following.id == "check1.check"


def test_the_question_is_the_heading_and_the_text_of_its_section_is_said_once() -> None:
    pages = paged(whole())
    first, second = (
        ui.render("answer_section.html", "nb", **section_sheet(pages, pages.sections[n], {}, "nb", "/s/x")) for n in (2, 3)
    )
    assert re.search(r"<h1>\s*Om q3\?", first)
    assert first.count("<h1") == second.count("<h1") == 1
    assert "Les dette" in first
    assert "Les dette" not in second
    assert "Spørsmål 2 av 4" in first


def test_answers_stand_under_the_titles_of_their_sections_when_they_are_looked_over() -> None:
    parts = check_sheet(paged(whole()), {"q1": "no", "q3": 4, "q4": "ord"}, "nb", "/s/x", "id")["parts"]
    assert [(title, len(rows)) for title, rows in parts] == [("Del check1", 1), ("Del s2", 2), ("Del s3", 0)]
    assert parts[1][1][0].href == "/s/x/s2.q3?then=check#q-q3"

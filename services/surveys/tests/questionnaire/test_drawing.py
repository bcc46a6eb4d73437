"""What a person reads on the answering pages, in each language."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

import ui
from surveys.questionnaire import Questionnaire, check, read
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.faults import REASONS, Fault
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question
from surveys.questionnaire.sheets import check_sheet, section_sheet, start_sheet
from surveys.questionnaire.words import PROBLEMS, explain

from .building import asking, document, question, section, texts

KINDS = get_args(Question)
ROOT = Path(__file__).parents[4]
SAMPLE = (ROOT / "deploy/local/src/local/surveys/om_nettsidene.json").read_bytes()


@pytest.fixture
def sample() -> Questionnaire:
    return read(SAMPLE)


def drawn(questionnaire: Questionnaire, answers: dict[str, Any], problems: tuple[Problem, ...] = ()) -> str:
    return str(draw_questions(questionnaire, list(questionnaire.questions.values()), "nb", answers, problems))


def ticked(html: str) -> set[tuple[str, str]]:
    inputs = re.findall(r"<input[^>]* checked[^>]*>", html)
    return {(re.findall(r'name="([^"]*)"', tag)[0], re.findall(r'value="([^"]*)"', tag)[0]) for tag in inputs}


EVERY_KIND = [
    question("one", "single_choice"),
    question("many", "multiple_choice"),
    question("scale", "scale", low=texts("Lite"), high=texts("Mye")),
    question("short"),
    question("long", "long_text"),
    question("number", "number", decimals=1, unit=texts("km")),
    question("matrix", "matrix"),
]
ANSWERS = {
    "one": "b",
    "many": ["a", "c"],
    "scale": 10,
    "short": "<b>kort</b>",
    "long": "to\nlinjer </textarea>",
    "number": 2.5,
    "matrix": {"r1": "a", "r2": "b"},
}


@pytest.mark.parametrize("wrong", [False, True])
def test_every_answer_stands_in_its_place(wrong: bool) -> None:
    questionnaire = asking(*EVERY_KIND)
    problems = tuple(Problem(name, "wrong_kind") for name in ANSWERS) if wrong else ()
    html = drawn(questionnaire, ANSWERS, problems)
    assert ticked(html) == {
        ("q-one", "b"),
        ("q-many", "a"),
        ("q-many", "c"),
        ("q-scale", "10"),
        ("q-matrix.r1", "a"),
        ("q-matrix.r2", "b"),
    }
    assert 'value="&lt;b&gt;kort&lt;/b&gt;"' in html
    assert "to\nlinjer &lt;/textarea&gt;</textarea>" in html
    assert 'value="2,5"' in html


def test_what_is_kept_of_a_drawing_holds_nobody_s_answer() -> None:
    questionnaire = asking(*EVERY_KIND)
    blank = drawn(questionnaire, {})
    drawn(questionnaire, ANSWERS)
    assert drawn(questionnaire, {}) == blank
    assert ticked(blank) == set()
    assert "\ue000" not in blank


def test_a_typed_answer_that_looks_like_a_place_is_only_text() -> None:
    html = drawn(
        asking(question("one", "single_choice"), question("short")), {"short": "\ue000answer\ue001", "one": 'b" checked'}
    )
    assert "\ue000answer\ue001" in html
    assert ticked(html) == set()


def test_texts_of_authors_are_escaped() -> None:
    script = "<script>alert(1)</script>"
    html = drawn(asking(*(one | {"text": texts(script), "help": texts(script)} for one in EVERY_KIND)), {})
    assert script not in html
    assert "&lt;script&gt;" in html


def test_a_mistake_is_told_at_the_question_and_in_the_summary(sample: Questionnaire) -> None:
    part = sample.sections[0]
    answers = {"leter-etter": ["vei", "ingenting"], "antall-besok": 2.5}
    sheet = section_sheet(sample, part, answers, "nb", "/s/x", check(sample, answers).problems)
    assert sheet["errors"] == [
        ("q-hvor-ofte", "Velg ett svar: Hvor ofte har du vært inne på kommunens nettsider det siste året?"),
        ("q-leter-etter", "Velg enten dette svaret alene, eller bare de andre: Hva har du lett etter?"),
        ("q-antall-besok", f"Skriv et helt tall, uten desimaler: {sample.questions['antall-besok'].text['nb']}"),
    ]
    html = str(sheet["questions"])
    for name, _ in sheet["errors"]:
        assert f'id="{name}"' in html
        assert f'id="{name}-error"' in html
    assert 'value="2,5"' in html


def test_a_matrix_row_passed_over_is_told_at_the_row(sample: Questionnaire) -> None:
    part = sample.sections[1]
    answers = {"hvor-ofte": "ukentlig", "enig": {"mobil": "helt-enig"}}
    sheet = section_sheet(sample, part, answers, "en", "/s/x", check(sample, answers).problems)
    assert ("q-enig.sok", "Choose one answer: The search finds what I ask for") in sheet["errors"]
    assert all(f'id="{name}"' in str(sheet["questions"]) for name, _ in sheet["errors"])


def test_a_condition_on_the_same_page_is_said_in_words(sample: Questionnaire) -> None:
    html = str(section_sheet(sample, sample.sections[0], {}, "nn", "/s/x")["questions"])
    assert "Svar på dette om du svarte «Ikkje i det heile» på «Kor ofte" in html


def test_the_start_leads_to_where_one_left_off(sample: Questionnaire) -> None:
    assert start_sheet(sample, {}, "nb", "/s/x", 5)["href"] == "/s/x/bruken"
    assert start_sheet(sample, {}, "nb", "/s/x", 5, at="bedre") | {"begun": True} == start_sheet(
        sample, {}, "nb", "/s/x", 5, at="bedre"
    )
    assert start_sheet(sample, {}, "nb", "/s/x", 5, at="inntrykk")["href"] == "/s/x/bruken"


def test_the_check_page_shows_what_was_answered_and_what_is_missing(sample: Questionnaire) -> None:
    answers = {"hvor-ofte": "aldri", "hvorfor-ikke": "Vet ikke om dem", "leter-etter": ["ingenting"], "helhet": 3}
    sheet = check_sheet(sample, answers, "nb", "/s/x", "en-id")
    assert sheet["errors"] == []
    rows = {row.key: row for _, rows in sheet["parts"] for row in rows}
    assert rows["Hva har du lett etter?"].lines == ["Ingenting av dette"]
    assert rows["Hva har du lett etter?"].href == "/s/x/bruken?then=check#q-leter-etter"
    assert "Alt i alt, hvor fornøyd er du med nettsidene?" not in rows  # hidden from those who never use them


def test_a_questionnaire_in_one_language_says_which_it_is() -> None:
    questionnaire = read(document(section("s1", question("q1"), text=texts("Les dette")), introduction=texts("Hei")))
    for name, sheet in {
        "answer_start.html": start_sheet(questionnaire, {}, "en", "/s/x", 1),
        "answer_section.html": section_sheet(questionnaire, questionnaire.sections[0], {}, "en", "/s/x"),
        "answer_check.html": check_sheet(questionnaire, {}, "en", "/s/x", "id"),
    }.items():
        html = ui.render(name, "en", **sheet)
        assert '<html lang="en"' in html
        assert re.search(r'<(?:h1|h2|p)[^>]* lang="nb"', html)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_problem_and_fault_can_be_said(language: str) -> None:
    say = ui.translate(language)
    every: dict[str, str | int | float] = {
        "name": "x",
        "most": 2,
        "least": 1,
        "found": 3,
        "language": "nn",
        "operator": "is",
        "value": "y",
    }
    for code in REASONS:
        fault = Fault("sections[1].questions[2].text", code, every)
        assert "%(" not in fault.reason(say)
        assert fault.place_in_words(say).startswith(("Del 2, spørsmål 3", "Part 2, question 3"))
    for code in PROBLEMS:
        assert "%(" not in explain(
            Problem(
                "q",
                code,
                {
                    "most": 1.5,
                    "least": 1,
                    "found": 9,
                    "start": 0,
                    "end": 10,
                    "places": 3,
                    "total": 100,
                    "earliest": "2020",
                    "latest": "2030",
                },
            ),
            language,
        )
    for text in (kind.asks for kind in KINDS if kind.asks):
        assert "%(" not in say(text, answer="x", question="y")

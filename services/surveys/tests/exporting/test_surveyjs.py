"""SurveyJS's JSON: every text and option is in it, rules are its own, what is lost is listed, and an import reads it back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from surveys.exporting.surveyjs import as_surveyjs
from surveys.importing import import_file
from surveys.logic.surveyjs import parse
from surveys.questionnaire import Questionnaire, read, read_draft
from surveys.questionnaire.kinds import Question, Random

from .every_kind import DOCUMENT, MARKUP, OTHER, options, question, said

QUESTIONNAIRE = read(DOCUMENT)
BASE = "https://panel.test"
NOT_THE_SAME = ("random", "calculated", "constant_sum", "consent")
"""Not there, a value, a number for each row, a yes or no."""


def written(questionnaire: Questionnaire = QUESTIONNAIRE) -> dict[str, Any]:
    content, _ = as_surveyjs(questionnaire, BASE)
    document: dict[str, Any] = json.loads(content)
    return document


def lost(questionnaire: Questionnaire = QUESTIONNAIRE) -> set[tuple[str, str]]:
    return {(loss.place, loss.what) for loss in as_surveyjs(questionnaire, BASE)[1]}


def of(*questions: dict[str, Any]) -> Questionnaire:
    return read_draft(DOCUMENT | {"sections": [{"id": "s", "title": said("Del"), "questions": list(questions)}]})


def element(name: str, document: dict[str, Any] | None = None) -> dict[str, Any]:
    pages = (document or written())["pages"]
    found: dict[str, Any] = next(one for page in pages for one in page["elements"] if one["name"] == name)
    return found


def words_of(question: Question, language: str) -> Iterator[str]:
    yield question.text[language]
    yield from (piece.text[language] for piece in (*question.choices(), *question.parts()))


@pytest.mark.parametrize("language", ["nb", "en", "pl"])
def test_every_text_is_in_it_in_every_language_or_in_the_list_of_what_is_lost(language: str) -> None:
    content, losses = as_surveyjs(QUESTIONNAIRE, BASE)
    document = json.dumps(json.loads(content), ensure_ascii=False)
    listed = " ".join(loss.what for loss in losses)
    for one in QUESTIONNAIRE.questions.values():
        for text in words_of(one, language):
            if not isinstance(one, Random) and one.kind != "consent":
                assert json.dumps(text, ensure_ascii=False)[1:-1] in document or text in listed, (one.id, text)


def test_the_first_language_is_the_default_one() -> None:
    document = written()
    assert (document["locale"], document["title"]) == (
        "nb",
        {"default": "Om veiene", "en": "Om veiene (en)", "pl": "Om veiene żółw"},
    )
    assert written(read_draft(DOCUMENT | {"languages": ["en"]}))["title"] == "Om veiene (en)"


@pytest.mark.parametrize(
    ("name", "kind", "has"),
    [
        ("cycles", "boolean", {"valueTrue": "yes", "valueFalse": "no", "isRequired": True}),
        ("days", "text", {"inputType": "number", "min": -5, "max": 7, "step": 1, "visibleIf": "{cycles} = 'yes'"}),
        ("mean", "radiogroup", {"showOtherItem": None, "showCommentArea": True}),
        ("list", "dropdown", {"choicesOrder": "random"}),
        ("picture", "imagepicker", {"showLabel": True}),
        ("why", "checkbox", {"minSelectedChoices": 1, "maxSelectedChoices": 2}),
        ("hello", "html", {"title": None}),
        ("stars", "rating", {"rateType": "stars", "rateMin": 1, "rateMax": 5}),
        ("agree", "matrix", {"cellType": None}),
        ("uses", "matrix", {"cellType": "checkbox"}),
        ("order", "ranking", {"selectToRankEnabled": True, "maxSelectedChoices": 2}),
        ("budget", "multipletext", {}),
        ("mail", "text", {"inputType": "email"}),
        ("more", "comment", {"maxLength": 4000}),
        ("month", "text", {"inputType": "month", "min": "2020-01", "max": "2026-12"}),
        ("day", "text", {"inputType": "date"}),
        ("hour", "text", {"inputType": "time"}),
        ("where", "dropdown", {}),
    ],
)
def test_each_kind_becomes_its_nearest_type(name: str, kind: str, has: dict[str, Any]) -> None:
    found = element(name)
    assert found["type"] == kind
    assert {key: found.get(key) for key in has} == has


def test_other_as_the_last_choice_is_surveyjs_own_other() -> None:
    found = element("q", written(of(question("q", "single_choice", options=[*options("a"), OTHER]))))
    assert (found["showOtherItem"], found["otherText"]["default"], len(found["choices"])) == (True, "Annet", 1)


def test_what_is_written_beside_an_answer_is_called_as_there() -> None:
    rule = ["answered", ["answer", "q.other"]]
    document = written(
        of(question("q", "single_choice", options=[*options("a"), OTHER]), question("r", "yes_no", show_if=rule))
    )
    assert element("r", document)["visibleIf"] == "{q-Comment} notempty"


def test_every_rule_in_it_is_one_surveyjs_can_read() -> None:
    def rules(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (part[key] for key in ("visibleIf", "expression") if key in part)
            for inner in part.values():
                yield from rules(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from rules(inner)

    found = list(rules(written()))
    assert len(found) >= 6
    for rule in found:
        assert parse(rule)


def test_a_screen_out_ends_with_its_own_words() -> None:
    document = written()
    assert document["triggers"] == [{"type": "complete", "expression": "{cycles} = 'no'"}]
    assert document["completedHtmlOnCondition"][0]["html"]["default"] == "Da er du ferdig"


def test_markup_is_harmless_where_surveyjs_expects_html() -> None:
    document = written(of(question("q", "statement") | {"text": {"nb": f"{MARKUP}\nlinje"}}))
    html = element("q", document)["html"]
    assert "<script" not in html
    assert html.endswith("<br>linje")


def test_a_sum_is_checked_as_a_sum() -> None:
    (check,) = element("budget")["validators"]
    assert check["expression"] == "sum({budget.parks}, {budget.roads}) = 200"
    assert check["text"]["default"] == "Til sammen skal det bli 200."


def test_what_has_no_place_there_is_listed() -> None:
    places = {place for place, _ in lost()}
    assert {"mean", "agree", "picture", "days", "budget", "born", "where", "ok", "lot", "points", "more"} <= places
    assert not lost(of(question("q", "yes_no"), question("r", "single_choice", options=options("a"))))


def test_a_rule_that_means_nothing_yet_is_listed_and_not_written() -> None:
    draft = of(question("q", "yes_no", show_if=["gibberish", 1]), question("c", "calculated", value=[[]]))
    assert "visibleIf" not in element("q", written(draft))
    assert {place for place, _ in lost(draft)} >= {"q", "c"}


def test_an_import_reads_back_every_text_and_option() -> None:
    imported = read_draft(import_file(as_surveyjs(QUESTIONNAIRE, BASE)[0]).questionnaire)
    assert imported.languages == QUESTIONNAIRE.languages
    assert imported.title == QUESTIONNAIRE.title
    again = imported.questions
    for one in QUESTIONNAIRE.questions.values():
        if one.kind in NOT_THE_SAME:
            continue
        assert again[one.id].text == one.text, one.id
        assert {option.id: option.text for option in again[one.id].choices()} == {
            option.id: option.text for option in one.choices()
        }, one.id
        assert [row.text for row in again[one.id].parts()] == [row.text for row in one.parts()], one.id
        assert again[one.id].required == one.required, one.id
    assert {"budget_parks", "budget_roads", "points"} <= again.keys()


def test_an_import_reads_back_the_rules() -> None:
    imported = read_draft(import_file(as_surveyjs(QUESTIONNAIRE, BASE)[0]).questionnaire)
    assert imported.questions["days"].show_if == ["=", ["answer", "cycles"], "yes"]
    assert imported.sections[1].show_if == QUESTIONNAIRE.sections[1].show_if
    assert any(section.end_if == ["=", ["answer", "cycles"], "no"] for section in imported.sections)
    assert imported.questions["checked"].checks[0].must == QUESTIONNAIRE.questions["checked"].checks[0].must


def test_a_draft_without_a_word_in_it_is_written_too() -> None:
    bare = {"format": "samrad.survey/1", "languages": ["nb"], "title": {}, "sections": []}
    assert written(read_draft(bare)) == {"locale": "nb", "pages": []}

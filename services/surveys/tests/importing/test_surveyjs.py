"""A survey made for these tests with every element that is understood, and several that are not."""

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from surveys.importing import Imported, UnusableFile, import_file
from surveys.importing.reasons import FOR_ALL, HIDDEN, LANGUAGE_GUESSED, LOCKED, PREFILLED, REQUIRED_IF
from surveys.importing.surveyjs.choices import NO_ALL
from surveys.importing.surveyjs.flow import NO_TRIGGER
from surveys.importing.surveyjs.kinds import ELSEWHERE, UNKNOWN
from surveys.importing.surveyjs.properties import NOT_LOADED
from surveys.questionnaire import faults_of, read_draft

CONTENT = (Path(__file__).parent / "files/torget.json").read_bytes()
LIVES, AGE, USES = ["answer", "lives"], ["answer", "age"], ["answer", "uses"]


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_file(CONTENT)


def questions(imported: Imported) -> dict[str, dict[str, Any]]:
    return {q["id"]: q for section in imported.questionnaire["sections"] for q in section["questions"]}


def of(*elements: dict[str, Any], **survey: Any) -> Imported:
    return import_file(msgspec.json.encode({"pages": [{"elements": elements}], **survey}))


def test_what_is_imported_lacks_nothing_but_translations(imported: Imported) -> None:
    questionnaire = read_draft(imported.questionnaire)
    assert questionnaire.languages == ("en", "nb")
    assert questionnaire.title == {"en": "The square", "nb": "Torget"}
    assert questionnaire.closing == {"en": "Thank you!", "nb": "Takk!"}
    assert questionnaire.pages == "questions"
    assert {fault.code for fault in faults_of(questionnaire)} == {"language_missing"}


def test_each_type_becomes_its_like(imported: Imported) -> None:
    assert {name: question["kind"] for name, question in questions(imported).items()} == {
        "hello": "statement",
        "lives": "yes_no",
        "age": "number",
        "double": "calculated",
        "how_often": "single_choice",
        "uses": "multiple_choice",
        "rate": "matrix",
        "group": "statement",
        "why": "long_text",
        "stars": "scale",
        "grade": "single_choice",
        "best": "single_choice",
        "order": "ranking",
        "tags": "multiple_choice",
        "places": "multiple_text",
        "numbers_n": "number",
        "numbers_when": "date",
        "cells_c1": "matrix",
        "cells_c2": "matrix_multiple",
        "cells_c3": "multiple_text",
        "sum": "calculated",
        "mail": "short_text",
        "day": "date",
        "pick": "multiple_choice",
        "age_2": "short_text",
    }


def test_choices_of_any_type_have_ids_and_rules_find_them(imported: Imported) -> None:
    options = {option["id"]: option for option in questions(imported)["how_often"]["options"]}
    assert list(options) == ["1", "2", "3_5", "true", "other"]
    assert options["3_5"]["text"] == {"en": "Often", "nb": "Ofte"}
    assert options["other"]["write_in"] is True
    trees, often = ["answer", "rate", "trees"], ["answer", "how_often"]
    held = imported.questionnaire["sections"][1]["show_if"]
    assert held == ["or", ["contains", USES, "eat"], ["=", trees, "good"], ["=", often, "3_5"]]


def test_rules_come_along(imported: Imported) -> None:
    made = questions(imported)
    assert made["how_often"]["show_if"] == ["and", ["=", LIVES, "yes"], [">=", AGE, 18]]
    assert made["why"]["show_if"] == [">", ["answer", "double"], 40]
    assert made["age"]["checks"][0] == {"must": [">=", AGE, 16], "message": {"en": "Too young"}}
    assert made["uses"]["options"][2]["show_if"] == ["or", ["!=", "meet", "meet"], ["=", LIVES, "yes"]]
    assert made["best"]["options"][0]["show_if"][-1] == ["contains", USES, "sit"]
    assert made["double"]["value"] == ["*", AGE, 2]
    assert imported.questionnaire["sections"][0]["end_if"] == ["=", LIVES, "no"]


@pytest.mark.parametrize(
    ("place", "what", "reason"),
    [
        ("how often", "defaultValue = 1", PREFILLED),
        ("uses", "showSelectAllItem", NO_ALL),
        ("photo", "file · A photo", UNKNOWN["file"]),
        ("why", "enableIf = {lives}", LOCKED),
        ("why", "requiredIf = {age} > 50", REQUIRED_IF),
        ("country", "dropdown", ELSEWHERE),
        ("pick.cat", "imageLink = https://example.test/cat.png", NOT_LOADED),
        ("sign", "signaturepad · Sign here", UNKNOWN["signaturepad"]),
        ("each", "paneldynamic · Each child · The child's name", UNKNOWN["paneldynamic"]),
        ("hidden", "text · Not seen", HIDDEN),
        ("Hele undersøkelsen", "setvalue {age} > 90 old", NO_TRIGGER),
    ],
)
def test_each_loss_is_listed_with_its_place(imported: Imported, place: str, what: str, reason: str) -> None:
    assert (place, what, reason) in {(loss.place, loss.what, loss.reason) for loss in imported.losses}


def test_a_rule_that_cannot_be_said_is_lost_aloud(imported: Imported) -> None:
    assert "show_if" not in questions(imported)["tags"]
    (loss,) = [loss for loss in imported.losses if loss.place == "tags"]
    assert loss.reason.startswith(FOR_ALL)


def test_a_language_nobody_names_is_said_to_be_a_guess() -> None:
    assert LANGUAGE_GUESSED in {loss.reason for loss in of({"type": "comment", "name": "a"}).losses}
    norwegian = of({"type": "comment", "name": "a"}, locale="nb")
    assert norwegian.questionnaire["languages"] == ["nb"]
    assert norwegian.losses == []


@pytest.mark.parametrize(
    "element",
    [
        {"type": "radiogroup", "name": "q", "choices": [[1], {"value": {"a": 1}}, None, "x"]},
        {"type": "text", "name": {"not": "text"}, "title": 7},
        {"type": "text", "name": "x" * 5_000, "title": ["list"]},
        {"type": "rating", "name": "q", "rateMin": "a", "rateMax": -3, "rateValues": [1, {"value": 2, "text": "Two"}]},
        {"type": "matrix", "name": "q", "rows": "no", "columns": [1]},
        {"type": "text", "name": "<script>alert(1)</script>", "title": "<img src=x onerror=alert(1)>"},
        {"type": "text", "name": "q\u0000\u001b", "title": "a\u0007b"},
        {"type": "text", "name": "q", "validators": [None, 3, {"type": "numeric", "minValue": "x"}], "visibleIf": 5},
    ],
)
def test_whatever_stands_in_an_element_nothing_breaks(element: dict[str, Any]) -> None:
    imported = of({"type": "comment", "name": "sound"}, element)
    assert "<" not in str(imported.questionnaire)
    read_draft(imported.questionnaire)


def test_panels_in_panels_without_end_are_refused() -> None:
    inner: dict[str, Any] = {"type": "comment", "name": "deep"}
    for number in range(60):
        inner = {"type": "panel", "name": f"p{number}", "elements": [inner]}
    with pytest.raises(UnusableFile, match="too_deep"):
        of(inner)


def test_rules_in_a_circle_are_lost_and_not_followed() -> None:
    first = {"type": "text", "name": "a", "visibleIf": "{b} = 1"}
    imported = of(first, {"type": "text", "name": "b", "visibleIf": "{a} = 1"})
    assert [question.get("show_if") for question in questions(imported).values()] == [None, ["=", ["answer", "a"], 1]]


def test_too_many_questions_are_refused() -> None:
    with pytest.raises(UnusableFile, match="too_much"):
        of(*({"type": "comment", "name": f"q{number}"} for number in range(501)))


@pytest.mark.parametrize(
    "elements",
    [[{"type": "text"}] * 100_000, [{"type": "radiogroup", "name": "q", "choices": list(range(400_000))}]],
    ids=["questions", "choices"],
)
def test_masses_are_refused_at_once(elements: list[dict[str, Any]]) -> None:
    content = msgspec.json.encode({"elements": elements})
    start = time.process_time()
    with pytest.raises(UnusableFile, match="too_much"):
        import_file(content)
    assert time.process_time() - start < 5

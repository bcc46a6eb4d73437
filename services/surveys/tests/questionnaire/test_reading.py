import json
from typing import Any

import msgspec
import pytest

from surveys.questionnaire import InvalidQuestionnaire, read
from surveys.questionnaire.reading import LARGEST

from .building import document, options, question, section, texts


def codes(of: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidQuestionnaire) as refused:
        read(of)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def test_a_sound_document_is_read_and_written_back_the_same() -> None:
    written = document(
        section(
            "s1", question("q1", "single_choice", required=True), question("q2", "scale", show_if={"question": "q1", "is": "b"})
        )
    )
    assert read(msgspec.json.encode(written)).document() == read(written).document()
    assert read(written).document()["sections"][0]["questions"][1]["show_if"] == {"question": "q1", "is": "b"}


def test_a_byte_order_mark_is_forgiven() -> None:
    assert read(b"\xef\xbb\xbf" + msgspec.json.encode(document(section("s1", question("q1"))))).questions.keys() == {"q1"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"a":', "not_json"),
        (b'"\\ud800"', "not_json"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * 70 + b"]" * 70, "too_deep"),
        (b" " * (LARGEST + 1), "too_big"),
        (b"[]", "wrong_type"),
        (b"null", "wrong_type"),
        (b"{}", "missing_field"),
    ],
)
def test_what_is_no_questionnaire_at_all_is_refused_in_words(content: bytes, code: str) -> None:
    assert [found for _, found in codes(content)] == [code]


def test_every_broken_question_is_listed_with_its_place() -> None:
    broken = document(
        section("s1", question("q1", "hologram"), question("a b"), {"id": "q3"}),
        section(
            "s2", question("q4", "scale", to=70), question("q5", "number", surprise=1), question("q6", text={"tysk": "Was?"})
        ),
        extra=True,
    )
    assert codes(broken) == [
        ("", "unknown_field"),
        ("sections[0].questions[0].kind", "unknown_kind"),
        ("sections[0].questions[1].id", "bad_id"),
        ("sections[0].questions[2]", "missing_field"),
        ("sections[1].questions[0].to", "too_high"),
        ("sections[1].questions[1]", "unknown_field"),
        ("sections[1].questions[2].text", "bad_language"),
    ]


def test_every_text_must_stand_in_every_language_and_no_other() -> None:
    written = document(section("s1", question("q1", text={"nb": "Hva?", "en": "What?"}), text={"nb": "  ", "nn": "Tekst"}))
    assert codes(written | {"languages": ["nb", "nn"]}) == [
        ("title", "language_missing"),
        ("sections[0].title", "language_missing"),
        ("sections[0].text", "blank_text"),
        ("sections[0].questions[0].text", "language_missing"),
        ("sections[0].questions[0].text", "language_extra"),
    ]


@pytest.mark.parametrize("unseen", ["\0", "\x07", "\x1b", "\x9f"])
def test_a_text_has_no_characters_that_nobody_typed(unseen: str) -> None:
    written = document(section("s1", question("q1"), text={"nb": f"Om{unseen} byen"}))
    assert codes(written) == [("sections[0].text", "unwritten")]


def test_ids_are_unique_among_their_own() -> None:
    twice = document(
        section("s1", question("q1", "single_choice", options=options("a", "a"))),
        section("s1", question("q1", "matrix", rows=options("a", "b", "b"))),
    )
    assert codes(twice) == [
        ("sections[1].id", "id_taken"),
        ("sections[1].questions[0].id", "id_taken"),
        ("sections[0].questions[0].options[1].id", "id_taken"),
        ("sections[1].questions[0].rows[2].id", "id_taken"),
    ]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"question": "nobody", "is": "a"}, "condition_unknown"),
        ({"question": "q3", "is": "a"}, "condition_later"),
        ({"question": "q2", "is": "a"}, "condition_later"),
        ({"question": "q1"}, "condition_one"),
        ({"question": "q1", "is": "a", "is_not": "b"}, "condition_one"),
        ({"question": "q1", "at_least": 3}, "condition_unfit"),
        ({"question": "q1", "is": "z"}, "condition_value"),
        ({"question": "q1", "is": 1}, "condition_value"),
    ],
)
def test_a_condition_refers_to_an_earlier_question_and_an_answer_it_can_have(condition: dict[str, Any], code: str) -> None:
    written = document(
        section("s1", question("q1", "single_choice"), question("q2", show_if=condition)),
        section("s2", question("q3", "single_choice")),
    )
    assert codes(written) == [("sections[0].questions[1].show_if", code)]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (question("q1", "multiple_choice", min_choices=3, max_choices=2), "choices_crossed"),
        (question("q1", "multiple_choice", max_choices=4), "choices_beyond"),
        (question("q1", "multiple_choice", options=[{"id": "a", "text": texts(), "exclusive": True}]), "all_exclusive"),
        (question("q1", "scale", **{"from": 5, "to": 5}), "scale_crossed"),
        (question("q1", "number", min=3, max=2), "numbers_crossed"),
    ],
)
def test_a_question_nobody_could_answer_is_refused(one: dict[str, Any], code: str) -> None:
    assert [found for _, found in codes(document(section("s1", one)))] == [code]


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        (
            [section("s1", *(question(f"q{n}") for n in range(400))), section("s2", *(question(f"p{n}") for n in range(101)))],
            "too_many_questions",
        ),
        ([section("s1", question("q1", "single_choice", options=options(*(f"o{n}" for n in range(201)))))], "too_long"),
        ([section(f"s{n}", question(f"q{n}")) for n in range(101)], "too_long"),
        ([section("s1", question("q1", text=texts("a" * 2_001)))], "too_long"),
        ([section("s1", text=texts())], "no_questions"),
        ([section("s1", question("q1")), section("s2")], "empty_section"),
    ],
)
def test_size_has_bounds(sections: list[dict[str, Any]], code: str) -> None:
    assert [found for _, found in codes(document(*sections))] == [code]


def test_a_hundred_faults_are_enough() -> None:
    assert len(codes(document(section("s1", *(question(f"q{n}", "hologram") for n in range(300)))))) == 100


@pytest.mark.parametrize("value", [None, 0, "x", [], [1], {"x": 1}, True, 1e400, -1, "\ud800"])
def test_nothing_in_any_place_makes_reading_fall_over(value: Any) -> None:
    """Every value of a whole document is replaced by each of these in turn."""
    whole = document(
        section("s1", question("q1", "single_choice"), question("q2", "number", min=1, max=2, decimals=1, unit=texts())),
        section("s2", question("q3", "multiple_choice", max_choices=2), show_if={"question": "q1", "is": "a"}),
        introduction=texts(),
    )
    for path in list(paths(whole)):
        try:
            read(replaced(whole, path, value))
        except InvalidQuestionnaire as refused:
            assert refused.faults  # noqa: PT017 - accepting it is fine too


def paths(part: Any, path: tuple[Any, ...] = ()) -> Any:
    yield path
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from paths(inner, (*path, key))


def replaced(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = json.loads(json.dumps(whole))
    owner = copy
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    return copy

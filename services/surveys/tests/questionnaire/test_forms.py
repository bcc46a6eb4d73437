from typing import Any

import pytest
from starlette.datastructures import FormData

from surveys.questionnaire import answers_from_form, check, read, with_section
from surveys.questionnaire.kinds.number import number_or_typed

from .building import asking, document, question, section


def posted(**fields: Any) -> FormData:
    return FormData(
        [(f"q-{name}", v) for name, value in fields.items() for v in (value if isinstance(value, list) else [value])]
    )


EVERY_KIND = asking(
    question("one", "single_choice"),
    question("many", "multiple_choice"),
    question("scale", "scale"),
    question("short"),
    question("long", "long_text"),
    question("number", "number", decimals=1),
    question("matrix", "matrix"),
)


def test_a_posted_page_becomes_answers() -> None:
    form = FormData([*posted(one="b", many=["a", "c"], scale="0", short="kort", long="a\r\nb", number="2,5").multi_items(),
                     ("q-matrix.r1", "a"), ("q-matrix.r2", "b"), ("go", "next"), ("q-stranger", "x")])  # fmt: skip
    answers = answers_from_form(EVERY_KIND, "s1", form)
    assert answers == {
        "one": "b",
        "many": ["a", "c"],
        "scale": 0,
        "short": "kort",
        "long": "a\r\nb",
        "number": 2.5,
        "matrix": {"r1": "a", "r2": "b"},
    }
    assert check(EVERY_KIND, answers).problems == []


def test_what_was_left_empty_is_left_out() -> None:
    assert answers_from_form(EVERY_KIND, "s1", posted(one="", short="", number="", scale="")) == {}


def test_what_cannot_be_understood_is_kept_as_it_was_typed_and_refused() -> None:
    answers = answers_from_form(EVERY_KIND, "s1", posted(number="fem", scale="ti"))
    assert answers == {"number": "fem", "scale": "ti"}
    assert [(p.question_id, p.code) for p in check(EVERY_KIND, answers).problems] == [
        ("scale", "wrong_kind"),
        ("number", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("1 234,5", 1234.5),
        ("1\N{NO-BREAK SPACE}234", 1234),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("0.5", 0.5),
        ("-3", -3),
        ("\N{MINUS SIGN}3,0", -3.0),
        ("3,", "3,"),
        ("1e9", "1e9"),
        ("nan", "nan"),
        ("٣", "٣"),
        ("9" * 400, "9" * 400),
        ("1,2,3", "1,2,3"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: float | str) -> None:
    assert number_or_typed(typed) == number


def test_saving_a_section_replaces_its_answers_and_no_others() -> None:
    questionnaire = read(document(section("s1", question("q1"), question("q2")), section("s2", question("q3"))))
    saved = {"q1": "gammel", "q2": "borte", "q3": "annen side"}
    assert with_section(questionnaire, "s1", saved, posted(q1="ny")) == {"q1": "ny", "q3": "annen side"}
    assert with_section(questionnaire, "nowhere", saved, posted(q1="ny")) == saved


def test_a_file_where_a_text_should_be_is_no_answer() -> None:
    class Strange:
        def getlist(self, _key: str) -> list[object]:
            return [object(), b"x"]

    assert answers_from_form(EVERY_KIND, "s1", Strange()) == {}

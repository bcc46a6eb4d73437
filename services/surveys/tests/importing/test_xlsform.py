"""A form made for these tests with every type that is understood, and several that are not; and one in formr's dialect."""

from typing import Any

import pytest

from surveys.importing import Imported, UnusableFile, import_file
from surveys.importing.reasons import FOR_ALL, NO_SUCH_TYPE, NOT_CHECKED, NOT_READ, PREFILLED, REQUIRED_IF
from surveys.importing.xlsform.choices import NO_MEDIA, NOT_USED
from surveys.importing.xlsform.form import ONCE
from surveys.importing.xlsform.kinds import UNKNOWN
from surveys.importing.xlsform.tables import HEADING
from surveys.questionnaire import faults_of, read_draft

from .workbooks import Rows, workbook

HEADS = (
    "type",
    "name",
    "label::Norsk (nb)",
    "label::English (en)",
    "hint::nb",
    "relevant",
    "constraint",
    "constraint_message::nb",
)
MORE = ("required", "appearance", "choice_filter", "calculation", "parameters", "default", "note to self")
SURVEY: Rows = [
    (*HEADS, *MORE),
    ("start", "start"),
    ("note", "hello", "# Velkommen\nhit", "Welcome"),
    ("begin group", "about", "Om deg", "About you"),
    ("select_one yes_no", "lives", "Bor du her?", "Do you live here?", "", "", "", "", "yes"),
    ("integer", "age", "Hvor gammel?", "How old?", "I hele år", "", ". >= 15 and . < 120", "Fra 15 år", "${lives} = 'yes'"),
    ("select_multiple things or_other", "uses", "Hva bruker du, ${age}?", "What?", "", "${lives}='yes' and ${age} > 17"),
    ("text", "why", "Hvorfor?", "Why?", "", "selected(${uses}, 'bench')", "regex(., 'a')", "", "", "multiline"),
    ("end group",),
    ("select_one areas", "area", "Område", "Area", "", "", "", "", "", "minimal"),
    ("select_one places", "place", "Sted", "Place", "", "", "", "", "", "", "area = ${area}"),
    ("begin group", "table", "Hvor enig?", "Agree?", "", "", "", "", "", "table-list"),
    ("select_one yes_no", "t1", "Trygt", "Safe"),
    ("select_one yes_no", "t2", "Pent", "Nice", "", "${age} > 20"),
    ("end group",),
    ("begin repeat", "child", "Barn", "Child"),
    ("date", "born", "Født", "Born", "", "", "", "", "", "month-year"),
    ("end repeat",),
    ("rank things", "order", "Ranger", "Rank", "", "", "", "", "", "", "", "", "randomize=true"),
    ("range", "slide", "Hvor mye?", "How much?", "", "", "", "", "", "", "", "", "start=1 end=9 step=2"),
    ("calculate", "double", "", "", "", "", "", "", "", "", "", "${age} * 2 + 1"),
    ("acknowledge", "ok", "Greit?", "Fine?"),
    ("geopoint", "where", "Hvor?", "Where?", "Pek"),
    ("image", "photo", "Bilde", "Picture"),
    ("decimal", "weight", "Vekt", "Weight", "", "../x = 1", "", "", "", "", "", "", "", "3", "husk"),
    ("wonder", "odd", "Rart", "Odd"),
]
CHOICES: Rows = [
    ("list name", "name", "label::Norsk (nb)", "label::English (en)", "area", "image"),
    ("yes_no", "yes", "Ja", "Yes"),
    ("yes_no", "no", "Nei", "No"),
    ("things", "bench", "Benk", "Bench", "", "bench.png"),
    ("things", "light pole", "Lys", "Light"),
    ("areas", "north", "Nord", "North"),
    ("areas", "south", "Sør", "South"),
    ("places", "park", "Parken", "The park", "north"),
    ("places", "pier", "Brygga", "The pier", "south"),
    ("unused", "x", "Ubrukt", "Unused"),
]
SETTINGS: Rows = [("form_title", "default_language", "style"), ("Om torget", "Norsk (nb)", "pages")]
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "Ark4": []}
AGE, LIVES, USES = ["answer", "age"], ["answer", "lives"], ["answer", "uses"]


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_file(workbook(SHEETS))


def questions(imported: Imported) -> dict[str, dict[str, Any]]:
    return {q["id"]: q for section in imported.questionnaire["sections"] for q in section["questions"]}


def test_what_is_imported_lacks_nothing_but_translations(imported: Imported) -> None:
    questionnaire = read_draft(imported.questionnaire)
    assert questionnaire.languages == ("nb", "en")
    assert questionnaire.title == {"nb": "Om torget"}
    assert [section.title["nb"] for section in questionnaire.sections] == ["Del 1", "Om deg", "Del 3", "Barn", "Del 5"]
    assert {fault.code for fault in faults_of(questionnaire)} == {"language_missing"}


def test_each_type_becomes_its_like(imported: Imported) -> None:
    assert {name: question["kind"] for name, question in questions(imported).items()} == {
        "hello": "statement",
        "lives": "single_choice",
        "age": "number",
        "uses": "multiple_choice",
        "why": "long_text",
        "area": "single_choice",
        "place": "single_choice",
        "table": "matrix",
        "born": "date",
        "order": "ranking",
        "slide": "number",
        "double": "calculated",
        "ok": "consent",
        "weight": "number",
    }


def test_rules_come_along(imported: Imported) -> None:
    made = questions(imported)
    assert made["uses"]["show_if"] == ["and", ["=", LIVES, "yes"], [">", AGE, 17]]
    assert made["why"]["show_if"] == ["contains", USES, "bench"]
    assert made["age"]["checks"] == [{"must": ["and", [">=", AGE, 15], ["<", AGE, 120]], "message": {"nb": "Fra 15 år"}}]
    assert made["lives"]["required"] is True
    assert made["double"]["value"] == ["+", ["*", AGE, 2], 1]
    assert made["table"]["rows"][1]["show_if"] == [">", AGE, 20]


def test_a_list_filtered_by_an_earlier_answer_is_options_with_conditions(imported: Imported) -> None:
    park, pier = questions(imported)["place"]["options"]
    assert (park["id"], park["show_if"]) == ("park", ["=", "north", ["answer", "area"]])
    assert (pier["id"], pier["show_if"]) == ("pier", ["=", "south", ["answer", "area"]])


def test_looks_and_texts_come_along(imported: Imported) -> None:
    made = questions(imported)
    assert made["hello"]["text"] == {"nb": "Velkommen\nhit", "en": "Welcome"}
    assert made["uses"]["text"]["nb"] == "Hva bruker du, {age}?"
    assert [option["id"] for option in made["uses"]["options"]] == ["bench", "light_pole", "other"]
    assert made["uses"]["options"][2]["write_in"] is True
    assert made["area"]["look"] == "dropdown"
    assert made["born"]["precision"] == "month"
    assert made["order"]["shuffle"] is True
    assert made["slide"] | {"look": "slider", "min": 1, "max": 9, "step": 2} == made["slide"]


@pytest.mark.parametrize(
    ("place", "what", "reason"),
    [
        ("age", "required = ${lives} = 'yes'", REQUIRED_IF),
        ("start", "start", UNKNOWN["start"]),
        ("where", "geopoint · Hvor? · Where? · Pek", UNKNOWN["geopoint"]),
        ("photo", "image · Bilde · Picture", UNKNOWN["image"]),
        ("odd", "wonder · Rart · Odd", NO_SUCH_TYPE),
        ("child", "begin repeat", ONCE),
        ("weight", "default = 3", PREFILLED),
        ("things.bench", "image = bench.png", NO_MEDIA),
        ("unused", "list · Ubrukt · Unused", NOT_USED),
        ("Hele undersøkelsen", "note_to_self", NOT_READ),
        ("Hele undersøkelsen", "Ark4", NOT_READ),
    ],
)
def test_each_loss_is_listed_with_its_place(imported: Imported, place: str, what: str, reason: str) -> None:
    assert (place, what, reason) in {(loss.place, loss.what, loss.reason) for loss in imported.losses}


def test_rules_that_cannot_be_said_are_lost_aloud(imported: Imported) -> None:
    reasons = {loss.place: loss.reason for loss in imported.losses if loss.place in {"why", "weight"} and "\n" in loss.reason}
    assert reasons["why"].startswith(NOT_CHECKED)
    assert reasons["weight"].startswith(FOR_ALL)


def test_the_heading_line_of_a_table_is_told() -> None:
    rows = [
        ("type", "name", "label", "appearance"),
        ("begin group", "g", "Gruppe", "field-list"),
        ("select_one l", "head", "Overskrift", "label"),
        ("select_one l", "row", "Linje", "list-nolabel"),
        ("end group",),
    ]
    imported = import_file(workbook({"survey": rows, "choices": [("list_name", "name", "label"), ("l", "a", "A")]}))
    assert questions(imported)["g"]["kind"] == "matrix"
    assert ("head", HEADING) in {(loss.place, loss.reason) for loss in imported.losses}


def test_a_question_with_too_many_answers_is_left_out_with_all_of_them() -> None:
    rows = [("type", "name", "label"), ("select_one l", "q", "Velg"), ("text", "t", "Hei")]
    choices = [("list_name", "name", "label"), *(("l", f"a{number}", f"Svar {number}") for number in range(201))]
    imported = import_file(workbook({"survey": rows, "choices": choices}))
    assert list(questions(imported)) == ["t"]
    told = " ".join(loss.what for loss in imported.losses)
    assert "Velg" in told
    assert "Svar 0 · Svar 1" in told
    assert "Svar 200" in told


def test_formrs_dialect_is_read() -> None:
    rows = [
        ("type", "name", "label", "optional", "showif", "choice1", "choice2", "choice3"),
        ("rating_button 1,6", "milk", "Milch", "", "", "nie", "immer"),
        ("sex", "sex", "Geschlecht"),
        ("mc", "often", "Wie oft?", "", "milk > 3 & sex == 1 & !is.na(milk)", "nie", "manchmal", "oft"),
        ("select_or_add_multiple", "jobs", "Berufe", "*", "", "Lehrer", "Berater"),
        ("submit", "go", "Weiter"),
        ("textarea", "more", "Noch etwas?", "*"),
    ]
    imported = import_file(workbook({"survey": rows}))
    made = questions(imported)
    assert made["milk"] | {"kind": "scale", "from": 1, "to": 6, "low": {"en": "nie"}, "high": {"en": "immer"}} == made["milk"]
    milk = ["answer", "milk"]
    assert made["often"]["show_if"] == ["and", [">", milk, 3], ["=", ["answer", "sex"], "1"], ["answered", milk]]
    assert (made["often"]["required"], made["jobs"]["required"]) == (True, False)
    assert made["jobs"]["options"][-1]["write_in"] is True
    assert [len(section["questions"]) for section in imported.questionnaire["sections"]] == [4, 1]


NOTE = [("type", "name", "label"), ("note", "n", "Hei")]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (workbook({"survey": NOTE}, vbaProject=b"x"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5_000, "unreadable"),
        (b"PK\x03\x04" + b"\x00" * 400, "unreadable"),
        (workbook({"survey": NOTE})[:-200], "unreadable"),
        (workbook({"Ark1": NOTE}), "no_sheets"),
        (workbook({"survey": [("name", "label"), ("a", "b")]}), "no_type"),
        (workbook({"survey": []}), "no_type"),
        (workbook({"survey": [NOTE[0]]}), "no_questions"),
        (workbook({"survey": [NOTE[0], *[("note", f"n{n}", "x") for n in range(501)]]}), "too_much"),
        (workbook({"survey": [NOTE[0], *[("note", "n", "x")] * 5_000]}), "too_large_inside"),
        (workbook({"survey": NOTE}, bomb=b"\x00" * 101 * 1024**2), "too_large_inside"),
        (workbook({"survey": [NOTE[0], *[("begin group", "g", "G")] * 40, *NOTE[1:]]}), "too_deep"),
    ],
    ids=range(13),
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, cause: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        import_file(content)
    assert refused.value.cause == cause


def test_entities_in_a_sheet_stand_for_nothing() -> None:
    doctype = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bbbbbbbbbb">]>'
    content = workbook({"survey": [NOTE[0], ("note", "n", "&a;&b;")]}, doctype=doctype, raw=True)
    with pytest.raises(UnusableFile, match=r"unreadable|too_large_inside"):
        import_file(content)


def test_a_cell_that_says_it_stands_far_away_is_refused() -> None:
    with pytest.raises(UnusableFile, match="too_large_inside"):
        import_file(workbook({"survey": NOTE}, far=True))


@pytest.mark.parametrize(
    "row",
    [
        ("note", "<script>", "<script>alert(1)</script>"),
        ("select_one", "q", "Uten liste"),
        ("select_one nowhere", "q", "Ingen liste"),
        ("range", "q", "Skala", "start=a end=" + "9" * 40),
        ("calculate", "q", "", ""),
        ("end group", "", ""),
        ("begin group", "g", "Aldri avsluttet"),
        ("select_one " + "x" * 3_000, "q" * 3_000, "y" * 3_000),
    ],
)
def test_whatever_stands_in_a_line_nothing_breaks(row: tuple[str, ...]) -> None:
    imported = import_file(workbook({"survey": [("type", "name", "label", "parameters"), ("text", "sound", "Hei"), row]}))
    assert "<" not in str(imported.questionnaire)
    read_draft(imported.questionnaire)

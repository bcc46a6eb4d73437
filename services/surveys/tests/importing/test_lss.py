"""Two surveys made for these tests: one of the newer kind of file, one of the older."""

from pathlib import Path
from typing import Any

import pytest

from surveys.importing import Imported, import_lss
from surveys.importing.kinds import COMMENTS_JOINED, DATE, LIMIT, OTHER_MOVED, SPLIT, TWO_SCALES, UNKNOWN
from surveys.importing.lss import LANGUAGE_LEFT_OUT, MOVED_TEXT, NOT_SHOWN
from surveys.importing.settings import MAIL, MODE, PREFILLED, QUOTAS, RANDOM, ROW_CONDITION, SOFT, TIMED, VALUE
from surveys.questionnaire import check, read

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_lss((FILES / "lekeplasser.lss").read_bytes())


def questions(imported: Imported) -> dict[str, dict[str, Any]]:
    return {q["id"]: q for section in imported.questionnaire["sections"] for q in section["questions"]}


def test_what_is_imported_is_a_sound_questionnaire(imported: Imported) -> None:
    questionnaire = read(imported.questionnaire)
    assert questionnaire.languages == ("nb", "en")
    assert questionnaire.title == {"nb": "Om lekeplassene", "en": "About the playgrounds"}
    assert questionnaire.introduction == {"nb": "Vi pusser opp.", "en": "We are refurbishing."}
    assert questionnaire.closing == {"nb": "Takk!", "en": "Thanks!"}
    assert check(questionnaire, {"Q01": "N", "Q11": 4, "Q10_SQ01": 2}).problems == []


def test_each_type_becomes_its_like(imported: Imported) -> None:
    kinds = {name: question["kind"] for name, question in questions(imported).items()}
    assert kinds == {
        "Q01": "single_choice",
        "Q02": "single_choice",
        "Q02_other": "short_text",
        "Q03": "multiple_choice",
        "Q04": "matrix",
        "Q05": "number",
        "Q06": "short_text",
        "Q07": "long_text",
        "Q10_SQ01": "number",
        "Q10_SQ02": "number",
        "Q11": "scale",
        "Q12_1": "matrix",
        "Q12_2": "matrix",
        "Q13": "single_choice",
        "Q13_comment": "long_text",
        "Q14": "multiple_choice",
        "Q14_comment": "long_text",
        "Q16": "matrix",
        "Q17": "short_text",
        "Q19": "single_choice",
    }


def test_rules_come_along_where_they_can_be_said(imported: Imported) -> None:
    made = questions(imported)
    assert made["Q01"]["required"] is True
    assert made["Q02"]["show_if"] == {"question": "Q01", "is": "Y"}
    assert made["Q02_other"]["show_if"] == {"question": "Q02", "is": "other"}
    assert made["Q04"]["show_if"] == {"question": "Q03", "includes": "SQ01"}
    assert made["Q06"]["show_if"] == {"question": "Q05", "at_least": 3}  # more than two children
    assert made["Q03"]["max_choices"] == 2
    assert [o.get("exclusive", False) for o in made["Q03"]["options"]] == [False, False, True]
    assert made["Q05"] | {"min": 0, "max": 30, "decimals": 0, "unit": {"nb": "barn", "en": "children"}} == made["Q05"]
    assert made["Q06"]["max_length"] == 60
    assert imported.questionnaire["sections"][1]["show_if"] == {"question": "Q01", "is": "N"}


def test_texts_are_plain_and_a_statement_becomes_the_page_s_text(imported: Imported) -> None:
    assert imported.questionnaire["sections"][0]["text"]["nb"] == "Tenk på den nærmeste.\n\nTakk så langt!"
    assert questions(imported)["Q02"]["help"]["nb"] == "Velg det som passer"


@pytest.mark.parametrize(
    ("place", "what", "reason"),
    [
        ("Hele undersøkelsen", "de", LANGUAGE_LEFT_OUT),
        ("Hele undersøkelsen", "anonymized = Y", MODE),
        ("Hele undersøkelsen", "surveyls_email_invite = Kjære {FIRSTNAME}", MAIL),
        ("Hele undersøkelsen", "defaultvalues: dvid=1 qid=11 scale_id=0 sqid=0", PREFILLED),
        ("Hele undersøkelsen", "quota: id=1 name=Nok svar qlimit=100 action=1 active=1", QUOTAS),
        ("Forslag", "randomization_group = g", RANDOM),
        ("Q02", "other", OTHER_MOVED),
        ("Q03", "random_order = 1", RANDOM),
        ("Q04_SQ02", "Q01 == 'Y'", ROW_CONDITION),
        ("Q07", "em_validation_q = strlen(Q07) > 3", VALUE),
        ("Q07", "time_limit = 30", TIMED),
        ("Q07", "mandatory = S", SOFT),
        ("Q08", "| Last opp et bilde", UNKNOWN["|"]),
        ("Q09", "X", MOVED_TEXT),
        ("Q10", "K", SPLIT),
        ("Q10", "min_num_value_n = Q05", LIMIT),
        ("Q12", "1", TWO_SCALES),
        ("Q14", "comment", COMMENTS_JOINED),
        ("Q15", "R Ranger", UNKNOWN["R"]),
        ("Q17", "D", DATE),
        ("Q18", "0", NOT_SHOWN),
    ],
)
def test_each_loss_is_listed_with_its_place(imported: Imported, place: str, what: str, reason: str) -> None:
    assert (place, what, reason) in {(loss.place, loss.what, loss.reason) for loss in imported.losses}


def test_what_nobody_chose_is_no_loss(imported: Imported) -> None:
    told = " ".join(loss.what for loss in imported.losses)
    assert "hide_tip" not in told
    assert "statistics_showgraph" not in told
    assert "exclude_all_others" not in told
    assert len(imported.losses) == 31


def test_the_older_kind_of_file_is_read_as_well() -> None:
    imported = import_lss((FILES / "gammel_stil.lss").read_bytes())
    assert imported.questionnaire["languages"] == ["nb", "nn"]  # `no` is bokmål
    assert imported.questionnaire["sections"][0]["title"] == {"nb": "Del én", "nn": "Del ein"}
    made = questions(imported)
    assert list(made) == ["kjent", "hva", "ord", "mer"]
    assert made["ord"]["show_if"] == {"question": "kjent", "is": "2"}
    assert made["mer"]["show_if"] == {"question": "hva", "includes": "sq1"}
    assert [loss.reason for loss in imported.losses] == [MODE]

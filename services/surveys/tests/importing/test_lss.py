"""Two surveys made for these tests: one of the newer kind of file, one of the older."""

from pathlib import Path
from typing import Any

import pytest

from surveys.importing import Imported, import_file, under_headings
from surveys.importing.importance import HEADINGS
from surveys.importing.limesurvey.kinds import UNKNOWN
from surveys.importing.limesurvey.settings import MODE, QUOTAS, SOFT
from surveys.importing.reasons import FOR_ALL, MAIL, NO_ANSWERS, NO_SUCH_TYPE, NOT_SHOWN, PREFILLED, RANDOM, SPLIT, TIMED
from surveys.questionnaire import faults_of, read_draft

FILES = Path(__file__).parent / "files"
NEWER = (FILES / "lekeplasser.lss").read_bytes()
Q01, Q03, Q05 = ["answer", "Q01"], ["answer", "Q03"], ["answer", "Q05"]


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_file(NEWER)


def questions(imported: Imported) -> dict[str, dict[str, Any]]:
    return {q["id"]: q for section in imported.questionnaire["sections"] for q in section["questions"]}


def losses(imported: Imported) -> set[tuple[str, str, str]]:
    return {(loss.place, loss.what, loss.reason) for loss in imported.losses}


def test_what_is_imported_lacks_nothing_but_the_texts_the_file_lacks(imported: Imported) -> None:
    questionnaire = read_draft(imported.questionnaire)
    assert questionnaire.languages == ("nb", "en", "de")
    assert questionnaire.title == {"nb": "Om lekeplassene", "en": "About the playgrounds", "de": "Spielplätze"}
    assert questionnaire.introduction == {"nb": "Vi pusser opp.", "en": "We are refurbishing."}
    assert questionnaire.closing == {"nb": "Takk!", "en": "Thanks!"}
    assert {fault.code for fault in faults_of(questionnaire)} <= {"language_missing", "words_missing"}


def test_each_type_becomes_its_like(imported: Imported) -> None:
    kinds = {name: question["kind"] for name, question in questions(imported).items()}
    assert kinds == {
        "Q01": "yes_no",
        "Q02": "single_choice",
        "Q03": "multiple_choice",
        "Q04": "matrix",
        "Q05": "number",
        "Q06": "short_text",
        "Q07": "long_text",
        "Q09": "statement",
        "Q10_SQ01": "number",
        "Q10_SQ02": "number",
        "Q11": "scale",
        "Q12_1": "matrix",
        "Q12_2": "matrix",
        "Q13": "single_choice",
        "Q14": "multiple_choice",
        "Q16": "matrix",
        "Q17": "date",
        "Q19": "single_choice",
    }


def test_own_words_stand_beside_the_answers_they_belong_to(imported: Imported) -> None:
    made = questions(imported)
    other = made["Q02"]["options"][-1]
    assert (other["id"], other["write_in"], other["text"]) == ("other", True, {"nb": "Annet", "en": "Other"})
    assert made["Q13"]["comment"] == {"nb": "Kommentar", "en": "Comment"}
    assert all(option["write_in"] for option in made["Q14"]["options"])


def test_rules_come_along(imported: Imported) -> None:
    made = questions(imported)
    assert made["Q01"]["required"] is True
    assert made["Q02"]["show_if"] == ["=", Q01, "yes"]
    assert made["Q04"]["show_if"] == ["contains", Q03, "SQ01"]
    assert made["Q04"]["rows"][1]["show_if"] == ["=", Q01, "yes"]
    assert made["Q06"]["show_if"] == [">", Q05, 2]
    assert made["Q07"]["show_if"] == ["answered", ["answer", "Q06"]]
    assert made["Q07"]["checks"][0]["must"] == [">", ["length", ["answer", "Q07"]], 3]
    own = ["answer", "Q10_SQ01"]
    assert made["Q10_SQ01"]["checks"][0]["must"] == [">=", own, Q05]
    assert (made["Q03"]["max_choices"], made["Q03"]["shuffle"]) == (2, True)
    assert [o.get("exclusive", False) for o in made["Q03"]["options"]] == [False, False, True]
    assert made["Q05"] | {"min": 0, "max": 30, "decimals": 0, "unit": {"nb": "barn", "en": "children"}} == made["Q05"]
    assert made["Q06"]["max_length"] == 60
    assert imported.questionnaire["sections"][1]["show_if"] == ["=", Q01, "no"]


def test_texts_are_plain(imported: Imported) -> None:
    assert imported.questionnaire["sections"][0]["text"]["nb"] == "Tenk på den nærmeste."
    assert questions(imported)["Q02"]["help"]["nb"] == "Velg det som passer"
    assert questions(imported)["Q09"]["text"]["nb"] == "Takk så langt!"


@pytest.mark.parametrize(
    ("place", "what", "reason"),
    [
        ("Hele undersøkelsen", "anonymized = Y", MODE),
        ("Hele undersøkelsen", "surveyls_email_invite = Kjære {FIRSTNAME}", MAIL),
        ("Q02", "defaultvalues: dvid=1 qid=11 scale_id=0 sqid=0", PREFILLED),
        ("Hele undersøkelsen", "quota: id=1 name=Nok svar qlimit=100 action=1 active=1", QUOTAS),
        ("Forslag", "randomization_group = g", RANDOM),
        ("Q07", "time_limit = 30", TIMED),
        ("Q07", "mandatory = S", SOFT),
        ("Q08", "| · Last opp et bilde · Upload a picture", UNKNOWN["|"]),
        ("Q10", "K", SPLIT),
        ("Q15", "R · Ranger · Rank", NO_ANSWERS),
        ("Q18", "L · Skjult · Hidden", NOT_SHOWN),
        ("Q20", "? · Hva er dette? · What is this?", NO_SUCH_TYPE),
    ],
)
def test_each_loss_is_listed_with_its_place(imported: Imported, place: str, what: str, reason: str) -> None:
    assert (place, what, reason) in losses(imported)


def test_what_matters_most_is_listed_first(imported: Imported) -> None:
    headings = [(heading, {loss.place for loss in losses}) for heading, losses in under_headings(imported.losses)]
    assert headings[0] == (HEADINGS[0], {"Q08", "Q15", "Q18", "Q20"})
    assert headings[1] == (HEADINGS[1], {"Q07"})
    assert [loss for _, losses in under_headings(imported.losses) for loss in losses] == imported.losses


def test_what_nobody_chose_is_no_loss(imported: Imported) -> None:
    told = " ".join(loss.what for loss in imported.losses)
    assert "hide_tip" not in told
    assert "statistics_showgraph" not in told
    assert "exclude_all_others" not in told
    assert len(imported.losses) == 17


def test_the_older_kind_of_file_is_read_as_well() -> None:
    imported = import_file((FILES / "gammel_stil.lss").read_bytes())
    assert imported.questionnaire["languages"] == ["nb", "nn"]  # `no` is bokmål
    assert imported.questionnaire["sections"][0]["title"] == {"nb": "Del én", "nn": "Del ein"}
    made = questions(imported)
    assert list(made) == ["kjent", "hva", "ord", "mer"]
    assert made["ord"]["show_if"] == ["=", ["answer", "kjent"], "2"]
    assert made["mer"]["show_if"] == ["contains", ["answer", "hva"], "sq1"]
    assert [loss.reason for loss in imported.losses] == [MODE]


@pytest.mark.parametrize(
    ("relevance", "rule"),
    [
        ("Q01 == 'Y' and Q05 > 2", ["and", ["=", Q01, "yes"], [">", Q05, 2]]),
        ("!is_empty(Q03_SQ01) || Q05.NAOK le 1", ["or", ["contains", Q03, "SQ01"], ["<=", Q05, 1]]),
        ("not (Q01 eq 'N')", ["not", ["=", Q01, "no"]]),
        ("777X1X12SQ01 == 'Y'", ["contains", Q03, "SQ01"]),
        ("Q03_SQ01 != 'Y'", ["not", ["contains", Q03, "SQ01"]]),
        ("sum(Q05, 1) * 2 >= -3", [">=", ["*", ["sum", Q05, 1], 2], -3]),
        ("if(Q01 == 'Y', 1, 0) == 1", ["=", ["if", ["=", Q01, "yes"], 1, 0], 1]),
        ("Q02 != 'A1'", ["and", ["=", Q01, "yes"], ["!=", ["answer", "Q02"], "A1"]]),  # as there: hidden is not different
        ("Q02.NAOK != 'A1'", ["!=", ["answer", "Q02"], "A1"]),
    ],
)
def test_relevance_is_read_as_a_rule_of_ours(relevance: str, rule: list[Any]) -> None:
    written = relevance.replace("&", "&amp;").replace("<", "&lt;")
    imported = import_file(
        NEWER.replace(b"<![CDATA[Q05 &gt; 2]]>", written.encode()).replace(b"<![CDATA[Q05 > 2]]>", written.encode())
    )
    assert questions(imported)["Q06"]["show_if"] == rule


@pytest.mark.parametrize(
    "relevance", ["Q99 == 1", "Q01 == 'X'", "Q02 > 3", "regexMatch('/a/', Q06)", "Q01 ==", "((((", "that.Q01 > 1", "Q05 = 2"]
)
def test_a_rule_that_cannot_be_said_is_lost_aloud(relevance: str) -> None:
    imported = import_file(NEWER.replace(b"<![CDATA[Q05 > 2]]>", f"<![CDATA[{relevance}]]>".encode()))
    assert "show_if" not in questions(imported)["Q06"]
    (loss,) = [loss for loss in imported.losses if loss.place == "Q06" and loss.what.startswith(relevance)]
    assert loss.reason.startswith(FOR_ALL)


@pytest.mark.parametrize("kind", [b"Group", b"Question"])
def test_a_group_or_a_question_alone_is_a_survey_of_its_own(kind: bytes) -> None:
    imported = import_file(NEWER.replace(b">Survey<", b">" + kind + b"<"))
    assert len(imported.questionnaire["sections"]) == {b"Group": 2, b"Question": 1}[kind]
    assert questions(imported)["Q01"]["kind"] == "yes_no"

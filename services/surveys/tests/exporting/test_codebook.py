"""The codebook as a table and as DDI: every variable and code in every language, and nothing that runs or breaks."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from surveys.exporting.bounds import TooMuchAtOnce
from surveys.exporting.codebook_csv import as_csv
from surveys.exporting.ddi import NAMESPACE, About, as_ddi
from surveys.exporting.variables import variables
from surveys.questionnaire import read, read_draft

from .every_kind import DOCUMENT, FORMULA, MARKUP, OTHER, question

QUESTIONNAIRE = read(DOCUMENT)
ABOUT = About("2019-001", "Bærum kommune", date(2019, 10, 12))
NS = f"{{{NAMESPACE}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER = {
    "codeBook": ("docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"),
    "stdyDscr": (
        "citation",
        "studyAuthorization",
        "stdyInfo",
        "studyDevelopment",
        "method",
        "dataAccs",
        "othrStdyMat",
        "notes",
    ),
    "citation": ("titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit", "holdings", "notes"),
    "titlStmt": ("titl", "subTitl", "altTitl", "parTitl", "IDNo"),
    "rspStmt": ("AuthEnty", "othId"),
    "verStmt": ("version", "verResp", "notes"),
    "stdyInfo": ("studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes", "exPostEvaluation"),
    "dataDscr": ("varGrp", "nCubeGrp", "var", "nCube", "notes"),
    "varGrp": ("labl", "txt", "concept", "defntn", "universe", "notes"),
    "var": (
        *("location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng"),
        *("undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt"),
        *("concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"),
    ),
    "qstn": ("preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"),
    "valrng": ("item", "range", "key", "notes"),
    "invalrng": ("item", "range", "key", "notes"),
    "catgry": ("catValu", "labl", "txt", "catStat", "mrow"),
    "derivation": ("drvdesc", "drvcmd"),
}
"""What may stand in what, in this order: the part of the DDI Codebook 2.5 schema that is written here."""


def table(document: bytes) -> list[dict[str, str]]:
    assert document.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(document.decode("utf-8-sig"), newline=""), delimiter=";"))


def book() -> Element:
    root: Element = fromstring(as_ddi(QUESTIONNAIRE, ABOUT))
    return root


def variable(root: Element, name: str) -> Element:
    return next(var for var in root.iter(f"{NS}var") if var.get("name") == name)


def texts(elements: Sequence[Element]) -> dict[str | None, str | None]:
    return {element.get(LANG): element.text for element in elements}


def test_each_thing_that_can_be_answered_is_one_variable_with_a_name_of_its_own() -> None:
    names = [found.name for found in variables(QUESTIONNAIRE)]
    assert len(names) == len(set(names))
    assert {"cycles", "why[fast]", "agree[r1]", "uses[r1][a]", "order[x]", "budget[parks]", "names.n1", "mean.other"} <= {
        *names
    }
    assert "mean.comment" in names
    assert "hello" not in names


def test_the_table_has_a_row_for_each_variable_and_each_code_in_every_language() -> None:
    rows = table(as_csv(QUESTIONNAIRE))
    mean = [row for row in rows if row["variable"] == "mean"]
    assert [row["code"] for row in mean] == ["", "bus", "car", "other", "dont-know"]
    assert [row["missing"] for row in mean] == ["", "0", "0", "0", "1"]
    assert (mean[1]["label_nb"], mean[1]["label_en"], mean[1]["label_pl"]) == ("Valg bus", "Valg bus (en)", "Valg bus żółw")
    days = next(row for row in rows if row["variable"] == "days")
    assert (days["lowest"], days["highest"]) == ("-5", "7")
    assert days["asked_if_nb"] == "Svar på dette hvis du svarte «Ja» på «Om cycles?»."
    assert "Tak" in days["asked_if_pl"]


@pytest.mark.parametrize("begins", ["=1+1", "+1+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", FORMULA])
def test_no_cell_of_the_table_is_a_formula(begins: str) -> None:
    document = QUESTIONNAIRE.document()
    document["sections"][0]["questions"][0]["text"] = {"nb": begins, "en": begins, "pl": begins}
    row = table(as_csv(read(document)))[0]
    assert {row["text_nb"], row["text_en"], row["text_pl"]} == {f"'{begins}"}
    for row in table(as_csv(QUESTIONNAIRE)):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row.values())


def test_semicolons_quotes_and_lines_in_texts_stay_within_their_cell() -> None:
    document = QUESTIONNAIRE.document()
    document["sections"][0]["questions"][0]["text"]["nb"] = 'a;b"c\nd'
    row = table(as_csv(read(document)))[0]
    assert (row["variable"], row["text_nb"]) == ("cycles", 'a;b"c\nd')


def test_the_book_stands_in_the_order_of_its_schema() -> None:
    for element in book().iter():
        name = element.tag.removeprefix(NS)
        allowed = ORDER.get(name, ())
        places = [allowed.index(child.tag.removeprefix(NS)) for child in element]
        assert places == sorted(places), name
    ids = [element.get("ID") for element in book().iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for group in book().iter(f"{NS}varGrp"):
        assert set((group.get("var") or "").split()) <= known


def test_the_book_has_question_codes_missing_values_and_who_is_asked() -> None:
    mean = variable(book(), "mean")
    assert {q.get(LANG): q.findtext(f"{NS}qstnLit") for q in mean.iter(f"{NS}qstn")}["pl"] == "Om mean? żółw"
    assert texts(mean.findall(f"{NS}labl")) == {"nb": "Om mean?", "en": "Om mean? (en)", "pl": "Om mean? żółw"}
    missing = [category for category in mean.iter(f"{NS}catgry") if category.get("missing") == "Y"]
    assert [category.findtext(f"{NS}catValu") for category in missing] == ["dont-know"]
    assert [item.get("VALUE") for item in mean.iter(f"{NS}item")] == ["dont-know"]
    days = variable(book(), "days")
    bounds = next(days.iter(f"{NS}range"))
    assert (bounds.get("min"), bounds.get("max"), bounds.get("UNITS")) == ("-5", "7", "INT")
    assert texts(days.findall(f"{NS}universe"))["nb"] == "Svar på dette hvis du svarte «Ja» på «Om cycles?»."
    assert variable(book(), "points").findtext(f"{NS}derivation/{NS}drvcmd") == "{trust} + 1"


def test_markup_in_texts_is_text() -> None:
    root = book()
    assert MARKUP in [hint.text for hint in root.iter(f"{NS}ivuInstr")]
    assert b"<script" not in as_ddi(QUESTIONNAIRE, ABOUT)


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_what_xml_cannot_hold_is_left_out(letter: str) -> None:
    document = QUESTIONNAIRE.document()
    document["sections"][0]["questions"][0]["text"]["nb"] = f"a{letter}b"
    root = fromstring(as_ddi(read_draft(document), ABOUT))
    assert variable(root, "cycles").findtext(f"{NS}labl") == "ab"


def test_a_draft_that_lacks_texts_and_options_has_a_codebook_too() -> None:
    bare = {"id": "q", "kind": "single_choice", "text": {}, "options": [{"id": "a", "text": {}}, OTHER | {"text": {}}]}
    draft = read_draft(DOCUMENT | {"title": {}, "sections": [{"id": "s", "title": {}, "questions": [bare]}]})
    assert [row["variable"] for row in table(as_csv(draft))] == ["q", "q", "q", "q.other"]
    assert fromstring(as_ddi(draft, ABOUT)).findtext(f".//{NS}titl") == "2019-001"


def test_tables_beyond_what_any_program_would_read_are_refused() -> None:
    rows, answers = [{"id": f"r{n}", "text": {}} for n in range(50)], [{"id": f"o{n}", "text": {}} for n in range(200)]
    many = [question(f"q{n}", "matrix_multiple", rows=rows, options=answers) for n in range(3)]
    long = [many[0] | {"text": {"nb": "å" * 2_000}}]
    for huge in (many, long):
        draft = read_draft(DOCUMENT | {"sections": [{"id": "s", "title": {}, "questions": huge}]})
        with pytest.raises(TooMuchAtOnce):
            as_csv(draft)
        with pytest.raises(TooMuchAtOnce):
            as_ddi(draft, ABOUT)

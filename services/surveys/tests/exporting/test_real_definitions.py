"""Every real definition of another tool that can be taken in can be taken out again, in every form."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from surveys.exporting import own
from surveys.exporting.codebook_csv import as_csv
from surveys.exporting.ddi import About, as_ddi
from surveys.exporting.paper_pdf import pdf
from surveys.exporting.paper_writing import paper
from surveys.exporting.surveyjs import as_surveyjs
from surveys.exporting.variables import variables
from surveys.importing import UnusableFile, import_file
from surveys.questionnaire import Questionnaire, read_draft

ROOT = Path(__file__).parents[4]
FOLDER = Path(os.environ.get("SAMRAD_DATA", ROOT / "../shared/data")) / "definitions"
FILES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".lss", ".lsq", ".lsg", ".json", ".xls", ".xlsx"})


def taken_in(path: Path) -> Questionnaire:
    try:
        return read_draft(import_file(path.read_bytes()).questionnaire)
    except UnusableFile as refused:
        pytest.skip(f"{path.name} is refused: {refused.cause}")


def texts_of(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.questions.values():
        for piece in (question, *question.choices(), *question.parts()):
            yield from (text for language, text in piece.text.items() if language in questionnaire.languages)


def test_the_real_definitions_are_here() -> None:
    if not FILES:
        pytest.skip("THE REAL DEFINITIONS ARE NOT HERE: ../shared/data/definitions")
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_taken_out_in_every_form(path: Path) -> None:
    questionnaire = taken_in(path)
    assert read_draft(own(questionnaire)).document() == questionnaire.document()
    names = [variable.name for variable in variables(questionnaire)]
    assert len(names) == len(set(names))
    assert as_csv(questionnaire).count(b"\r\n") > len(names)
    assert fromstring(as_ddi(questionnaire, About("1", "Bærum kommune", date(2019, 10, 12)))).tag.endswith("codeBook")
    for language in questionnaire.languages:
        assert pdf(paper(questionnaire, language), "1", {}).startswith(b"%PDF")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_is_in_surveyjs_or_in_the_list_of_what_is_lost(path: Path) -> None:
    questionnaire = taken_in(path)
    content, losses = as_surveyjs(questionnaire, "https://panel.test")
    written = json.dumps(json.loads(content), ensure_ascii=False)
    html = (
        written.replace("<br>", "\\n").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '\\"').replace("&amp;", "&")
    )
    listed = " ".join(loss.what for loss in losses)
    for text in texts_of(questionnaire):
        quoted = json.dumps(text, ensure_ascii=False)[1:-1]
        assert quoted in written or quoted in html or text in listed, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_surveyjs_is_taken_in_again_with_every_question_and_option(path: Path) -> None:
    questionnaire = taken_in(path)
    content, losses = as_surveyjs(questionnaire, "https://panel.test")
    again = read_draft(import_file(content).questionnaire).questions
    lost = {loss.place for loss in losses}
    for question in questionnaire.questions.values():
        if question.id in lost:
            continue
        found = again[question.id]
        assert found.text == question.text
        assert [option.text for option in found.choices()] == [option.text for option in question.choices()]
        assert [row.text for row in found.parts()] == [row.text for row in question.parts()]

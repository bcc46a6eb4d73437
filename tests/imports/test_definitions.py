"""Files nobody here wrote. They lie outside the repository: SAMRAD_DATA says where, else beside the checkout."""

from pathlib import Path

import pytest

from surveys.importing import import_file
from surveys.questionnaire import read, read_draft

from . import definitions

pytestmark = pytest.mark.skipif(not definitions.FOUND, reason=definitions.MISSING)


@pytest.mark.parametrize("path", definitions.FOUND, ids=lambda path: path.name)
def test_every_definition_is_imported_or_refused_and_nothing_is_passed_over(path: Path) -> None:
    tried = definitions.tried(path)
    assert tried.refused or tried.questions
    assert tried.passed_over == []


@pytest.mark.parametrize("path", definitions.FOUND, ids=lambda path: path.name)
def test_what_is_imported_reads_the_same_again(path: Path) -> None:
    tried = definitions.tried(path)
    if not tried.refused:
        questionnaire = read_draft(tried.document)
        assert read_draft(questionnaire.document()).document() == questionnaire.document()


def test_the_survey_of_citric_comes_through_with_its_losses() -> None:
    imported = import_file((definitions.FOLDER / "limesurvey/citric_survey.lss").read_bytes())
    questionnaire = read(imported.questionnaire)
    assert {name: question.kind for name, question in questionnaire.questions.items()} == {
        "G01Q01": "long_text",
        "G01Q02": "scale",
        "G02Q04": "yes_no",
    }
    assert questionnaire.questions["G01Q01"].text == {"en": "Text for first question"}
    assert [question.required for question in questionnaire.questions.values()] == [False, True, True]
    assert [(loss.place, loss.what) for loss in imported.losses][:3] == [
        ("G02Q03", "| · Please upload a text file · A file with .zip extension"),
        ("G01Q01", "<strong>"),
        ("G01Q02", "<strong>"),
    ]

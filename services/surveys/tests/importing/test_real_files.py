"""Files nobody here wrote. They lie outside the repository: SAMRAD_DATA says where, else beside the checkout."""

import os
from pathlib import Path

import pytest

from surveys.importing import UnusableFile, import_lss
from surveys.questionnaire import read

HERE = Path(__file__).resolve()
DATA = Path(os.environ.get("SAMRAD_DATA", HERE.parents[5] / "shared/data")) / "definitions/limesurvey"
FOUND = sorted(DATA.glob("*.ls?")) if DATA.is_dir() else []

pytestmark = pytest.mark.skipif(
    not FOUND, reason=f"NOT TRIED: no LimeSurvey files at {DATA}. Set SAMRAD_DATA to a folder with definitions/limesurvey."
)


@pytest.mark.parametrize("path", [path for path in FOUND if path.suffix == ".lss"], ids=lambda path: path.name)
def test_every_survey_is_imported_and_sound(path: Path) -> None:
    imported = import_lss(path.read_bytes())
    questionnaire = read(imported.questionnaire)
    assert questionnaire.questions
    assert read(questionnaire.document()).document() == questionnaire.document()


@pytest.mark.parametrize("path", [path for path in FOUND if path.suffix != ".lss"], ids=lambda path: path.name)
def test_parts_of_surveys_are_refused(path: Path) -> None:
    with pytest.raises(UnusableFile, match="not_a_survey"):
        import_lss(path.read_bytes())


def test_the_survey_of_citric_comes_through_with_its_losses() -> None:
    imported = import_lss((DATA / "citric_survey.lss").read_bytes())
    questionnaire = read(imported.questionnaire)
    assert {name: question.kind for name, question in questionnaire.questions.items()} == {
        "G01Q01": "long_text",
        "G01Q02": "scale",
        "G02Q04": "single_choice",
    }
    assert questionnaire.questions["G01Q01"].text == {"en": "Text for first question"}
    assert [question.required for question in questionnaire.questions.values()] == [False, True, True]
    assert [(loss.place, loss.what) for loss in imported.losses][:3] == [
        ("G01Q01", "<strong>"),
        ("G01Q02", "<strong>"),
        ("G02Q03", "| Please upload a text file"),
    ]

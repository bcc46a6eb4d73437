from pathlib import Path

import pytest

from surveys.questionnaire import read
from surveys.questionnaire.schema import PUBLISHED, written

SAMPLES = Path(__file__).parents[4] / "deploy/local/src/local/surveys"


def test_the_published_schema_is_in_step_with_the_code() -> None:
    assert PUBLISHED.read_bytes() == written(), "run: python -m surveys.questionnaire.schema"


@pytest.mark.parametrize("name", ["om_nettsidene", "om_klima"])
def test_our_own_surveys_are_sound_and_use_all_there_is(name: str) -> None:
    questionnaire = read((SAMPLES / f"{name}.json").read_bytes())
    assert questionnaire.languages == ("nb", "nn", "en")
    assert len({question.kind for question in questionnaire.questions.values()}) == 7
    assert len(questionnaire.sections) == 3
    assert any(question.show_if for question in questionnaire.questions.values())
    assert 10 <= len(questionnaire.questions) <= 12

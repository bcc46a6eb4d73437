"""A survey of 300 questions in three languages is taken out in every form within five seconds."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from surveys.exporting import own
from surveys.exporting.codebook_csv import as_csv
from surveys.exporting.ddi import About, as_ddi
from surveys.exporting.paper_pdf import pdf
from surveys.exporting.paper_writing import paper
from surveys.exporting.surveyjs import as_surveyjs
from surveys.questionnaire import Questionnaire, read

from .every_kind import DOCUMENT, said

MOST_SECONDS = 5.0


def large() -> Questionnaire:
    sections = [
        {"id": f"s{n}", "title": said(f"Del {n}"), "questions": [_question(n * 10 + m) for m in range(10)]} for n in range(30)
    ]
    return read(DOCUMENT | {"sections": sections})


def _question(n: int) -> dict[str, Any]:
    rule = {"show_if": {"question": f"q{n - 1}", "is": "o1"}} if n else {}
    options = [{"id": f"o{m}", "text": said(f"Svar {m} på spørsmål {n}")} for m in range(8)]
    return {"id": f"q{n}", "kind": "single_choice", "text": said(f"Hvor ofte gjør du dette {n}?"), "options": options, **rule}


FORMS: dict[str, Callable[[Questionnaire], object]] = {
    "our own": own,
    "SurveyJS": lambda one: as_surveyjs(one, "https://panel.test"),
    "CSV": as_csv,
    "DDI": lambda one: as_ddi(one, About("1", "Bærum kommune", date(2019, 10, 12))),
    "PDF": lambda one: pdf(paper(one, "nb"), "1", {}),
}


@pytest.mark.parametrize("form", FORMS)
def test_it_is_taken_out_in_time(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    questionnaire = large()
    began = time.perf_counter()
    FORMS[form](questionnaire)
    seconds = time.perf_counter() - began
    with capsys.disabled():
        print(f"\n300 questions in three languages as {form}: {seconds:.2f} s")  # noqa: T201 - the figure is the point
    assert seconds < MOST_SECONDS

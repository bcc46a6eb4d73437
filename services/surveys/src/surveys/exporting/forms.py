"""Every form a questionnaire can be taken out in, by the name of its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from surveys.exporting import own
from surveys.exporting.codebook_csv import as_csv
from surveys.exporting.ddi import About, as_ddi
from surveys.exporting.paper_pdf import pdf
from surveys.exporting.paper_writing import paper
from surveys.exporting.surveyjs import as_surveyjs
from surveys.questionnaire import Questionnaire

JSON, CSV, XML, PDF = "application/json", "text/csv; charset=utf-8", "application/xml; charset=utf-8", "application/pdf"
Form = Literal["samrad.json", "surveyjs.json", "codebook.csv", "codebook.xml", "paper.pdf"]
KINDS: Mapping[Form, str] = {
    "samrad.json": JSON,
    "surveyjs.json": JSON,
    "codebook.csv": CSV,
    "codebook.xml": XML,
    "paper.pdf": PDF,
}
"""The media type of each."""


@dataclass(frozen=True)
class Wanted:
    """`language` and `pictures` (by their hash) are for paper; `base` is the panel's address."""

    questionnaire: Questionnaire
    number: str
    municipality: str
    today: date
    language: str
    pictures: Mapping[str, bytes]
    base: str


def exported(form: Form, wanted: Wanted) -> bytes:
    """Blocks for as long as it takes. Raises NoLettersFor."""
    questionnaire = wanted.questionnaire
    match form:
        case "samrad.json":
            return own(questionnaire)
        case "surveyjs.json":
            return as_surveyjs(questionnaire, wanted.base)[0]
        case "codebook.csv":
            return as_csv(questionnaire)
        case "codebook.xml":
            return as_ddi(questionnaire, About(wanted.number, wanted.municipality, wanted.today))
        case _:
            heading = f"{wanted.number} · {wanted.municipality}"
            return pdf(paper(questionnaire, wanted.language), heading, wanted.pictures)

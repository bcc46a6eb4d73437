"""A survey of 300 questions in three languages, in each tool's own form, is taken in within five seconds."""

import time
from collections.abc import Callable

import msgspec
import pytest

from surveys.importing import import_file
from surveys.questionnaire import read_draft

from .workbooks import workbook

LANGUAGES = ("nb", "nn", "en")
QUESTIONS, OPTIONS = 300, 8
MOST_SECONDS = 5.0


def words(about: str) -> dict[str, str]:
    return {
        language: f"{about} ({language}): hvor ofte gjør du dette i løpet av en vanlig uke om vinteren?"
        for language in LANGUAGES
    }


def limesurvey() -> bytes:
    rows: dict[str, list[dict[str, object]]] = {"questions": [], "question_l10ns": [], "answers": [], "answer_l10ns": []}
    rows["surveys"] = [{"sid": 1, "language": "nb"}]
    rows["surveys_languagesettings"] = [{"surveyls_language": one, "surveyls_title": f"Stor {one}"} for one in LANGUAGES]
    rows["groups"] = [{"gid": g, "group_order": g} for g in range(30)]
    rows["group_l10ns"] = [{"gid": g, "group_name": f"Del {g}", "language": one} for g in range(30) for one in LANGUAGES]
    for n in range(QUESTIONS):
        relevance = f"Q{n - 1} == 'A1' or Q{n - 1} == 'A2'" if n else "1"
        rows["questions"].append(
            {"qid": n, "parent_qid": 0, "gid": n // 10, "type": "L", "title": f"Q{n}", "relevance": relevance}
        )
        rows["question_l10ns"] += [{"qid": n, "question": text, "language": code} for code, text in words(f"Q{n}").items()]
        for option in range(OPTIONS):
            aid = n * OPTIONS + option
            rows["answers"].append({"aid": aid, "qid": n, "code": f"A{option}", "scale_id": 0})
            rows["answer_l10ns"] += [{"aid": aid, "answer": f"Svar {aid}", "language": code} for code in LANGUAGES]
    return (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>" + "".join(map(_table, rows, rows.values())) + "</document>"
    ).encode()


def _table(name: str, rows: list[dict[str, object]]) -> str:
    fields = ("".join(f"<{field}><![CDATA[{value}]]></{field}>" for field, value in row.items()) for row in rows)
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in fields)}</rows></{name}>"


def surveyjs() -> bytes:
    elements = [
        {
            "type": "radiogroup",
            "name": f"q{n}",
            "title": words(f"q{n}"),
            "choices": [{"value": option, "text": words(f"svar {option}")} for option in range(OPTIONS)],
            "visibleIf": f"{{q{n - 1}}} = 1 or {{q{n - 1}}} = 2" if n else "",
        }
        for n in range(QUESTIONS)
    ]
    return msgspec.json.encode({"pages": [{"elements": elements[start : start + 10]} for start in range(0, QUESTIONS, 10)]})


def xlsform() -> bytes:
    heads = [f"label::{language}" for language in LANGUAGES]
    survey = [
        (f"select_one l{n}", f"q{n}", *words(f"q{n}").values(), f"${{q{n - 1}}} = 'a1' or ${{q{n - 1}}} = 'a2'" if n else "")
        for n in range(QUESTIONS)
    ]
    choices = [
        (f"l{n}", f"a{option}", *words(f"svar {option}").values()) for n in range(QUESTIONS) for option in range(OPTIONS)
    ]
    return workbook(
        {"survey": [("type", "name", *heads, "relevant"), *survey], "choices": [("list_name", "name", *heads), *choices]}
    )


@pytest.mark.parametrize("make", [limesurvey, surveyjs, xlsform])
def test_a_large_survey_is_taken_in_within_seconds(make: Callable[[], bytes]) -> None:
    content = make()
    start = time.perf_counter()
    imported = import_file(content)
    taken = time.perf_counter() - start
    questionnaire = read_draft(imported.questionnaire)
    assert set(questionnaire.languages) == set(LANGUAGES)
    assert len(questionnaire.questions) == QUESTIONS
    assert sum(question.show_if is not None for question in questionnaire.questions.values()) == QUESTIONS - 1
    assert taken < MOST_SECONDS, f"{make.__name__}: {taken:.1f} s"

"""A questionnaire in the files that other programs would have written of it: as much as they need to hold 300 questions."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from services.surveys.tests.importing.workbooks import Rows, workbook
from surveys.questionnaire import Questionnaire

Document = dict[str, Any]
LIMESURVEY = {"single_choice": "L", "multiple_choice": "M", "number": "N", "yes_no": "Y", "matrix": "F", "ranking": "R"}
SURVEYJS = {"single_choice": "radiogroup", "multiple_choice": "checkbox", "yes_no": "boolean", "matrix": "matrix"}
XLSFORM = {"single_choice": "select_one", "multiple_choice": "select_multiple", "number": "integer", "ranking": "rank"}


def files_of(questionnaire: Questionnaire) -> dict[str, bytes]:
    document = questionnaire.document()
    return {
        "our own JSON": msgspec.json.encode(document),
        "SurveyJS": msgspec.json.encode(surveyjs(document)),
        "LimeSurvey's .lss": limesurvey(document).encode(),
        "XLSForm": workbook(xlsform(document)),
    }


def surveyjs(document: Document) -> Document:
    pages = [
        {"name": section["id"], "title": section["title"], "elements": [_element(one) for one in section["questions"]]}
        for section in document["sections"]
    ]
    return {"title": document["title"], "locale": document["languages"][0], "pages": pages}


def _element(one: Document) -> Document:
    parts = {"choices": "options", "columns": "options", "rows": "rows"}
    listed = {
        theirs: [{"value": part["id"], "text": part["text"]} for part in one[ours]]
        for theirs, ours in parts.items()
        if ours in one and (theirs == "columns") == (one["kind"] == "matrix" and ours == "options")
    }
    return {"type": SURVEYJS.get(one["kind"], "text"), "name": one["id"], "title": one["text"], **listed}


def limesurvey(document: Document) -> str:
    tables: dict[str, list[dict[str, object]]] = {}

    def put(table: str, **row: object) -> int:
        tables.setdefault(table, []).append(row)
        return len(tables[table])

    def said(table: str, texts: Mapping[str, str], column: str, **row: object) -> None:
        for language, text in texts.items():
            put(table, language=language, **{column: text}, **row)

    said("surveys_languagesettings", document["title"], "surveyls_title")
    put("surveys", sid=1, language=document["languages"][0])
    for place, section in enumerate(document["sections"], 1):
        put("groups", gid=place, group_order=place)
        said("group_l10ns", section["title"], "group_name", gid=place)
        for order, one in enumerate(section["questions"]):
            qid = 1000 + len(tables.get("questions", []))
            kind = LIMESURVEY.get(one["kind"], "S")
            put("questions", qid=qid, gid=place, parent_qid=0, type=kind, title=one["id"], question_order=order)
            said("question_l10ns", one["text"], "question", qid=qid)
            rows, answers = one.get("rows", []), one.get("options", [])
            if kind == "M":
                rows, answers = answers, []
            for number, row in enumerate(rows):
                part = 100_000 + put(
                    "subquestions",
                    qid=100_001 + len(tables.get("subquestions", [])),
                    parent_qid=qid,
                    title=row["id"],
                    question_order=number,
                    scale_id=0,
                )
                said("question_l10ns", row["text"], "question", qid=part)
            for number, option in enumerate(answers):
                aid = put(
                    "answers", aid=len(tables.get("answers", [])) + 1, qid=qid, code=option["id"], sortorder=number, scale_id=0
                )
                said("answer_l10ns", option["text"], "answer", aid=aid)
    return "".join(_xml(document["languages"], tables))


def _xml(languages: list[str], tables: Mapping[str, list[dict[str, object]]]) -> Iterator[str]:
    yield '<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>623</DBVersion><languages>'
    yield from (f"<language>{language}</language>" for language in languages)
    yield "</languages>"
    for table, rows in tables.items():
        yield f"<{table}><rows>"
        for row in rows:
            yield f"<row>{''.join(f'<{name}>{escape(str(value))}</{name}>' for name, value in row.items())}</row>"
        yield f"</rows></{table}>"
    yield "</document>"


def xlsform(document: Document) -> dict[str, Rows]:
    languages = document["languages"]
    survey: list[list[str]] = [["type", "name", *(f"label::{language}" for language in languages)]]
    choices: list[list[str]] = [["list_name", "name", *(f"label::{language}" for language in languages)]]
    for section in document["sections"]:
        survey.append(["begin group", section["id"], *section["title"].values()])
        for one in section["questions"]:
            kind = XLSFORM.get(one["kind"], "text")
            listed = f" {one['id']}" if kind.startswith(("select", "rank")) else ""
            survey.append([f"{kind}{listed}", one["id"], *one["text"].values()])
            choices += [[one["id"], option["id"], *option["text"].values()] for option in one.get("options", ()) if listed]
        survey.append(["end group"])
    settings = [["form_title", "default_language"], [document["title"][languages[0]], languages[0]]]
    return {"survey": survey, "choices": choices, "settings": settings}

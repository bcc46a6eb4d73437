import html
import json
import re
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from surveys.events import DefinitionReplaced, SurveyDrafted

from .conftest import Running, definition, of_type, staff_headers

FILES = Path(__file__).parent / "importing/files"
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>481</DBVersion><languages><language>en</language></languages>
<surveys><rows><row><sid>1</sid><language>en</language><additional_languages></additional_languages></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_survey_id>1</surveyls_survey_id><surveyls_language>en</surveyls_language>
<surveyls_title>The old survey</surveyls_title></row></rows></surveys_languagesettings>
<groups><rows><row><gid>1</gid><sid>1</sid><group_order>1</group_order></row></rows></groups>
<group_l10ns><rows><row><id>1</id><gid>1</gid><group_name>About you</group_name><description></description>
<language>en</language></row></rows></group_l10ns>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><sid>1</sid><gid>1</gid><type>S</type><title>Q1</title>
<question_order>1</question_order><mandatory>N</mandatory><relevance>1</relevance></row>
<row><qid>2</qid><parent_qid>0</parent_qid><sid>1</sid><gid>1</gid><type>|</type><title>Q2</title>
<question_order>2</question_order><mandatory>N</mandatory><relevance>1</relevance></row>
</rows></questions>
<question_l10ns><rows>
<row><id>1</id><qid>1</qid><question>Your name for this place?</question>
<help></help><script></script><language>en</language></row>
<row><id>2</id><qid>2</qid><question>A picture</question><help></help><script></script><language>en</language></row>
</rows></question_l10ns></document>"""


def file(content: bytes | str, name: str = "survey.json") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, content.encode() if isinstance(content, str) else content)}


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


async def test_an_uploaded_definition_becomes_a_draft(running: Running) -> None:
    sent = await running.client.post("/staff/surveys", files=file(json.dumps(definition())), headers=staff_headers() | FORM)
    assert sent.status_code == 303, sent.text
    questions = await running.client.get(sent.headers["location"], headers=staff_headers())
    assert "Sykler du?" in questions.text
    english = await running.client.get(sent.headers["location"] + "?writing=en", headers=staff_headers())
    assert "Do you cycle?" in english.text


async def test_a_faulty_definition_is_shown_with_its_faults(running: Running) -> None:
    faulty = json.dumps(definition() | {"pages": "none"})
    sent = await running.client.post("/staff/surveys", files=file(faulty), headers=staff_headers() | FORM)
    assert sent.status_code == 422
    assert "Verdien kan ikke brukes her" in sent.text
    assert await running.events() == []


async def test_a_definition_that_is_not_whole_yet_is_shown_with_what_it_lacks_and_may_become_a_draft(running: Running) -> None:
    staff = staff_headers() | FORM
    unsound = json.dumps(definition() | {"languages": ["nb", "nn"]})
    shown = await running.client.post("/staff/surveys", files=file(unsound), headers=staff)
    assert shown.status_code == 200
    assert "Dette må på plass før den kan publiseres" in shown.text
    assert "Teksten mangler på nynorsk" in shown.text
    assert await running.events() == []
    created = await running.client.post("/staff/surveys/import", data=hidden(shown.text), headers=staff)
    assert created.status_code == 303, created.text
    for page in ("questions", "check"):
        survey = created.headers["location"].rpartition("/")[0]
        assert (await running.client.get(f"{survey}/{page}", headers=staff)).status_code == 200
    assert (await running.client.post(f"{survey}/publish", headers=staff)).status_code == 409


async def test_an_import_shows_what_it_loses_before_anything_is_created(running: Running) -> None:
    staff = staff_headers() | FORM
    shown = await running.client.post("/staff/surveys", files=file(LSS, "old.lss"), headers=staff)
    assert shown.status_code == 200, shown.text
    assert "The old survey" in shown.text
    assert "Opplasting av filer finnes ikke her" in shown.text
    assert await running.events() == []
    created = await running.client.post("/staff/surveys/import", data=hidden(shown.text), headers=staff)
    assert created.status_code == 303, created.text
    (drafted,) = of_type(await running.events(), SurveyDrafted)
    assert isinstance(drafted.event, SurveyDrafted)
    assert [loss.place for loss in drafted.event.losses] == ["Q2"]
    assert "Opplasting av filer finnes ikke her" in (await running.client.get(created.headers["location"], headers=staff)).text


@pytest.mark.parametrize("name", ["lekeplasser.lss", "torget.json", "gammel_stil.lss"])
async def test_what_is_imported_can_be_looked_at_in_every_language_it_has(running: Running, name: str) -> None:
    staff = staff_headers() | FORM
    content = (FILES / name).read_bytes()
    shown = await running.client.post("/staff/surveys", files=file(content, name), headers=staff)
    assert shown.status_code == 200
    created = await running.client.post("/staff/surveys/import", data=hidden(shown.text), headers=staff)
    survey = created.headers["location"].rpartition("/")[0]
    for page in ("", "/questions", "/questions?show=nn", "/questions?show=en", "/questions?show=de", "/check", "/audience"):
        reply = await running.client.get(survey + page, headers=staff)
        assert reply.status_code == 200, (page, reply.text[:500])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"hello",
        b"[" * 50_000,
        b"<a>",
        LSS[:900].encode(),
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><document>&e;</document>',
        b"<a>" * 50_000,
        msgspec.json.encode({"format": "samrad.survey/1"}),
    ],
)
async def test_a_file_that_is_no_survey_is_told_so(running: Running, content: bytes) -> None:
    sent = await running.client.post("/staff/surveys", files=file(content), headers=staff_headers() | FORM)
    assert sent.status_code == 422
    assert "Filen kan ikke brukes slik den er" in sent.text


async def test_too_large_a_file_is_refused(running: Running) -> None:
    content = b" " * (5 * 1024 * 1024 + 1)
    sent = await running.client.post("/staff/surveys", files=file(content), headers=staff_headers() | FORM)
    assert sent.status_code == 413


async def test_a_drafts_questions_are_replaced_and_a_published_surveys_are_not(running: Running) -> None:
    staff = staff_headers() | FORM
    sent = await running.client.post("/staff/surveys", files=file(json.dumps(definition())), headers=staff)
    path = sent.headers["location"]
    new = file(json.dumps(definition("Om været")))
    assert (await running.client.post(path, files=new, headers=staff)).status_code == 303
    assert len(of_type(await running.events(), DefinitionReplaced)) == 1
    survey_id = UUID(path.split("/")[3])
    await running.approved(survey_id)
    await running.client.post(f"/staff/surveys/{survey_id}/publish", headers=staff)
    refused = await running.client.post(path, files=file(json.dumps(definition("Nytt"))), headers=staff)
    assert refused.status_code == 409
    assert "Spørsmålene ligger fast" in refused.text

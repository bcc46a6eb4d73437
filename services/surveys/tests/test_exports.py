"""Taking the questions out: the page that offers it, the files, and the same for programs."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from surveys import desk
from surveys.questionnaire import read

from .conftest import Running, definition, staff_headers
from .exporting.every_kind import DOCUMENT

FORMS = {
    "samrad.json": "application/json",
    "surveyjs.json": "application/json",
    "codebook.csv": "text/csv; charset=utf-8",
    "codebook.xml": "application/xml; charset=utf-8",
    "paper.pdf": "application/pdf",
}
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


async def drafted(running: Running, document: dict[str, Any] | None = None) -> UUID:
    return await desk.draft_survey(running.parts, document or definition(), (), UUID(int=7), datetime.now(UTC))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_page_offers_every_form_and_every_language(running: Running, language: str) -> None:
    survey_id = await drafted(running, DOCUMENT)
    page = await running.client.get(f"/staff/surveys/{survey_id}/export?lang={language}", headers=staff_headers())
    assert page.status_code == 200
    for form in FORMS:
        assert f"/staff/surveys/{survey_id}/export/{form}" in page.text
    for code in ("nb", "en", "pl"):
        assert f"export/paper?language={code}" in page.text


async def test_it_is_said_that_pictures_do_not_come_along(running: Running) -> None:
    for document, said in ((DOCUMENT, True), (definition(), False)):
        page = await running.client.get(f"/staff/surveys/{await drafted(running, document)}/export", headers=staff_headers())
        assert ("uten bildene" in page.text) == said


async def test_the_paper_is_in_the_readers_language_where_none_is_asked_for(running: Running) -> None:
    path = f"/staff/surveys/{await drafted(running)}/export/paper"
    assert "Do you cycle?" in (await running.client.get(f"{path}?lang=en", headers=staff_headers())).text
    name = (await running.client.get(f"{path}.pdf?lang=en", headers=staff_headers())).headers["content-disposition"]
    assert name.endswith('-en.pdf"')


@pytest.mark.parametrize(("form", "kind"), FORMS.items())
@pytest.mark.parametrize("base", ["/staff/surveys", "/api/surveys/staff/surveys"])
async def test_every_form_is_a_file_with_a_name(running: Running, base: str, form: str, kind: str) -> None:
    survey_id = await drafted(running)
    file = await running.client.get(f"{base}/{survey_id}/export/{form}", headers=staff_headers())
    assert file.status_code == 200, file.text
    assert file.headers["content-type"] == kind
    assert file.headers["content-disposition"].startswith('attachment; filename="20')


async def test_a_program_is_told_the_forms_and_what_is_lost(running: Running) -> None:
    survey_id = await drafted(running, DOCUMENT)
    told = (await running.client.get(f"/api/surveys/staff/surveys/{survey_id}/export?lang=en", headers=staff_headers())).json()
    assert (told["forms"], told["languages"]) == (list(FORMS), ["nb", "en", "pl"])
    assert {"place": "where", "what": "area", "reason": "The areas become an ordinary list."} in told["lost_to_surveyjs"]
    page = await running.client.get(f"/staff/surveys/{survey_id}/export?lang=en", headers=staff_headers())
    assert "The areas become an ordinary list." in page.text


async def test_what_is_taken_out_as_our_own_comes_back_as_the_same(running: Running) -> None:
    staff = staff_headers() | FORM
    survey_id = await drafted(running, DOCUMENT)
    taken_out = await running.client.get(f"/staff/surveys/{survey_id}/export/samrad.json", headers=staff)
    sent = await running.client.post("/staff/surveys", files={"file": ("a.json", taken_out.content)}, headers=staff)
    assert sent.status_code == 303, sent.text
    again = UUID(sent.headers["location"].split("/")[3])
    assert again != survey_id
    assert (await desk.survey_of(running.parts, again)).definition == read(DOCUMENT).document() == json.loads(taken_out.content)


@pytest.mark.parametrize("language", ["nb", "en", "pl", "xx"])
async def test_the_paper_is_a_page_in_each_language(running: Running, language: str) -> None:
    survey_id = await drafted(running, DOCUMENT)
    path = f"/staff/surveys/{survey_id}/export/paper?language={language}"
    page = await running.client.get(path, headers=staff_headers())
    assert page.status_code == 200
    assert f'class="sheet" lang="{language if language != "xx" else "nb"}" dir="ltr"' in page.text
    assert "<script>alert" not in page.text


async def test_a_language_from_the_right_is_printed_from_the_page_and_refused_as_pdf(running: Running) -> None:
    survey_id = await drafted(running, definition() | {"languages": ["ar"], "title": {"ar": "مرحبا"}})
    path = f"/staff/surveys/{survey_id}/export/paper"
    assert 'lang="ar" dir="rtl"' in (await running.client.get(path, headers=staff_headers())).text
    refused = await running.client.get(f"{path}.pdf", headers=staff_headers() | FORM)
    assert (refused.status_code, "Vi har ikke bokstavene" in refused.text) == (422, True)


async def test_only_who_reads_surveys_takes_them_out(running: Running) -> None:
    survey_id = await drafted(running)
    for form in ("", "/paper", *(f"/{form}" for form in FORMS)):
        path = f"/staff/surveys/{survey_id}/export{form}"
        assert (await running.client.get(path)).status_code == 401
        assert (await running.client.get(path, headers=staff_headers("panel:read"))).status_code == 403
        missing = await running.client.get(f"/staff/surveys/{uuid4()}/export{form}", headers=staff_headers())
        assert missing.status_code == 404


@pytest.mark.parametrize("wrong", ["paper.docx", "codebook", "samrad.json?language=" + "x" * 99])
async def test_a_form_nobody_offers_is_refused(running: Running, wrong: str) -> None:
    path = f"/staff/surveys/{await drafted(running)}/export/{wrong}"
    assert (await running.client.get(path, headers=staff_headers())).status_code == 422

"""Beginning a survey, writing its other languages, and looking at it as respondents will."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import pytest

from surveys.desk import survey_of

from .conftest import Running, definition, staff_headers

STAFF = staff_headers() | {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
NEW = "/staff/surveys/new"


async def made(running: Running) -> UUID:
    answer = await running.client.post("/api/surveys/staff/surveys", json=definition(), headers=staff_headers())
    return UUID(answer.json()["survey_id"])


async def document_of(running: Running, survey_id: UUID) -> dict[str, Any]:
    return (await survey_of(running.parts, survey_id)).definition


def made_at(answer: httpx.Response) -> UUID:
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].split("/")[3])


async def test_a_survey_begins_with_a_title_and_its_languages(running: Running) -> None:
    form = {"title": "Om turer", "languages": ["nb", "nn"], "others": "pl"}
    survey_id = made_at(await running.client.post(NEW, data=form, headers=STAFF))
    document = await document_of(running, survey_id)
    assert document["languages"] == ["nb", "nn", "pl"]
    assert document["title"] == {"nb": "Om turer"}
    assert document["sections"] == [{"id": "s1", "title": {"nb": "Spørsmål", "nn": "Spørsmål"}, "questions": []}]
    page = await running.client.get(f"/staff/surveys/{survey_id}/questions", headers=STAFF)
    assert "Skriv eller lim inn spørsmålene" in page.text


@pytest.mark.parametrize(
    "form", [{"title": " ", "languages": "nb"}, {"title": "Om turer"}, {"title": "Om turer", "languages": "nb", "others": "9"}]
)
async def test_a_beginning_that_cannot_be_is_refused_and_what_was_typed_stays(running: Running, form: dict[str, str]) -> None:
    refused = await running.client.post(NEW, data=form, headers=STAFF)
    assert refused.status_code == 422
    assert f'value="{form["title"]}"' in refused.text
    assert "ds-error-summary" in refused.text


async def test_a_copy_begins_with_the_questions_of_an_earlier_survey(running: Running) -> None:
    earlier = await made(running)
    copy = made_at(await running.client.post(f"{NEW}/copy", data={"of": str(earlier)}, headers=STAFF))
    assert copy != earlier
    assert await document_of(running, copy) == definition()


class Translating:
    def __init__(self, running: Running, survey_id: UUID) -> None:
        self.running = running
        self.path = f"/staff/surveys/{survey_id}/translation"

    async def look(self, query: str = "") -> str:
        return (await self.running.client.get(f"{self.path}{query}", headers=STAFF)).text

    async def post(self, **fields: Any) -> httpx.Response:
        return await self.running.client.post(self.path, data=fields, headers=STAFF)

    async def seen(self, query: str) -> str:
        found = re.search(r'name="seen" value="([^"]*)"', await self.look(query))
        assert found is not None
        return unescape(found[1])


async def test_a_language_is_added_written_and_counted(running: Running) -> None:
    survey_id = await made(running)
    translating = Translating(running, survey_id)
    await translating.post(act="languages", seen_languages="nb en", languages=["nb", "en"], others="nn")
    page = await translating.look("?to=nn")
    assert "10 tekster mangler på dette språket" in page
    seen = await translating.seen("?to=nn")
    await translating.post(act="save", to="nn", seen=seen, **{"survey:title": "Om klimaet", "question/why:text": "Kvifor?"})
    assert "8 tekster mangler på dette språket" in await translating.look("?to=nn")
    document = await document_of(running, survey_id)
    assert document["title"]["nn"] == "Om klimaet"
    assert document["sections"][1]["questions"][1]["text"]["nn"] == "Kvifor?"


async def test_a_whole_translation_is_pasted_line_by_line(running: Running) -> None:
    survey_id = await made(running)
    translating = Translating(running, survey_id)
    await translating.post(act="languages", seen_languages="nb en", languages=["nb", "en", "nn"])
    lines = [f"nynorsk {number}" for number in range(10)]
    refused = await translating.post(act="paste", to="nn", pasted="\n".join(lines[:9]))
    assert refused.status_code == 422
    assert "Du limte inn 9 linjer, men 10 tekster mangler" in refused.text
    assert "nynorsk 8</textarea>" in refused.text
    assert (await translating.post(act="paste", to="nn", pasted="\n".join(lines))).status_code == 303
    document = await document_of(running, survey_id)
    assert document["title"]["nn"] == "nynorsk 0"
    assert document["sections"][1]["questions"][2]["text"]["nn"] == "nynorsk 9"


async def test_two_who_translate_the_same_text_see_both(running: Running) -> None:
    translating = Translating(running, await made(running))
    seen = await translating.seen("?to=en")
    await translating.post(act="save", to="en", seen=seen, **{"question/why:text": "Why so?"})
    clash = await translating.post(act="save", to="en", seen=seen, **{"question/why:text": "For what reason?"})
    assert clash.status_code == 409
    assert "Why so?" in clash.text
    assert "For what reason?" in clash.text


async def test_the_preview_frames_the_page_of_the_open_question(running: Running) -> None:
    survey_id = await made(running)
    page = await running.client.get(f"/staff/surveys/{survey_id}/preview?open=question/why&spoken=en&width=desk", headers=STAFF)
    assert f'src="/staff/surveys/{survey_id}/trial?at=views&amp;spoken=en#q-why" width="1280"' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    framed = await running.client.get(f"/staff/surveys/{survey_id}/trial?at=views&spoken=en", headers=STAFF)
    assert '<html lang="en"' in framed.text
    assert "How worried are you?" in framed.text
    assert "frame-ancestors 'self'" in framed.headers["content-security-policy"]
    assert "set-cookie" not in framed.headers


async def test_a_trial_goes_all_the_way_tells_of_the_path_and_writes_nothing(running: Running) -> None:
    survey_id = await made(running)
    before = len(await running.events())
    path = f"/staff/surveys/{survey_id}/trial"
    stopped = await running.client.post(f"{path}/travel", data={"spoken": "nb"}, headers=STAFF)
    assert stopped.status_code == 422
    onward = await running.client.post(f"{path}/travel", data={"spoken": "nb", "q-cycles": "no"}, headers=STAFF)
    assert "Hvor bekymret er du?" in onward.text
    carried = unescape(re.search(r'name="carried" value="([^"]*)"', onward.text)[1])  # type: ignore[index] # it is there
    told = await running.client.post(
        f"{path}/views", data={"spoken": "nb", "carried": carried, "q-worry": "7", "q-why": "<b>Vinteren</b>"}, headers=STAFF
    )
    said = " ".join(re.sub(r"<[^>]+>", " ", told.text).split())
    assert "4 spørsmål vist av 5" in said
    assert "Hvor mange dager i uka? ikke vist Vises hvis «1. Sykler du?» er «Ja»." in said
    assert "&lt;b&gt;Vinteren&lt;/b&gt;" in told.text
    assert len(await running.events()) == before


async def test_a_trial_survives_what_nobody_sends(running: Running) -> None:
    survey_id = await made(running)
    odd = '{"cycles": {"x": [1]}, "days": [1], "worry": {"a": 1}, "why": 7, "word": null}'
    for section, carried in (("travel", "{"), ("nowhere", '{"x": 1}'), ("views", "[]"), ("travel", odd), ("nowhere", odd)):
        sent = {"spoken": "xx-YY", "carried": carried}
        answer = await running.client.post(f"/staff/surveys/{survey_id}/trial/{section}", data=sent, headers=STAFF)
        assert answer.status_code in (200, 422)


async def test_a_trial_is_read_in_a_language_the_house_does_not_speak(running: Running) -> None:
    survey_id = await made(running)
    translating = Translating(running, survey_id)
    await translating.post(act="languages", seen_languages="nb en", languages=["nb", "en"], others="pl")
    seen = await translating.seen("?to=pl")
    await translating.post(act="save", to="pl", seen=seen, **{"question/worry:text": "Jak bardzo się martwisz?"})
    framed = await running.client.get(f"/staff/surveys/{survey_id}/trial?at=views&spoken=pl", headers=STAFF)
    assert "Jak bardzo się martwisz?" in framed.text

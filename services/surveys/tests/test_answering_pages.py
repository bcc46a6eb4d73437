import asyncio
import re

import pytest
from sqlalchemy import text

from surveys.events import ResponseStarted, ResponseSubmitted

from .conftest import Running, definition, of_type, staff_headers

FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PAGE_1 = {"q-cycles": "yes", "q-days": "3"}
PAGE_2 = {"q-worry": "8", "q-why": "Fordi <b>vinteren</b> uteblir"}


async def invited(running: Running, document: dict[str, object] | None = None) -> str:
    await running.with_members(1)
    (token,) = await running.dispatched(await running.published(document))
    return f"/s/{token}"


async def test_a_whole_answer_takes_four_requests(running: Running) -> None:
    link = await invited(running)
    client = running.client
    first = await client.get(link)
    assert "Sykler du?" in first.text
    second = await client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    assert "Hvor bekymret er du?" in second.text
    overview = await client.post(f"{link}/views", data=PAGE_2, headers=FORM)
    assert "Se over svarene dine" in overview.text
    (submission_id,) = re.findall(r'name="submission_id" value="([^"]+)"', overview.text)
    receipt = await client.post(f"{link}/submit", data={"submission_id": submission_id}, headers=FORM)
    assert [r.status_code for r in (first, second, overview, receipt)] == [200] * 4
    assert "Svaret er registrert" in receipt.text
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    assert isinstance(recorded.event, ResponseSubmitted)
    assert recorded.event.answers == {"cycles": "yes", "days": 3, "worry": 8}
    assert recorded.event.texts.keys() == {"why"}


async def test_the_last_page_can_be_sent_at_once(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    for _ in range(2):  # a double click gets the receipt twice and is counted once
        sent = await running.client.post(f"{link}/views", data=PAGE_2 | {"go": "send"}, headers=FORM)
        assert sent.status_code == 200
        assert "Svaret er registrert" in sent.text
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_another_answer_on_a_used_link_is_told_so(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1 | {"go": "send"}, headers=FORM)
    other = await running.client.post(f"{link}/travel", data={"q-cycles": "no", "go": "send"}, headers=FORM)
    opened = await running.client.get(link)
    assert (other.status_code, opened.status_code) == (409, 409)
    assert "Du har allerede svart" in other.text
    assert "Du har allerede svart" in opened.text
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(running: Running) -> None:
    link = await invited(running)
    page = await running.client.post(f"{link}/travel", data={"q-days": "mange"}, headers=FORM)
    assert page.status_code == 422
    assert "<title>Feil:" in page.text
    page = await running.client.post(f"{link}/travel", data={"q-cycles": "yes", "q-days": "mange"}, headers=FORM)
    assert 'value="mange"' in page.text
    assert "Skriv et tall" in page.text


async def test_someone_who_stops_goes_on_where_they_were_with_all_they_wrote(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    again = await running.client.get(link)
    assert f'href="{link}/views"' in again.text
    assert "Fortsett der du slapp" in again.text
    before = await running.client.get(f"{link}/travel")
    assert re.search(r'value="yes"[^>]*checked', before.text)
    assert 'value="3"' in before.text


async def test_going_back_and_changing_language_keep_what_was_typed(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    back = await running.client.post(f"{link}/views", data={"q-why": "tja", "go": "back"}, headers=FORM)
    assert "Sykler du?" in back.text
    english = await running.client.post(f"{link}/views?lang=en", data={"q-why": "tja", "go": "stay"}, headers=FORM)
    assert "How worried are you?" in english.text
    assert "tja" in english.text


async def test_looking_changes_nothing(running: Running) -> None:
    link = await invited(running)
    before = len(await running.events())
    for path in (link, f"{link}/travel", f"{link}/views", f"{link}/check", f"/api/surveys/answer/{link[3:]}"):
        assert (await running.client.get(path)).status_code == 200
        await running.client.options(path)
    assert (await running.client.head(link)).status_code == 200
    assert len(await running.events()) == before


async def test_a_response_is_started_once_by_its_first_saved_page(running: Running) -> None:
    link = await invited(running)
    for _ in range(3):
        await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    assert len(of_type(await running.events(), ResponseStarted)) == 1


async def test_of_twenty_browsers_at_once_exactly_one_is_counted(running: Running) -> None:
    link = await invited(running)
    posts = [
        running.client.post(f"{link}/travel", data={"q-cycles": "yes", "q-days": str(n % 8), "go": "send"}, headers=FORM)
        for n in range(8)
    ]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*posts))
    assert codes == [200] + [409] * 7
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_a_draft_lies_sealed_and_is_gone_when_the_response_is_sent(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/views", data=PAGE_2, headers=FORM)
    assert "vinteren" not in "".join(await sealed_drafts(running))
    assert len(await sealed_drafts(running)) == 1
    await running.client.post(f"{link}/travel", data=PAGE_1 | {"go": "send"}, headers=FORM)
    await running.everything_projected()
    assert await sealed_drafts(running) == []


async def test_drafts_are_gone_when_the_survey_is_closed(running: Running) -> None:
    await running.with_members(1)
    survey_id = await running.published()
    (token,) = await running.dispatched(survey_id)
    await running.client.post(f"/s/{token}/travel", data=PAGE_1, headers=FORM)
    await running.client.post(f"/api/surveys/staff/surveys/{survey_id}/close", headers=staff_headers())
    await asyncio.sleep(1.1)
    assert await sealed_drafts(running) == []
    closed = await running.client.get(f"/s/{token}")
    assert closed.status_code == 410
    assert "Undersøkelsen er avsluttet" in closed.text


@pytest.mark.parametrize("path", ["/s/x", "/s/" + "A" * 43, "/s/x/travel", "/s/x/check"])
async def test_a_link_nobody_made_gets_a_page_that_helps(running: Running, path: str) -> None:
    unknown = await running.client.get(path)
    assert unknown.status_code == 404
    assert "Vi kjenner ikke denne lenken" in unknown.text


async def test_an_introduction_comes_first_with_who_can_see_the_answers(running: Running) -> None:
    document = definition() | {"introduction": {"nb": "Vi vil vite mer.", "en": "We want to know more."}}
    page = await running.client.get(await invited(running, document))
    assert "Vi vil vite mer." in page.text
    assert "Hvem kan se hva jeg svarer?" in page.text
    assert "Sykler du?" not in page.text


@pytest.mark.parametrize("body", [b"\xff", b"&".join(b"a=b" for _ in range(4_000)), b"%%%", b"go=fly", b""])
async def test_a_form_nobody_made_is_never_a_fault(running: Running, body: bytes) -> None:
    link = await invited(running)
    for path in (f"{link}/travel", f"{link}/submit", f"{link}/nowhere"):
        assert (await running.client.post(path, content=body, headers=FORM)).status_code in {200, 404, 422}


async def sealed_drafts(running: Running) -> list[str]:
    async with running.parts.engine.connect() as connection:
        return list(await connection.scalars(text("select sealed from drafts")))


async def test_who_changes_an_answer_from_the_check_page_goes_back_there(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    overview = await running.client.post(f"{link}/views", data=PAGE_2, headers=FORM)
    assert f'href="{link}/travel?then=check#q-cycles"' in overview.text
    page = await running.client.get(f"{link}/travel?then=check")
    assert 'name="then" value="check"' in page.text
    changed = await running.client.post(f"{link}/travel", data={"q-cycles": "no", "then": "check"}, headers=FORM)
    assert "Se over svarene dine" in changed.text
    assert f'<link rel="canonical" href="{link}/check">' in changed.text

"""The check with findings of every kind, and the rehearsal in each of its states: no barrier, three languages, 320 px."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from services.surveys.tests.checking.faulty import LOGIC, ask, options, survey
from services.surveys.tests.conftest import definition, settings, staff_headers
from surveys.settings import Settings
from tests.journeys.browser import OpenPage, axe, scrolls_sideways
from tests.journeys.respondents import Desk, opened

__all__ = ["settings"]

API = "/api/surveys/staff/surveys"
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
MANY = survey(
    ask("yes_no", "Hvor ofte tar du alltid bussen?", "bus"),
    ask("short_text", "Har du en diagnose? Hva mener du vedrørende {q7}?", "health"),
    ask("single_choice", "Hvordan er den?", "how", options=options("Svært fornøyd", "Fornøyd", "Misfornøyd"), required=True),
)


@pytest.fixture
async def desk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr("surveys.pages.rehearsal.PEOPLE", 300)
    async with opened(settings) as desk:
        yield desk


async def drafted(desk: Desk, document: dict[str, Any]) -> UUID:
    answer = await desk.running.client.post(API, json=document, headers=staff_headers())
    return UUID(answer.json()["survey_id"])


async def test_the_check_and_the_rehearsal_have_no_barriers(desk: Desk, open_browser: OpenPage) -> None:
    await desk.running.with_members(30)
    many, proven, tried = [await drafted(desk, one) for one in (MANY, LOGIC[0].document, definition())]
    page, without = await open_browser(width=320), await open_browser(width=320, javascript=False)
    for one in (page, without):
        await one.context.set_extra_http_headers(staff_headers())
    paths = [f"{many}/check", f"{proven}/check", f"{tried}/check", f"{tried}/rehearsal"]
    await _look(page, desk, paths)
    await without.goto(f"{desk.address}/staff/surveys/{tried}/rehearsal")
    await without.locator("main form button[type=submit]").click()
    while await without.locator("#again").count():
        await without.locator("main .actions a").first.click()
    assert await without.locator(".figures").count() == 1
    await _look(page, desk, [f"{tried}/rehearsal", f"{tried}/check"])


async def _look(page: Any, desk: Desk, paths: list[str]) -> None:
    for path in paths:
        for language in ("nb", "nn", "en"):
            await page.goto(f"{desk.address}/staff/surveys/{path}?lang={language}")
            assert await scrolls_sideways(page) == [], path
            assert "%(" not in await page.locator("main").inner_text(), path
        assert await axe(page) == [], path

"""Every macro and layout in a real browser: in three languages, two schemes, on a phone and on a desk."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn

from shared.ui.tests import gallery
from tests.journeys.browser import OpenPage, Scheme, axe, screenshot, scrolls_sideways

PAGES = (*gallery.PAGES, "form?wrong=1", "staff/survey")


@pytest.fixture(scope="module")
async def address() -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(gallery.gallery(), port=0, log_level="warning"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(address: str, open_browser: OpenPage, width: int, scheme: Scheme) -> None:
    page = await open_browser(width=width, scheme=scheme)
    findings: list[str] = []
    for name in PAGES:
        await page.goto(f"{address}/{name}")
        findings += await axe(page)
        if "Samrad Text" not in await page.evaluate("() => getComputedStyle(document.body).fontFamily"):
            findings.append(f"{name} is not in our own style")
        await screenshot(page, f"gallery-{name.replace('/', '-').replace('?', '-')}-{width}-{scheme}")
    assert findings == []


@pytest.mark.parametrize("language", ["nn", "en"])
async def test_axe_finds_nothing_in_the_other_languages(address: str, open_browser: OpenPage, language: str) -> None:
    page = await open_browser(width=360)
    await page.goto(f"{address}/form?wrong=1&lang={language}")
    assert await page.locator("html").get_attribute("lang") == language
    assert await axe(page) == []


async def test_no_page_scrolls_sideways_on_the_smallest_phone(address: str, open_browser: OpenPage) -> None:
    page = await open_browser(width=320)
    found = {}
    for name in PAGES:
        await page.goto(f"{address}/{name}")
        for details in await page.locator("details > summary:visible").all():
            await details.click()
        if wide := await scrolls_sideways(page):
            found[name] = wide
    assert found == {}


async def test_a_page_is_right_without_javascript(address: str, open_browser: OpenPage) -> None:
    page = await open_browser(width=360, javascript=False)
    await page.goto(f"{address}/form?wrong=1")
    assert (await page.title()).startswith("Feil: ")
    assert await page.locator(".ds-error-summary").is_visible()
    await page.get_by_role("link", name="Velg området du bor i").click()
    assert page.url.endswith("#area")


async def test_the_error_summary_has_the_focus(address: str, open_browser: OpenPage) -> None:
    page = await open_browser(width=360)
    await page.goto(f"{address}/form?wrong=1")
    assert await page.evaluate("() => document.activeElement.className") == "ds-error-summary"


async def test_every_control_is_reached_by_keyboard_and_shows_it(address: str, open_browser: OpenPage) -> None:
    page = await open_browser(width=1280)
    await page.goto(f"{address}/question")
    seen = set()
    for _ in range(14):
        await page.keyboard.press("Tab")
        seen.add(await page.evaluate("() => document.activeElement.name || document.activeElement.textContent.trim()"))
    assert {"Til innholdet", "q1", "q2", "q3", "Gå videre"} <= seen

"""How long a slow phone waits for the pages of answering, and how many bytes come, the first time it opens one.

A processor four times slower, 1.6 Mbit/s, 150 ms to the server and back; through the gateway, nothing kept before.
The wait ends when the largest thing on the screen is painted.
"""

from statistics import median
from typing import Any

from playwright.async_api import Browser, Page

from local.acting import SURVEY_LINK
from tests.journeys import every_kind
from tests.journeys.conftest import browser, town
from tests.journeys.guide import weight
from tests.journeys.people import Town
from tests.load.figures import Figures

__all__ = ["browser", "town"]

LCP_MS = 1_000
HEAVIEST = 50_000
ROUNDS = 5
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
OBSERVE = """new PerformanceObserver(list => { for (const entry of list.getEntries()) window.lcp = entry.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});"""


async def slow_page(browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2, locale="nb-NO")
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", SLOW)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    await page.add_init_script(OBSERVE)
    return page


async def lcp(browser: Browser, address: str) -> float:
    page = await slow_page(browser)
    await page.goto(address, wait_until="networkidle")
    await page.wait_for_function("() => window.lcp > 0")
    painted: float = await page.evaluate("() => window.lcp")
    await page.context.close()
    return painted


async def weighed(browser: Browser, address: str) -> int:
    context = await browser.new_context(viewport={"width": 360, "height": 640}, locale="nb-NO")
    came = await weight(await context.new_page(), address)
    await context.close()
    return came


def without_pictures(definition: dict[str, Any]) -> dict[str, Any]:
    """They are as heavy as their author made them, and come after all else."""
    sections = [
        part | {"questions": [one for one in part["questions"] if one.get("look") != "pictures"]}
        for part in definition["sections"]
    ]
    return definition | {"sections": sections}


async def invited(town: Town, member: str, definition: dict[str, Any], before: set[str]) -> str:
    survey_id = await town.office.publish_survey(definition)
    await town.reaches(survey_id, await town.office.members())
    await town.office.dispatch(survey_id)
    token = await town.link(member, SURVEY_LINK, but=before)
    before.add(token)
    return town.at(f"/s/{token}")


async def test_pages_of_answering_on_a_slow_phone(town: Town, browser: Browser) -> None:
    (member,) = await town.move_in(1)
    before: set[str] = set()
    kinds = without_pictures(every_kind.document())
    by_section = await invited(town, member, kinds, before)
    by_question = await invited(town, member, kinds | {"pages": "questions"}, before)
    addresses = {
        "the start": by_section,
        **{f"a page of nine questions: {name}": f"{by_section}/{name}" for name in every_kind.PAGES},
        "one question, a choice": f"{by_question}/choosing.radio",
        "one question, a ranking": f"{by_question}/working.ranking",
    }
    figures = Figures()
    for name, address in addresses.items():
        painted = median([await lcp(browser, address) for _ in range(ROUNDS)])
        figures.at_most(f"largest paint, {name}", painted, LCP_MS, "ms")
        figures.at_most(f"first visit, {name}", await weighed(browser, address), HEAVIEST, "bytes")
    assert figures.missed == []

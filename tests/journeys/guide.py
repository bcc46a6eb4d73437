"""Who walks through the house and asks the same of every page."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Page, Request

from tests.journeys.browser import Scheme, axe, screenshot, scrolls_sideways
from tests.journeys.people import Town
from ui.texts import Texts, read_texts

ROOT = Path(__file__).parents[2]
PICTURES = "PICTURES" in os.environ  # PICTURES=1 puts every page in .run/screenshots, to look at
PHONE, DESK, SMALLEST = 360, 1280, 320
PLACEHOLDER = re.compile(r"%[(%]")
SPOKEN = """() => {
    const spoken = document.documentElement.lang, texts = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const element = walk.currentNode.parentElement, said = element.closest('[lang]').lang;
        if (said === spoken) texts.push(walk.currentNode.textContent.replace(/\\s+/g, ' ').trim());
    }
    return texts.filter(Boolean);
}"""


def texts_in(language: str) -> Texts:
    return read_texts([path for path in ROOT.glob(f"*/*/src/*/locale/{language}.po") if ".venv" not in path.parts])


def bokmaal_only(language: str) -> set[str]:
    """Texts that nobody who reads this language should meet."""
    said = texts_in(language).said
    return {text for text, other in said.items() if text != other and not PLACEHOLDER.search(text)} - set(said.values())


class Guide:
    """Looks at the page that is open; what is wrong with it is kept until the end of the walk."""

    def __init__(self, town: Town, page: Page, language: str) -> None:
        self.town = town
        self.page = page
        self.language = language
        self.wrong: list[str] = []
        self.seen: list[str] = []
        self.paths: set[str] = set()
        self._unwanted = bokmaal_only(language) if language != "nb" else set()
        self.follow(page)

    def follow(self, page: Page) -> None:
        page.on("request", self._asked)
        page.on("console", self._complained)

    async def visit(self, path: str, name: str, status: int = 200) -> None:
        self.paths.add(urlsplit(path).path)
        answer = await self.page.goto(self.town.at(path))
        assert answer is not None
        if answer.status != status:
            self.wrong.append(f"{name}: {answer.status} instead of {status}")
        await self.look(name)

    async def press(self, name: str, selector: str = "main form button[type=submit]") -> None:
        """Press a button that leads to another page, and look at that."""
        async with self.page.expect_navigation():
            await self.page.locator(selector).first.click()
        await self.look(name)

    async def look(self, name: str, *, spoken: bool = True) -> None:
        """In bokmål on a phone and a desk, in light and dark; in the others on a phone, for their words."""
        self.seen.append(name)
        self.paths.add(urlsplit(self.page.url).path)
        if spoken:
            await self._listen(name)
        dark: int = DESK if len(self.seen) % 2 else PHONE
        views: list[tuple[int, Scheme]] = [(PHONE, "light")]
        if self.language == "nb":
            views += [(DESK, "light"), (dark, "dark")]
        for width, scheme in views:
            await self._show(width, scheme)
            self.wrong += [f"{name} {width} {scheme}: {finding}" for finding in await axe(self.page)]
            if PICTURES and self.language == "nb":
                await screenshot(self.page, f"page-{name}-{width}-{scheme}")
        await self._show(SMALLEST, "light")
        self.wrong += [f"{name} scrolls sideways: {wide}" for wide in await scrolls_sideways(self.page)]

    async def _show(self, width: int, scheme: Scheme) -> None:
        await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await self.page.set_viewport_size({"width": width, "height": 800})

    async def _listen(self, name: str) -> None:
        said = await self.page.locator("html").get_attribute("lang")
        if said != self.language:
            self.wrong.append(f"{name} is in {said}")
        texts: list[str] = await self.page.evaluate(SPOKEN)
        title = texts[0].removeprefix("Feil: ").partition(" – ")[0]
        self.wrong += [f"{name} says in bokmål: {text}" for text in [title, *texts[1:]] if text in self._unwanted]

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.town.at("/"), "data:")):
            self.wrong.append(f"{self.page.url} asks a stranger: {request.url}")

    def _complained(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")


async def weight(page: Page, address: str) -> int:
    """Bytes that came over the wire, headers and all, when somebody comes for the first time."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    came = 0

    def finished(event: dict[str, Any]) -> None:
        nonlocal came
        came += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    await page.goto(address, wait_until="networkidle")
    return came

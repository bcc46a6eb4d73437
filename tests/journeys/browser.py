"""A real browser for the journeys: found or installed, and what every page is asked in it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, BrowserContext, Page, StorageState, async_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / ".run/screenshots"
AXE = Path(__file__).parent / "axe/axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",  # as root, and in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]
OpenPage = Callable[..., Awaitable[Page]]


class NoBrowser(Exception):
    """No browser was found, and none could be installed."""


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_chromium() -> str | None:
    """Debian's own package when we are root, else Playwright's download (None: Playwright knows where it is)."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium")
        if found := find_chromium():
            return found
    if _try(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    raise NoBrowser(
        "The journeys need a browser. No chromium is on the path or at /usr/bin/chromium, and neither apt-get nor "
        "Playwright could install one. Install chromium and run the tests again."
    )


def _try(*command: str) -> bool:
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the session. Without one the run ends with a sentence: nothing is skipped silently."""
    try:
        path = find_chromium() or install_chromium()
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield launched
        finally:
            await launched.close()


@pytest.fixture
async def open_browser(browser: Browser) -> AsyncIterator[OpenPage]:
    """A function that opens a page of a person of their own: no cookies shared with anyone."""
    contexts: list[BrowserContext] = []

    async def open_page(
        *,
        width: int = 1280,
        scheme: Scheme = "light",
        language: str = "nb-NO",
        javascript: bool = True,
        signed_in: StorageState | None = None,
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=language,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            storage_state=signed_in,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return await context.new_page()

    yield open_page
    for context in contexts:
        await context.close()


async def axe(page: Page) -> list[str]:
    """What axe finds wrong on the page, one line each; a page that is right gives an empty list."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{page.url} {violation['id']}: {violation['help']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


async def scrolls_sideways(page: Page) -> list[str]:
    """What makes the page wider than the screen: empty when nothing does."""
    found: list[str] = await page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest('.scroll, .ds-sr-only'))
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    return found


async def screenshot(page: Page, name: str) -> Path:
    """A picture of the whole page in .run/screenshots, to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    with tempfile.TemporaryDirectory() as folder:  # whole or not at all, since people look while tests run
        taken = Path(folder) / "page.png"
        await page.screenshot(path=taken, full_page=True)
        shutil.move(taken, path)
    return path

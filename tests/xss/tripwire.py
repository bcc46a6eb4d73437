"""A browser in which nothing may run that we did not write, and which tells of everything that did or was about to."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.xss.vectors import MARK

TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
    e => violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`), true)"""
MARKUP = """mark => {
    const addresses = ['href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'xlink:href', 'srcset', 'poster'];
    const kinds = ['http:', 'https:', 'mailto:'];
    const told = a => `${a.ownerElement.outerHTML.slice(0, 200)}`;
    const wrong = a => a.name === mark || a.name.startsWith('on')
        || addresses.includes(a.name) && !kinds.includes(new URL(a.value, 'https://x.example').protocol)
            && !(a.name === 'src' && a.value.startsWith('data:image/'));
    return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(wrong).map(told);
}"""
POLICY = re.compile("Content Security Policy|Trusted Type", re.IGNORECASE)


@dataclass
class Found:
    """What was noticed, each a line for a person."""

    executed: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    shown: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> list[str]:
        return [*self.executed, *self.violations, *self.markup, *self.strangers, *self.faults]

    def has_run(self, vector: object = None) -> None:
        self.executed.append(f"vector {vector}")

    def violates(self, told: str) -> None:
        self.violations.append(told)

    def line(self) -> str:
        return (
            f"{self.pages} pages: {len(self.executed)} executions, {len(self.violations)} CSP violations, "
            f"{len(self.markup)} pieces of markup, {len(self.strangers)} foreign requests, {len(self.faults)} faults"
        )


@asynccontextmanager
async def watched(browser: Browser, found: Found, home: str, **how: Any) -> AsyncIterator[BrowserContext]:
    """A context that fills `found`. With `bypass_csp` the policy is off: what is not escaped would really run."""
    context = await browser.new_context(**how)
    context.set_default_timeout(20_000)
    await context.expose_function("tripped", found.has_run)
    await context.expose_function("violated", found.violates)
    await context.add_init_script(TELL_VIOLATIONS)

    def said(message: ConsoleMessage) -> None:
        if POLICY.search(message.text):
            found.violations.append(message.text)

    def asked(request: Request) -> None:
        if home and not request.url.startswith((home, "data:image/")):
            found.strangers.append(request.url)

    context.on("console", said)
    context.on("request", asked)
    context.on("dialog", lambda dialog: found.executed.append(f"a dialog says {dialog.message}"))
    try:
        yield context
    finally:
        await context.close()


async def look(page: Page, found: Found) -> None:
    """Wait until the page is at rest, touch nothing, and look for what came in as markup."""
    found.pages += 1
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    for frame in page.frames:
        found.markup += [f"{frame.url}: {piece}" for piece in await frame.evaluate(MARKUP, MARK)]


async def visit(page: Page, address: str, found: Found) -> None:
    answer = await page.goto(address)
    status = answer.status if answer else 0
    if not 200 <= status < 500:
        found.faults.append(f"{address} answered {status}")
    found.shown[urlsplit(address).path] = status
    await look(page, found)

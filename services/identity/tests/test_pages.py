"""Identity's pages in a real browser, without JavaScript: signing in by keyboard and label, and what axe says of every page."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pyotp
import pytest
import uvicorn
from playwright.async_api import Page
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.rights import HEADER
from tests.journeys.browser import ROOT, OpenPage, Scheme, axe, browser, open_browser, screenshot, scrolls_sideways

from .conftest import PASSWORD, Town

__all__ = ["browser", "open_browser"]


Look = Callable[[str], Awaitable[None]]


class Gate:
    """What the gateway does on staff pages: asks identity, and sends those who are not signed in to do so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and re.match(r"/staff/(?!sign-)", scope["path"]):
            headers = [header for header in scope["headers"] if header[0] != HEADER.lower().encode()]
            found = await self._ask(scope)
            scope = {**scope, "headers": [*headers, (HEADER.lower().encode(), found)] if found else headers}
        await self._app(scope, receive, send)

    async def _ask(self, scope: Scope) -> bytes | None:
        answer: dict[bytes, bytes] = {}

        async def keep(message: object) -> None:
            assert isinstance(message, dict)
            answer.update(message.get("headers", ()))

        async def nothing() -> dict[str, object]:
            return {"type": "http.request", "body": b""}

        await self._app({**scope, "method": "GET", "path": "/internal/authorize"}, nothing, keep)
        return answer.get(HEADER.lower().encode())


@dataclass(frozen=True)
class Address:
    url: str
    town: Town


@pytest.fixture(scope="module")
async def address(town: Town) -> AsyncIterator[Address]:
    static = Mount("/static", StaticFiles(directory=ROOT / "shared/ui/src/ui/static"))
    app = Starlette(routes=[static, Mount("/", Gate(town.app))])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Address(f"http://127.0.0.1:{port}", town)
    server.should_exit = True
    await running


async def go(page: Page, act: Awaitable[None]) -> None:
    """Do what leads to another page, and be there."""
    async with page.expect_navigation():
        await act


async def sign_in(page: Page, at: Address, *roles: str) -> str:
    name = await at.town.account(*roles)
    await page.goto(f"{at.url}/staff/sign-in?next=/staff/account")
    await page.get_by_label("Brukernavn").fill(name)
    await page.get_by_label("Passord").fill(PASSWORD)
    await go(page, page.keyboard.press("Enter"))
    await page.get_by_label("Sekssifret kode").fill(at.town.clock.code())
    await go(page, page.keyboard.press("Enter"))
    return name


async def test_a_first_sign_in_by_keyboard_without_javascript(address: Address, open_browser: OpenPage) -> None:
    town = address.town
    name = "nykollega@example.test"
    await town.desk.create(name, "abcd-efgh-2345", frozenset({"steward"}), town.clock.now)
    page = await open_browser(width=360, javascript=False)
    await page.goto(f"{address.url}/staff/sign-in?next=/staff/account")
    await page.get_by_label("Brukernavn").fill(name)
    await page.get_by_label("Passord").fill("abcd-efgh-2345")
    await go(page, page.keyboard.press("Enter"))
    await page.get_by_text("Jeg kan ikke lese bildet").click()
    secret = (await page.locator("code").inner_text()).replace(" ", "")
    await page.get_by_label("Sekssifret kode").fill(pyotp.TOTP(secret).at(town.clock.now))
    await page.get_by_label("Nytt passord").fill(PASSWORD)
    await go(page, page.keyboard.press("Enter"))
    assert await page.locator("li code").count() == 10
    await go(page, page.get_by_role("link", name="Jeg har tatt vare på kodene").click())
    assert await page.get_by_role("heading", level=1).inner_text() == "Min konto"
    await go(page, page.get_by_role("button", name="Logg ut").click())
    await page.goto(f"{address.url}/staff/account")
    assert await page.get_by_role("heading", level=1).inner_text() == "Du må logge inn"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
async def test_axe_finds_nothing_on_any_page(address: Address, open_browser: OpenPage, width: int, scheme: Scheme) -> None:
    page = await open_browser(width=width, scheme=scheme)
    found: list[str] = []

    async def look(name: str) -> None:
        found.extend(await axe(page))
        await screenshot(page, f"identity-{name}-{width}-{scheme}")

    await look_at_signing_in(page, address, look)
    await look_inside(page, address, look)
    assert found == []


async def look_at_signing_in(page: Page, address: Address, look: Look) -> None:
    town = address.town
    name = f"forste-{town.clock.now.timestamp()}@example.test"
    town.clock.on(seconds=30)
    await town.desk.create(name, "abcd-efgh-2345", frozenset({"steward"}), town.clock.now)
    await page.goto(f"{address.url}/staff/sign-in")
    await look("sign-in")
    await page.get_by_label("Brukernavn").fill(name)
    await page.get_by_label("Passord").fill("feil")
    await go(page, page.keyboard.press("Enter"))
    await look("sign-in-wrong")
    await page.get_by_label("Passord").fill("abcd-efgh-2345")
    await go(page, page.keyboard.press("Enter"))
    await look("enrol")
    await page.get_by_text("Jeg kan ikke lese bildet").click()
    secret = (await page.locator("code").inner_text()).replace(" ", "")
    await page.get_by_label("Sekssifret kode").fill(pyotp.TOTP(secret).at(town.clock.now))
    await page.get_by_label("Nytt passord").fill("kort")
    await go(page, page.keyboard.press("Enter"))
    await look("enrol-wrong")
    await page.get_by_label("Sekssifret kode").fill(pyotp.TOTP(secret).at(town.clock.now))
    await page.get_by_label("Nytt passord").fill(PASSWORD)
    await go(page, page.keyboard.press("Enter"))
    await look("recovery-codes")
    await page.context.clear_cookies()
    await page.goto(f"{address.url}/staff/sign-in")
    await page.get_by_label("Brukernavn").fill(name)
    await page.get_by_label("Passord").fill(PASSWORD)
    await go(page, page.keyboard.press("Enter"))
    await look("code")
    await go(page, page.get_by_role("link", name="Jeg har ikke telefonen min").click())
    await look("recovery")
    await page.context.clear_cookies()


async def look_inside(page: Page, address: Address, look: Look) -> None:
    await sign_in(page, address, "administrator")
    await look("account")
    await page.goto(f"{address.url}/staff/accounts")
    await look("accounts")
    await go(page, page.locator("th a").first.click())
    await look("colleague")
    await page.goto(f"{address.url}/staff/accounts/new")
    await look("new-account")
    await go(page, page.get_by_role("button", name="Lag kontoen").click())
    await look("new-account-wrong")
    await page.get_by_label("Brukernavn").fill(f"laget-{address.town.clock.now.timestamp()}@example.test")
    await page.get_by_label("Forfatter").check()
    await go(page, page.get_by_role("button", name="Lag kontoen").click())
    await look("initial-password")


async def test_no_page_scrolls_sideways_on_the_smallest_phone(address: Address, open_browser: OpenPage) -> None:
    page = await open_browser(width=320)
    wide: dict[str, list[str]] = {}

    async def look(name: str) -> None:
        if found := await scrolls_sideways(page):
            wide[name] = found

    await look_at_signing_in(page, address, look)
    await look_inside(page, address, look)
    assert wide == {}

"""Programs that follow the links of mails before people do: five times each, and nothing has happened."""

import asyncio
import re

import asyncpg
import httpx
from playwright.async_api import Page

from local.acting import CONFIRM_LINK, SURVEY_LINK, client, sign_up
from local.stack import Stack
from local.story import CAMPAIGNS, person
from notifications.events import Kind
from tests.journeys.browser import OpenPage
from tests.journeys.people import KLIMA, Town, eventually, go_on, write
from tests.journeys.silence import ask_to_stay
from tests.privacy.life import NEW_ADDRESS_LINK

LINK = re.compile(r"https?://[^\s\"'<>)\]]+")
SERVICES = ("identity", "membership", "surveys", "notifications", "analytics")
TIMES = 5


async def facts(stack: Stack) -> dict[str, int]:
    """How many events each service's log holds."""
    server = stack.endpoints["postgres"]
    held = {}
    for service in SERVICES:
        connection = await asyncpg.connect(
            host=server["socket"], port=server["port"], user=server["superuser"], database=service
        )
        held[service] = await connection.fetchval("select count(*) from events")
        await connection.close()
    return held


async def at_rest(stack: Stack) -> dict[str, int]:
    """The counts, when nothing more is under way."""
    before: dict[str, int] = {}
    held = await facts(stack)
    while before != held:
        await asyncio.sleep(0.5)
        before, held = held, await facts(stack)
    return held


async def mails_of_every_kind(town: Town, open_browser: OpenPage) -> set[str]:
    """One waits to be confirmed, one has not begun to answer, one has begun; one is brought along from an earlier panel, one is
    about to move to another address, one has moved and signs up once more, one has been silent for long.

    Returns their addresses.
    """
    unanswered, begun, moving, moved, silent = await town.move_in(5)
    await town.invite("om_klima")
    await begin_to_answer(town, begun, await open_browser(javascript=False))
    await town.link(unanswered, SURVEY_LINK)
    form = (await town.http.get("/api/membership/form")).json()
    somebody = person(town.chance, 9_000, CAMPAIGNS[0], form["consent_version"]) | {"campaign": ""}
    await sign_up(town.http, somebody)
    waiting, invited = str(somebody["email"]), "fra-for@example.test"
    await town.link(waiting, CONFIRM_LINK)
    await bring_along(town, invited)
    await ask_to_move(town, moving, f"ny-{moving}")
    used = await ask_to_move(town, moved, f"ny-{moved}")
    await town.http.post(f"/min-side/ny-adresse/{used}")
    await sign_up(town.http, somebody | {"email": f"ny-{moved}"})
    await ask_to_stay(town, silent)

    async def told_that_they_are_in() -> bool:
        return len(await town.mails(f"ny-{moved}")) == 2

    await eventually(told_that_they_are_in)
    return {unanswered, begun, waiting, invited, moving, f"ny-{moving}", moved, f"ny-{moved}", silent}


async def begin_to_answer(town: Town, address: str, page: Page) -> None:
    await page.goto(town.at(f"/s/{await town.link(address, SURVEY_LINK)}/tanker"))
    await write(page, KLIMA)
    await go_on(page)


async def bring_along(town: Town, address: str) -> None:
    file = ("panel.csv", f"E-post;Fødselsår;Navn\r\n{address};1984;Nora Nilsen\r\n".encode())
    path = (await town.http.post("/staff/panel/import", files={"file": file})).headers["location"]
    assert (await town.http.post(f"{path}/order", data={"email": "0", "birth": "1", "name": "2"})).status_code == 303
    await town.link(address, CONFIRM_LINK)


async def ask_to_move(town: Town, address: str, to: str) -> str:
    """Signs in by the code and asks for another address. Returns the token of the link there, which nobody has followed."""
    async with client(town.stack.endpoints) as http:
        await http.post("/min-side/logg-inn", data={"email": address})
        await http.post("/min-side/logg-inn/kode", data={"code": await town.code(address)})
        assert (await http.post("/min-side/e-post", data={"email": to})).headers["location"] == "/min-side?done=e-post"
    return await town.link(to, NEW_ADDRESS_LINK)


async def kinds_mailed(town: Town) -> set[str]:
    server = town.stack.endpoints["postgres"]
    connection = await asyncpg.connect(
        host=server["socket"], port=server["port"], user=server["superuser"], database="notifications"
    )
    kinds = await connection.fetch("select distinct kind from outbox where status = 'sent'")
    await connection.close()
    return {row["kind"] for row in kinds}


def links_in(mails: list[dict[str, str]]) -> set[str]:
    found = {link.rstrip(".,") for mail in mails for part in ("text", "html") for link in LINK.findall(mail[part] or "")}
    return {link.replace("&amp;", "&") for link in found}


async def follow(page: Page, links: list[str], *, javascript: bool) -> None:
    """One after the other, until a page asks for nothing more."""
    for link in links:
        await page.goto(link, wait_until="networkidle" if javascript else "load")


async def test_links_are_followed_and_nothing_has_happened(town: Town, open_browser: OpenPage) -> None:
    addresses = await mails_of_every_kind(town, open_browser)
    before = await at_rest(town.stack)
    assert await kinds_mailed(town) == set(Kind)
    everything = (await town.http.get(town.stack.endpoints["inbox_json"])).json()
    every_link = links_in(everything)
    theirs = links_in([mail for mail in everything if addresses & set(mail["to"])])
    for place in ("/bekreft/", "/s/", "/avmeld/", "/min-side/inn/", "/min-side/ny-adresse/", "/min-side/bli/"):
        assert any(place in link for link in theirs), place
    assert all(link.startswith(town.at("/")) for link in every_link)
    async with httpx.AsyncClient(follow_redirects=True, timeout=20) as scanner:
        for method in ["HEAD", "GET"] * TIMES:
            for link in every_link:
                assert (await scanner.request(method, link)).status_code < 500
    for javascript in (True, False):
        pages = [await open_browser(javascript=javascript) for _ in range(TIMES)]
        await asyncio.gather(*(follow(page, sorted(theirs), javascript=javascript) for page in pages))
    assert await at_rest(town.stack) == before

"""Programs that follow the links of mails before people do: five times each, and nothing has happened."""

import asyncio
import re

import asyncpg
import httpx

from local.acting import CONFIRM_LINK, SURVEY_LINK, sign_up
from local.stack import Stack
from local.story import CAMPAIGNS, person
from tests.journeys.browser import OpenPage
from tests.journeys.people import KLIMA, Town, go_on, write

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
    """One waits to be confirmed, one signs up twice and has not begun to answer, one has begun; returns their addresses."""
    unanswered, begun = await town.move_in(2)
    await town.invite("om_klima")
    page = await open_browser(javascript=False)
    await page.goto(town.at(f"/s/{await town.link(begun, SURVEY_LINK)}/tanker"))
    await write(page, KLIMA)
    await go_on(page)
    await town.link(unanswered, SURVEY_LINK)
    form = (await town.http.get("/api/membership/form")).json()
    somebody = person(town.chance, 9_000, CAMPAIGNS[0], form["consent_version"]) | {"campaign": ""}
    await sign_up(town.http, somebody)
    await sign_up(town.http, somebody | {"email": unanswered})
    await town.link(str(somebody["email"]), CONFIRM_LINK)
    return {unanswered, begun, str(somebody["email"])}


def links_in(mails: list[dict[str, str]]) -> set[str]:
    found = {link.rstrip(".,") for mail in mails for part in ("text", "html") for link in LINK.findall(mail[part] or "")}
    return {link.replace("&amp;", "&") for link in found}


async def test_links_are_followed_and_nothing_has_happened(town: Town, open_browser: OpenPage) -> None:
    addresses = await mails_of_every_kind(town, open_browser)
    everything = (await town.http.get(town.stack.endpoints["inbox_json"])).json()
    before = await at_rest(town.stack)
    every_link = links_in(everything)
    theirs = links_in([mail for mail in everything if addresses & set(mail["to"])])
    assert any("/bekreft/" in link for link in theirs)
    assert any("/s/" in link for link in theirs)
    assert all(link.startswith(town.at("/")) for link in every_link)
    async with httpx.AsyncClient(follow_redirects=True, timeout=20) as scanner:
        for method in ["HEAD", "GET"] * TIMES:
            for link in every_link:
                assert (await scanner.request(method, link)).status_code < 500
    page = await open_browser()
    for link in sorted(theirs) * TIMES:
        await page.goto(link, wait_until="networkidle")
    assert await at_rest(town.stack) == before

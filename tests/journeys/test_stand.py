"""The stand: a tablet that hundreds use, with and without a network, and that may be left behind on a bench."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, Route, expect

from tests.journeys.browser import OpenPage
from tests.journeys.people import Town, eventually, write_sign_up

SUBMIT = "main form button[type=submit]"
SEND = "**/api/membership/stand*"
LEFT_ON_THE_TABLET = """async () => {
    const text = [document.cookie, JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
    for (const {name} of await indexedDB.databases()) {
        const asked = indexedDB.open(name);
        const database = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
        for (const store of database.objectStoreNames) {
            const all = database.transaction(store).objectStore(store).getAll();
            text.push(JSON.stringify(await new Promise(done => { all.onsuccess = () => done(all.result); })));
        }
        database.close();
    }
    for (const key of await caches.keys()) {
        const kept = await caches.open(key);
        for (const request of await kept.keys()) {
            text.push(request.url, await (await kept.match(request, {ignoreVary: true})).text());
        }
    }
    return text.join("\\n");
}"""


@pytest.fixture
async def stand(town: Town) -> str:
    slug = f"stand-{uuid4().hex[:8]}"
    await town.office.create_campaign(slug, "event", "Møt oss", "2026-06-10")
    return town.at(f"/stand/{slug}")


def somebody() -> str:
    return f"stand-{uuid4().hex}@example.test"


async def sign_up(page: Page, address: str) -> None:
    await write_sign_up(page, address)
    await page.locator(SUBMIT).click()
    await expect(page.locator("#thanks")).to_be_visible()
    assert await page.locator("#email").input_value() == ""
    assert not await page.locator("#consent").is_checked()


async def waiting(page: Page, count: int) -> None:
    await expect(page.locator("#said")).to_have_attribute("data-waiting", str(count), timeout=20_000)


async def kept(page: Page) -> None:
    await expect(page.locator("html")).to_have_attribute("data-kept", "")


async def got_one_mail_each(town: Town, *addresses: str) -> None:
    async def all_have() -> bool:
        return all([len(await town.mails(address)) == 1 for address in addresses])

    await eventually(all_have)


async def sign_ups(town: Town, stand: str) -> int:
    found: list[dict[str, Any]] = (await town.http.get("/api/membership/staff/campaigns")).json()
    return next(int(one["sign_ups"]) for one in found if stand.endswith(one["slug"]))


async def test_without_a_network_nothing_is_lost_nothing_doubles_and_nothing_stays(
    town: Town, open_browser: OpenPage, stand: str
) -> None:
    page = await open_browser(width=800)
    await page.goto(stand)
    await kept(page)
    await page.context.set_offline(True)
    addresses = [somebody() for _ in range(3)]
    for address in addresses:
        await sign_up(page, address)
    await waiting(page, 3)
    assert await page.locator("#said").inner_text() == "3 påmeldinger venter på nett"
    left = await page.evaluate(LEFT_ON_THE_TABLET)
    assert left.count('"sealed":') == 3
    assert not [word for word in (*addresses, *(a.split("@")[0] for a in addresses), "Kari") if word in left]
    await page.reload()
    await waiting(page, 3)
    assert await page.locator("#email").input_value() == ""
    await page.context.set_offline(False)
    await waiting(page, 0)
    assert await page.locator("#said").inner_text() == "Alt er sendt"
    await got_one_mail_each(town, *addresses)
    assert await sign_ups(town, stand) == 3
    left = await page.evaluate(LEFT_ON_THE_TABLET)
    assert '"sealed":' not in left
    assert await page.context.cookies() == []


async def test_an_answer_that_was_lost_on_the_way_does_not_double(town: Town, open_browser: OpenPage, stand: str) -> None:
    page, address, lost = await open_browser(), somebody(), 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost > 2:
            await route.continue_()
            return
        assert (await route.fetch()).status == 200
        await route.abort()

    await page.goto(stand)
    await page.route(SEND, lose_the_answer)
    await sign_up(page, address)
    await waiting(page, 0)
    assert lost == 3
    await got_one_mail_each(town, address)
    assert await sign_ups(town, stand) == 1


async def test_what_is_wrong_is_said_and_a_child_is_never_kept(town: Town, open_browser: OpenPage, stand: str) -> None:
    page = await open_browser(width=360)
    await page.goto(stand)
    await kept(page)
    await page.context.set_offline(True)
    await page.locator("#birth_year").fill("2020")
    await page.locator(SUBMIT).click()
    assert await page.locator(".ds-error-summary li").all_inner_texts() == ["Du må fylle minst 15 år i år for å være med"]
    await waiting(page, 0)
    await page.locator("#birth_year").fill("1984")
    await page.locator(SUBMIT).click()
    said = await page.locator(".ds-error-summary li").all_inner_texts()
    assert "Skriv en e-postadresse som navn@eksempel.no" in said
    assert "Kryss av for at du vil være med" in said
    assert await page.locator("#email").get_attribute("aria-invalid") == "true"


async def test_what_the_panel_refuses_is_told_at_once_or_counted(town: Town, open_browser: OpenPage, stand: str) -> None:
    page = await open_browser()
    await page.goto(stand)
    await kept(page)
    await write_sign_up(page, "a..b@example.test")  # the browser's check lets it through
    await page.locator(SUBMIT).click()
    await expect(page.locator(".ds-error-summary")).to_contain_text("Skriv en e-postadresse")
    assert await page.locator("#email").input_value() == "a..b@example.test"
    await waiting(page, 0)
    await page.context.set_offline(True)
    await page.locator(SUBMIT).click()
    await waiting(page, 1)
    await page.context.set_offline(False)
    await waiting(page, 0)
    await expect(page.locator("#reasons")).to_have_text("1: Skriv en e-postadresse som navn@eksempel.no")
    await page.locator("#seen").click()
    await expect(page.locator("#refused")).to_be_hidden()
    assert await sign_ups(town, stand) == 0


async def test_a_form_left_half_filled_in_is_emptied_after_a_minute(open_browser: OpenPage, stand: str) -> None:
    page = await open_browser()
    await page.clock.install()
    await page.goto(stand)
    await page.locator("#name").fill("Kari")
    await page.clock.run_for(59_000)
    assert await page.locator("#name").input_value() == "Kari"
    await page.clock.run_for(2_000)
    assert await page.locator("#name").input_value() == ""


async def test_without_javascript_the_form_comes_back_empty_and_back_shows_nobody(
    town: Town, open_browser: OpenPage, stand: str
) -> None:
    page, address = await open_browser(javascript=False), somebody()
    await page.goto(stand)
    await write_sign_up(page, address)
    await page.locator(SUBMIT).click()
    await expect(page.locator("#thanks")).to_contain_text("Neste person")
    assert await page.locator("#email").input_value() == ""
    await page.go_back()
    assert await page.locator("#email").input_value() == ""
    assert address not in await page.content()
    assert await page.context.cookies() == []
    await got_one_mail_each(town, address)

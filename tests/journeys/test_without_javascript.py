"""A member's own page, and bringing a panel along, in a browser that runs no scripts."""

from playwright.async_api import Page

from local.acting import CONFIRM_LINK
from tests.journeys.browser import OpenPage
from tests.journeys.people import Town, choose, eventually

SUBMIT = "main form button[type=submit]"


async def submit(page: Page, selector: str = SUBMIT) -> str:
    """Returns the heading of the page that comes."""
    async with page.expect_navigation():
        await page.locator(selector).first.click()
    return await page.locator("h1").inner_text()


async def test_a_member_comes_in_by_code_changes_pauses_and_leaves(town: Town, open_browser: OpenPage) -> None:
    (address,) = await town.move_in(1)
    page = await open_browser(javascript=False, width=320)
    await page.goto(town.at("/min-side"))
    await page.locator("#email").fill(address)
    assert await submit(page) == "Sjekk e-posten din"
    await page.locator("#code").fill(await town.code(address))
    await submit(page)
    await page.locator("main a[href='/min-side/profil']").first.click()
    await page.locator("#name").fill("Uten Skript")
    assert await submit(page) == "Hei, Uten Skript"
    await page.locator("main a[href='/min-side/pause']").first.click()
    await choose(page, "how", "for-now")
    assert await submit(page) == "Hei, Uten Skript"
    assert await page.locator(".ds-alert h2").inner_text() == "Du har pause"
    await page.locator("main a[href='/min-side/alt-om-meg']").click()
    assert "Uten Skript" in await page.locator("main").inner_text()
    await page.goto(town.at("/min-side/slett"))
    assert await submit(page) == "Du er slettet"
    await page.goto(town.at("/min-side"))
    assert page.url == town.at("/min-side/logg-inn")


async def test_staff_bring_a_panel_along_and_whoever_is_asked_says_yes(town: Town, open_browser: OpenPage) -> None:
    address = "uten-skript@example.test"
    content = f"E-post;Fødselsår;Navn\r\n{address};1984;Nora Nilsen\r\nfeil;1984;Per\r\n".encode()
    page = await open_browser(javascript=False, signed_in=town.signed_in)
    await page.goto(town.at("/staff/panel/import"))
    await page.set_input_files("#file", {"name": "panel.csv", "mimeType": "text/csv", "buffer": content})
    await submit(page)
    await submit(page, "main form[action$='/order'] button")

    async def done() -> bool:
        await page.reload()
        return "Panelet er hentet inn" in await page.locator("main").inner_text()

    await eventually(done)
    guest = await open_browser(javascript=False, width=320)
    await guest.goto(town.at(f"/bekreft/{await town.link(address, CONFIRM_LINK)}"))
    assert await guest.locator("h1").inner_text() == "Vil du være med?"
    await guest.locator("main input[name=consent]").check()
    await submit(guest)
    assert guest.url == town.at("/bekreft/velkommen")

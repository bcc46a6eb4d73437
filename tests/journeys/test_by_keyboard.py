"""Joining and answering by keyboard alone: everything is reached, everything shows where one is."""

from playwright.async_api import Page

from local.acting import SURVEY_LINK
from tests.journeys.browser import OpenPage
from tests.journeys.people import Town

HAS_FOCUS = "selector => document.activeElement.matches(selector)"
SHOWS_FOCUS = """() => {
    const here = document.activeElement;
    return [here, here.nextElementSibling, here.closest('label, .choice')].filter(Boolean).some(element => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
}"""
WHERE = "() => document.activeElement.outerHTML.slice(0, 120)"


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus; every stop on the way must be seen."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        assert await page.evaluate(SHOWS_FOCUS), f"no focus to be seen on {await page.evaluate(WHERE)}"
        if await page.evaluate(HAS_FOCUS, selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")


async def press(page: Page, key: str) -> None:
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def test_somebody_joins_by_keyboard_and_is_led_to_what_is_missing(town: Town, open_browser: OpenPage) -> None:
    page = await open_browser()
    await page.goto(town.at("/bli-med"))
    await page.keyboard.press("Tab")
    assert await page.evaluate(HAS_FOCUS, ".ds-skip-link")
    await page.keyboard.press("Enter")
    await tab_to(page, "#name")
    await page.keyboard.type("Tast Atur")
    await press(page, "Enter")
    await page.wait_for_function(HAS_FOCUS, arg=".ds-error-summary", timeout=3_000)
    await tab_to(page, "a[href='#email']")
    await page.keyboard.press("Enter")
    assert await page.evaluate(HAS_FOCUS, "#email")
    await page.keyboard.type("tast@example.test")
    await tab_to(page, "#birth_year")
    await page.keyboard.type("1950")
    await tab_to(page, "input[name=gender]")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "#area")
    await page.keyboard.type("Sandvika")
    await tab_to(page, "input[name=interests][value=transport]")
    await page.keyboard.press("Space")
    await tab_to(page, "input[name=consent]")
    await page.keyboard.press("Space")
    await tab_to(page, "main button[type=submit]")
    await press(page, "Enter")
    assert await page.locator("h1").inner_text() == "Sjekk e-posten din"


async def test_a_member_answers_by_keyboard(town: Town, open_browser: OpenPage) -> None:
    (address,) = await town.move_in(1)
    await town.invite("om_klima")
    page = await open_browser()
    await page.goto(town.at(f"/s/{await town.link(address, SURVEY_LINK)}"))
    await tab_to(page, "main a.ds-button")
    await press(page, "Enter")
    await tab_to(page, "main button[name=go][value=next]")
    await press(page, "Enter")
    await page.wait_for_function(HAS_FOCUS, arg=".ds-error-summary", timeout=3_000)
    await choose_all(page, ["bekymret", "storste-kilde"], [f"ansvar\\.{row}" for row in ("staten", "kommunen", "bedriftene")])
    await choose_all(page, ["ansvar\\.den-enkelte"])
    await on(page)
    await choose_all(page, ["reisemaate", "gjort"])
    await on(page)
    await choose_all(page, ["tiltak", "villig"])
    await on(page)
    assert await page.locator("h1").inner_text() == "Se over svarene dine"
    await tab_to(page, "main form button[type=submit]")
    await press(page, "Enter")
    assert await page.locator("h1").inner_text() == "Svaret er registrert"


async def test_a_member_comes_in_by_code_changes_pauses_and_leaves_by_keyboard(town: Town, open_browser: OpenPage) -> None:
    (address,) = await town.move_in(1)
    page = await open_browser()
    await page.goto(town.at("/min-side"))
    await tab_to(page, "#email")
    await page.keyboard.type(address)
    await press(page, "Enter")
    await tab_to(page, "#code")
    await page.keyboard.type(await town.code(address))
    await press(page, "Enter")
    await tab_to(page, "main a[href='/min-side/profil']")
    await press(page, "Enter")
    await tab_to(page, "#name")
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type("Tast Atur")
    await press(page, "Enter")
    assert await page.locator("h1").inner_text() == "Hei, Tast Atur"
    await tab_to(page, "main a[href='/min-side/pause']")
    await press(page, "Enter")
    await tab_to(page, "[name=how]")
    await page.keyboard.press("ArrowDown")
    await press(page, "Enter")
    assert await page.locator(".ds-alert h2").inner_text() == "Du har pause"
    await tab_to(page, "main a[href='/min-side/slett']")
    await press(page, "Enter")
    await tab_to(page, "main button[type=submit]")
    await press(page, "Enter")
    assert await page.locator("h1").inner_text() == "Du er slettet"


async def choose_all(page: Page, *questions: list[str]) -> None:
    """The first answer of each question, with Space."""
    for question in [one for some in questions for one in some]:
        await tab_to(page, f"[name='q-{question}']")
        await page.keyboard.press("Space")


async def on(page: Page) -> None:
    await tab_to(page, "main button[name=go][value=next]")
    await press(page, "Enter")

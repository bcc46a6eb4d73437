"""A newcomer makes a survey in the browser, from nothing to published, counted in acts (docs/builder-actions.md)."""

import re
from uuid import UUID

from playwright.async_api import Locator, Page, StorageState, StorageStateCookie, expect

from tests.journeys.browser import OpenPage, axe
from tests.journeys.people import Town

ACTIONS = 19
"""Presses and fields filled in, by the author and the colleague who approves."""

QUESTIONS = """\
Hvor ofte går du på tur i marka?
- Hver dag
- Hver uke
- Hver måned
- Sjeldnere
Hva hindrer deg i å gå oftere? (flere svar)
- Tid
- Været
- Helsa
- Det er for langt
- Ingen å gå med
Hvor går du helst?
- Vestmarka
- Krokskogen
- Langs fjorden
- Andre steder
Hvordan kommer du deg dit?
- Til fots
- Med sykkel
- Med buss
- Med bil
Har du hund? (ja/nei)
Hvor fornøyd er du med merkingen av løypene? (0-10)
Hva savner du mest langs løypene? (flere svar)
- Benker
- Toaletter
- Søppelkasser
- Kart
- Bålplasser
Hvem går du oftest sammen med?
- Ingen
- Familie
- Venner
- En turgruppe
Hvor lenge varer turen som regel?
- Under en time
- En til to timer
- To til fire timer
- Mer enn fire timer
Hva bør kommunen gjøre først?
"""
NYNORSK = {
    "Turar i marka": "Tur i marka",
    "Hvor ofte": "Kor ofte",
    "Hver ": "Kvar ",
    "måned": "månad",
    "uke": "veke",
    "Sjeldnere": "Sjeldnare",
    "Hva ": "Kva ",
    "Hvor ": "Kor ",
    "Hvordan": "Korleis",
    "Hvem": "Kven",
    "Ikke": "Ikkje",
}


class Hand:
    """What a person does on a page, counted."""

    def __init__(self, page: Page, count: int = 0) -> None:
        self.page = page
        self.count = count

    async def press(self, what: Locator) -> None:
        await what.click()
        self.count += 1

    async def write(self, label: str, text: str) -> None:
        await self.page.get_by_label(label, exact=True).fill(text)
        self.count += 1

    async def choose(self, selector: str, label: re.Pattern[str]) -> None:
        option = self.page.locator(selector).locator("option", has_text=label)
        await self.page.locator(selector).select_option(value=await option.get_attribute("value"))
        self.count += 1

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name)


def in_nynorsk(text: str) -> str:
    for bokmaal, nynorsk in NYNORSK.items():
        text = text.replace(bokmaal, nynorsk)
    return text


async def test_a_newcomer_makes_a_survey_from_nothing_to_published(town: Town, open_browser: OpenPage) -> None:
    author = Hand(await open_browser(signed_in=town.signed_in))
    await author.page.goto(town.at("/staff/surveys"))
    await begin(author)
    survey_id = UUID(author.page.url.split("/")[-2])
    await ask_on_a_condition(author)
    await translate(author)
    await author.press(author.page.get_by_role("navigation", name="Steg").get_by_role("link", name="Kontroll"))
    await author.press(author.button("Be om godkjenning"))
    await author.page.wait_for_url("**/review")
    colleague = Hand(await open_browser(signed_in=await colleague_of(town)), author.count)
    await approve(town, colleague)
    found = (await town.http.get(f"/api/surveys/staff/surveys/{survey_id}")).json()
    assert (found["status"], found["languages"]) == ("published", ["nb", "nn"])
    print("actions:", colleague.count)
    assert colleague.count == ACTIONS


async def begin(author: Hand) -> None:
    """A title, a language more, and ten questions as one has them in a document."""
    page = author.page
    await author.press(author.link("Ny undersøkelse"))
    await author.write("Tittel", "Tur i marka")
    await author.press(page.get_by_label("Nynorsk", exact=True))
    await author.press(author.button("Begynn"))
    await author.write("Ett spørsmål på hver linje", QUESTIONS)
    await author.press(author.button("Legg til spørsmålene"))
    await expect(page.locator(".outline .line")).to_have_count(10)
    await expect(page.locator("#said")).to_contain_text("la til 10 spørsmål")


async def ask_on_a_condition(author: Hand) -> None:
    page = author.page
    await author.press(page.locator(".outline").get_by_role("link", name=re.compile("^2. Hva hindrer deg")))
    await expect(page.locator("#text")).to_have_value("Hva hindrer deg i å gå oftere?")
    await author.press(page.locator("#more-show_if > summary"))
    await author.choose("[id='show_if.pick']", re.compile("^1. Hvor ofte"))
    await author.choose("[id='show_if.0.value']", re.compile("^Sjeldnere$"))
    await expect(page.locator("#said")).to_contain_text("endret hvem som ser spørsmål 2")


async def translate(author: Hand) -> None:
    page = author.page
    await author.press(author.link("Oversett"))
    lines = await page.get_by_label("Tekstene som mangler, til å kopiere").input_value()
    assert len(lines.split("\n")) == 41
    await author.write("Oversettelsen, én linje for hver tekst", in_nynorsk(lines))
    await author.press(author.button("Lim inn"))
    await expect(page.get_by_text("ferdig", exact=True)).to_be_visible()


async def colleague_of(town: Town) -> StorageState:
    return {"cookies": [_cookie(name, value) for name, value in (await town.office.colleague()).items()], "origins": []}


def _cookie(name: str, value: str) -> StorageStateCookie:
    return {
        "name": name,
        "value": value,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }


async def approve(town: Town, colleague: Hand) -> None:
    """Somebody who has not written on it, from the list of what waits for them."""
    page = colleague.page
    await page.goto(town.at("/staff/surveys/waiting"))
    await colleague.press(page.locator("main").get_by_role("link", name="Tur i marka"))
    await colleague.press(colleague.button("Godkjenn undersøkelsen"))
    await expect(page.get_by_text("Undersøkelsen er godkjent av")).to_be_visible()
    await colleague.press(page.get_by_role("navigation", name="Steg").get_by_role("link", name="Kontroll"))
    await colleague.press(colleague.button("Publiser undersøkelsen"))
    await page.wait_for_url("**/dispatch")


async def test_a_survey_is_written_by_keyboard_alone(town: Town, open_browser: OpenPage) -> None:
    """Type and press Enter for the next question; the focus is where one goes on."""
    page = await open_browser(signed_in=town.signed_in)
    made = await town.http.post("/staff/surveys/new", data={"title": "Tastatur", "languages": "nb"}, headers=TYPED)
    await page.goto(town.at(f"{made.headers['location']}?open=section/s1"))
    for number, text in enumerate(("Hvor bor du?", "Hvor jobber du?"), start=1):
        await page.locator("#next").focus()
        await page.keyboard.type(text)
        await page.keyboard.press("Enter")
        await expect(page.locator(".outline .line")).to_have_count(number)
        await expect(page.locator("[id='options/new']")).to_be_focused()
        await page.keyboard.type("Sentrum\nUtkanten")
        await page.keyboard.press("Tab")
        await expect(page.locator(".entry")).to_have_count(2)
    await page.locator("#up").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".outline .line a").first).to_contain_text("Hvor jobber du?")
    await expect(page.locator("#up")).to_be_focused()
    await page.locator("#undo").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".outline .line a").first).to_contain_text("Hvor bor du?")
    await expect(page.locator("#undo")).to_be_focused()
    assert await axe(page) == []


async def test_what_two_write_at_once_is_shown_to_both(town: Town, open_browser: OpenPage) -> None:
    """No word is lost, and what a colleague did elsewhere is there at the next act."""
    made = await town.http.post("/staff/surveys/new", data={"title": "To samtidig", "languages": "nb"}, headers=TYPED)
    path = town.at(made.headers["location"])
    await town.http.post(
        f"{path}/add", data={"within": "section/s1", "many": "Hva savner du?\nHva liker du?", "act": "many"}, headers=TYPED
    )
    mine, other = await open_browser(signed_in=town.signed_in), await open_browser(signed_in=await colleague_of(town))
    for page in (mine, other):
        await page.goto(f"{path}?open=question/q1")
    await other.locator("#text").fill("Hva savner du i marka?")
    await other.keyboard.press("Tab")
    await expect(other.locator("#said")).to_contain_text("endret teksten")
    await mine.locator("#text").fill("Hva savner du mest?")
    await mine.keyboard.press("Tab")
    await expect(mine.locator("#conflict")).to_contain_text("Hva savner du i marka?")
    await expect(mine.locator("#conflict")).to_contain_text("Hva savner du mest?")
    assert await axe(mine) == []
    await mine.get_by_label("Skriv dem sammen").fill("Hva savner du mest i marka?")
    await mine.get_by_role("button", name="Lagre det som står i feltet").click()
    await expect(mine.locator("#text")).to_have_value("Hva savner du mest i marka?")
    await other.locator("#more-settings > summary").click()
    await other.get_by_label("Hjelpetekst").fill("Skriv kort.")
    await other.keyboard.press("Tab")
    await expect(other.locator("#text")).to_have_value("Hva savner du mest i marka?")
    await expect(other.locator("#said")).to_contain_text("En kollega har i mellomtiden")


async def test_words_in_a_field_one_goes_back_from_are_saved(town: Town, open_browser: OpenPage) -> None:
    page = await open_browser(signed_in=town.signed_in)
    made = await town.http.post("/staff/surveys/new", data={"title": "Tilbake", "languages": "nb"}, headers=TYPED)
    path = town.at(made.headers["location"])
    await town.http.post(f"{path}/add", data={"within": "section/s1", "many": "En?\nTo?", "act": "many"}, headers=TYPED)
    await page.goto(f"{path}?open=question/q1")
    await page.locator(".outline .line a").last.click()
    await expect(page).to_have_url(re.compile("q2"))
    await page.locator("#text").click()
    await page.keyboard.press("End")
    await page.keyboard.type(" Tre?")
    await page.go_back()
    await expect(page.locator("#text")).to_have_value("En?")
    await expect(page.locator(".outline .line a").last).to_contain_text("To? Tre?")


async def test_who_leaves_with_words_that_are_not_saved_is_warned(town: Town, open_browser: OpenPage) -> None:
    """Also of those in a field they are still writing in."""
    page = await open_browser(signed_in=town.signed_in)
    made = await town.http.post("/staff/surveys/new", data={"title": "Tilbake", "languages": "nb"}, headers=TYPED)
    path = town.at(made.headers["location"])
    await town.http.post(f"{path}/add", data={"within": "section/s1", "many": "En?\nTo?", "act": "many"}, headers=TYPED)
    await page.goto(f"{path}?open=question/q1")
    await page.locator("#text").click()
    await page.keyboard.type("Borte?")
    async with page.expect_event("dialog") as warned:
        await page.close(run_before_unload=True)
    assert (await warned.value).type == "beforeunload"
    await (await warned.value).accept()


TYPED = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}

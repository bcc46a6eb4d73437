"""Every kind of question with every mistake that can be made on its page, in three languages: no barrier for anybody.

`make every-kind` asks it of both widths, both schemes, with and without scripts; `make test` of one of each at a time.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page, Route

from services.surveys.tests.conftest import settings
from surveys.settings import Settings
from tests.journeys.browser import OpenPage, axe, scrolls_sideways
from tests.journeys.every_kind import PAGES, Asked, Form, document
from tests.journeys.guide import SPOKEN, bokmaal_only
from tests.journeys.respondents import Desk, opened
from tests.journeys.test_by_keyboard import SHOWS_FOCUS, WHERE

__all__ = ["settings"]

FULL = "EVERY" in os.environ
LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
ROUNDS = range(max(len(one.wrong) for page in PAGES.values() for one in page))
BARRIERS = """() => {
    const summary = document.querySelector('.ds-error-summary'), found = [];
    if (!summary) return ['no summary of what is wrong'];
    if (document.activeElement !== summary) found.push('the summary has not the focus');
    if (document.body.innerText.includes('%(')) found.push('a value is missing in a text');
    for (const link of summary.querySelectorAll('a')) {
        const id = decodeURIComponent(link.hash.slice(1)), target = document.getElementById(id);
        if (!target) { found.push(`nothing has the id ${id}`); continue; }
        link.focus(); link.click(); target.focus();
        if (document.activeElement !== target) found.push(`${id} takes no focus`);
        const told = document.getElementById(`${id}-error`);
        const where = told || target.closest('fieldset, .ds-field').querySelector('.ds-validation-message');
        if (!where || !where.innerText.trim()) found.push(`${id} says not what is wrong`);
        else if (!document.querySelector(`[aria-describedby~="${where.id}"]`)) found.push(`${where.id} describes nothing`);
    }
    return found;
}"""


@dataclass
class Tally:
    """What has been looked at."""

    pages: int = 0
    mistakes: set[tuple[str, str, str]] = field(default_factory=set)
    kinds: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds, mistakes = len({kind for kind, _ in self.kinds}), len(self.mistakes)
        return f"{kinds} kinds in {len(self.kinds)} looks, {mistakes} mistakes, {self.pages} pages, {len(self.wrong)} findings"


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    async with opened(settings) as one:
        yield one


def mistakes(page: list[Asked], turn: int) -> tuple[Form, list[tuple[Asked, str]]]:
    """One wrong answer to each question of a page, and the code it is wrong by; over the turns, all of them."""
    form: Form = {}
    made = []
    for one in page:
        codes = list(one.wrong)
        code = codes[turn % len(codes)]
        form |= one.wrong[code]
        made.append((one, code))
    return form, made


async def sent(page: Page, address: str, form: Form) -> int:
    """Open the page that answers this form, as a browser that posts it; values no list offers among it."""

    async def post(route: Route) -> None:
        headers = {
            **route.request.headers,
            "content-type": "application/x-www-form-urlencoded",
            "sec-fetch-site": "same-origin",
        }
        await route.continue_(method="POST", headers=headers, post_data=urlencode(form, doseq=True))

    await page.route(address, post)
    answer = await page.goto(address)
    await page.unroute(address)
    assert answer is not None
    return answer.status


async def look(page: Page, name: str, language: str, tally: Tally) -> None:
    tally.pages += 1
    found = await page.evaluate(BARRIERS) + await axe(page) + await scrolls_sideways(page)
    spoken = await page.evaluate(SPOKEN) if language != "nb" else []
    found += [f"says in bokmål: {text}" for text in spoken if text in bokmaal_only(language)]
    tally.wrong += [f"{name}: {finding}" for finding in found]


def views(turn: int) -> list[tuple[int, str, bool]]:
    """Width, scheme and whether scripts run."""
    every = list(product((320, 1280), ("light", "dark"), (True, False)))
    return every if FULL else [every[turn * 3 % len(every)]]


@pytest.mark.parametrize("language", LOCALES)
async def test_no_mistake_in_any_kind_of_question_is_a_barrier(desk: Desk, open_browser: OpenPage, language: str) -> None:
    (link,) = await desk.links(await desk.published(document()), 1)
    tally = Tally()
    for place, ((name, asked), turn) in enumerate(product(PAGES.items(), ROUNDS)):
        form, made = mistakes(asked, turn)
        for width, scheme, scripts in views(place):
            page = await open_browser(width=width, scheme=scheme, language=LOCALES[language])
            if not scripts:
                await page.route("**/*.js*", lambda route: route.abort())  # the page as it is without; axe itself must run
            assert await sent(page, f"{link}/{name}?lang={language}", form) == 422
            await look(page, f"{name} {turn} {width} {scheme} {'with' if scripts else 'without'} scripts", language, tally)
            await page.context.close()
        tally.mistakes |= {(one.id, code, language) for one, code in made}
        tally.kinds |= {(one.question["kind"], str(one.question.get("look", one.question.get("format", "")))) for one in asked}
    print(f"{language}: {tally}")
    assert tally.wrong == []
    assert len(tally.mistakes) == sum(len(one.wrong) for page in PAGES.values() for one in page)


async def test_every_kind_is_answered_without_a_script(desk: Desk, open_browser: OpenPage) -> None:
    (link,) = await desk.links(await desk.published(document()), 1)
    page = await open_browser(width=360, javascript=False)
    await page.goto(f"{link}/choosing")
    for asked in PAGES.values():
        for one in asked:
            for name, value in one.right.items():
                await answer(page, name, value)
        await page.locator("main button[name=go][value=next]").click()
    assert await page.locator(".ds-error-summary").count() == 0
    assert await page.locator("h1").inner_text() == "Se over svarene dine"
    await page.locator("main form button[type=submit]").click()
    assert await page.locator("h1").inner_text() == "Svaret er registrert"


async def answer(page: Page, name: str, value: str | list[str]) -> None:
    control = page.locator(f'main [name="{name}"]')
    if await control.first.evaluate("c => c.type === 'radio' || c.type === 'checkbox'"):
        for one in [value] if isinstance(value, str) else value:
            chosen = page.locator(f'main [name="{name}"][value="{one}"]')
            await page.locator(f'main label[for="{await chosen.get_attribute("id")}"]').click()
            assert await chosen.is_checked()
    elif await control.evaluate("c => c.tagName === 'SELECT'"):
        await control.select_option(value)
    else:
        await control.fill(str(value))


async def test_every_control_is_reached_by_keyboard_and_shows_it(desk: Desk, open_browser: OpenPage) -> None:
    (link,) = await desk.links(await desk.published(document()), 1)
    page = await open_browser(width=1280)
    for name in PAGES:
        await page.goto(f"{link}/{name}")
        wanted = set(await page.evaluate(CONTROLS))
        for _ in range(200):
            await page.keyboard.press("Tab")
            assert await page.evaluate(SHOWS_FOCUS), f"no focus to be seen on {await page.evaluate(WHERE)}"
            wanted.discard(
                await page.evaluate("() => document.activeElement.name || document.activeElement.dataset.slides || ''")
            )
            if await page.evaluate("() => document.activeElement.value === 'next'"):
                break
        assert wanted == set(), name


CONTROLS = """() => [...document.querySelectorAll('main form :is(input, select, textarea)')]
    .filter(control => control.type !== 'hidden' && control.offsetParent)
    .map(control => control.name || control.dataset.slides)"""


async def test_scripts_make_some_kinds_handier_by_keyboard_alone(desk: Desk, open_browser: OpenPage) -> None:
    (link,) = await desk.links(await desk.published(document()), 1)
    page = await open_browser(width=360)
    await page.goto(f"{link}/working")
    for place, option in enumerate(("Sykkel", "Buss", "Bil"), start=1):
        await page.get_by_role("button", name=f"Sett på plass {place}: {option}").press("Enter")
    await page.get_by_role("button", name="Opp: Bil").press("Enter")
    assert await page.locator("[role=status]").all_inner_texts() == ["Bil: Plass 2", "Igjen å fordele: 100"]
    assert await page.locator(".ranking .what").all_inner_texts() == ["Sykkel", "Bil", "Buss"]
    assert [await page.locator(f'[name="q-ranking.{name}"]').input_value() for name in ("bike", "car", "bus")] == [
        "1",
        "2",
        "3",
    ]
    await page.locator('[name="q-budget.school"]').fill("60")
    await page.locator('[name="q-budget.care"]').fill("40")
    assert await page.locator(".shares .sum strong").inner_text() == "Alt er fordelt."
    slider = page.get_by_role("slider")
    assert await page.locator("#q-slider").input_value() == ""
    await slider.press("ArrowRight")
    assert await page.locator("#q-slider").input_value() == "5,5"
    assert await axe(page) == []


async def test_a_survey_in_many_languages_fits_the_smallest_phone(desk: Desk, open_browser: OpenPage) -> None:
    languages = ["nb", "nn", "en", "pl", "ar", "so", "ti", "uk", "lt"]
    said = dict.fromkeys(languages, "Tekst")
    one = {"id": "s1", "title": said, "questions": [{"id": "q1", "kind": "yes_no", "text": said, "yes": said, "no": said}]}
    whole = {"format": "samrad.survey/1", "languages": languages, "title": said, "sections": [one]}
    (link,) = await desk.links(await desk.published(whole), 1)
    page = await open_browser(width=320)
    for language in ("nb", "ar"):
        await page.goto(f"{link}?lang={language}")
        assert await scrolls_sideways(page) + await axe(page) == []


async def test_the_room_left_for_a_text_is_said(desk: Desk, open_browser: OpenPage) -> None:
    (link,) = await desk.links(await desk.published(document()), 1)
    page = await open_browser(width=360, language="en-GB")
    await page.goto(f"{link}/writing")
    await page.locator("#q-long").fill("Light \N{ELECTRIC LIGHT BULB}")
    await page.get_by_text("There is room for 493 more characters.").wait_for()

"""Every page of the house: right for axe, on a phone and a desk, light and dark, in three languages, and without strangers."""

import asyncio
import re
import tomllib
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from local.stack import Stack
from tests.journeys import member_tours, tours
from tests.journeys.browser import OpenPage
from tests.journeys.guide import ROOT, Guide, weight
from tests.journeys.people import Town, settle_in

LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
HEAVIEST = 50_000
HEAVIEST_STAND = 55_000  # with the script that keeps what is written; its tablet comes once, and then keeps it all
REVIEWED = tomllib.loads((ROOT / "tests/guards/rights.toml").read_text(encoding="utf-8"))
NO_PAGE = re.compile(r"^GET /api/|\.(js|json|svg|png|pdf)$|/rejected$")  # for programs, and files to take along
WALKED: set[str] = set()


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Town]:
    """A panel of its own, which begins empty."""
    with Stack(tmp_path_factory.mktemp("pages") / "run") as stack:
        context = await browser.new_context()
        settled = await settle_in(stack, await context.new_page())
        await context.close()
        yield settled
        await settled.http.aclose()


@pytest.fixture(scope="module")
async def empty(town: Town, browser: Browser) -> list[str]:
    """What was wrong while nobody had come yet."""
    wrong: list[str] = []
    for language, locale in LOCALES.items():
        context = await browser.new_context(locale=locale, storage_state=town.signed_in)
        guide = Guide(town, await context.new_page(), language)
        await tours.empty_house(guide)
        wrong += guide.wrong
        await context.close()
    return wrong


@pytest.fixture(scope="module")
async def life(town: Town, empty: list[str]) -> tours.Life:
    assert empty is not None
    return await tours.live(town)


def test_the_pages_of_an_empty_panel_teach_the_next_step(empty: list[str]) -> None:
    assert empty == []


@pytest.mark.parametrize("language", LOCALES)
async def test_the_pages_for_residents(town: Town, life: tours.Life, open_browser: OpenPage, language: str) -> None:
    guide = Guide(town, await open_browser(language=LOCALES[language]), language)
    await tours.joining(guide, life)
    await tours.answering(guide, life, life.members[-1 - list(LOCALES).index(language)])
    await member_tours.wanting_no_more(guide, life.members[-1 - list(LOCALES).index(language)])
    await member_tours.being_a_member(guide, (await town.move_in(1))[0])
    WALKED.update(guide.paths)
    assert guide.wrong == []


@pytest.mark.parametrize("language", LOCALES)
async def test_the_pages_for_staff(town: Town, life: tours.Life, open_browser: OpenPage, language: str) -> None:
    guide = Guide(town, await open_browser(language=LOCALES[language], signed_in=town.signed_in), language)
    await tours.panel_rooms(guide)
    await tours.survey_rooms(guide, life)
    await tours.result_rooms(guide, life)
    await tours.signing_in(guide)
    WALKED.update(guide.paths)
    assert guide.wrong == []


@pytest.mark.skipif("len(WALKED) == 0", reason="asked of the walks of the same run")
def test_every_page_of_membership_was_walked_over() -> None:
    pages = {way.removeprefix("GET ") for way in REVIEWED["membership"] if way.startswith("GET ") and not NO_PAGE.search(way)}
    others = WALKED - pages  # an address that is a page of its own is no answer to one with a gap
    patterns = {page: re.sub(r"{\w+}", "[^/]+", page) for page in pages - WALKED}
    assert {page for page, pattern in patterns.items() if not any(re.fullmatch(pattern, path) for path in others)} == set()


async def test_a_page_in_the_wrong_language_is_noticed(town: Town, life: tours.Life, open_browser: OpenPage) -> None:
    guide = Guide(town, await open_browser(language="nb-NO"), "en")
    await guide.visit(f"/resultater/{life.slug}", "result-public")
    assert "result-public is in nb" in guide.wrong
    assert "result-public says in bokmål: Spørsmål for spørsmål" in guide.wrong


async def test_the_first_visit_is_light(town: Town, life: tours.Life, open_browser: OpenPage) -> None:
    newest = (await tours.tokens(town, life.members[0]))[0]
    results, answering = ["/resultater", f"/resultater/{life.slug}"], [f"/s/{newest}", f"/s/{newest}/tanker"]
    joining = ["/", "/bli-med", "/k/byfesten", "/anbefal", "/personvern"]
    paths = [*joining, "/min-side/logg-inn", "/avmeld", *results, *answering]
    pages = [await open_browser(width=360) for _ in paths]
    came = await asyncio.gather(*(weight(page, town.at(path)) for page, path in zip(pages, paths, strict=True)))
    weights = dict(zip(paths, came, strict=True))
    stand = await weight(await open_browser(width=360), town.at("/stand/byfesten"))
    print(weights, stand)
    assert {path: bytes_ for path, bytes_ in weights.items() if bytes_ > HEAVIEST} == {}
    assert stand <= HEAVIEST_STAND


async def test_the_pages_of_the_gateway_itself(town: Town, life: tours.Life, open_browser: OpenPage) -> None:
    guide = Guide(town, await open_browser(signed_in=town.signed_in), "nb")
    await tours.the_doors(guide)
    assert guide.wrong == []
    assert life

"""No text of a survey, of an answer or of a file ever runs or becomes markup. `make xss` puts every vector in every text."""

import os
import re
from collections.abc import AsyncIterator
from typing import get_args

import msgspec
import pytest
from playwright.async_api import Browser

from local.stack import Stack
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.kinds import Question
from surveys.questionnaire.pieces import Check, Option, Picture
from tests.journeys.browser import browser
from tests.journeys.people import Town, settle_in
from tests.xss.survey import Hostile, every_text
from tests.xss.tripwire import Found, watched
from tests.xss.vectors import COUNT, VECTORS
from tests.xss.walk import EVERY_PAGE, Walk, bites

__all__ = ["browser"]
WHOLE = "EVERYWHERE" in os.environ
MEMBERS = 12  # so many that results are shown
COPIES = 5  # of each question in a survey that is to hold as much as it can: a mebibyte
SHOWN = 200
SOME = 4
BITING = 25  # of every fourth vector, at least, run by themselves where nothing stops them


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Town]:
    with Stack(tmp_path_factory.mktemp("xss") / "run") as stack:
        context = await browser.new_context()
        settled = await settle_in(stack, await context.new_page())
        await context.close()
        yield settled
        await settled.http.aclose()


async def test_no_text_of_a_survey_runs_or_becomes_markup_on_any_page(town: Town, browser: Browser) -> None:
    walk = Walk(town, browser, Hostile(COPIES if WHOLE else 1), await town.move_in(MEMBERS), whole=WHOLE)
    await walk.survey()
    while WHOLE and not walk.hostile.all_everywhere:
        await walk.survey()
    if WHOLE:
        await walk.titles()
    print(f"\n{len(VECTORS)} vectors in {walk.hostile.texts} texts, {walk.hostile.placed} times; {walk.found.line()}")
    assert walk.found.all == []
    shown = "\n".join(path for path, status in walk.found.shown.items() if status == SHOWN)
    patterns = {page: re.sub(r"{\w+}", "[^/\n]+", page) for page in EVERY_PAGE}
    assert [page for page, pattern in patterns.items() if not re.search(f"^{pattern}$", shown, re.MULTILINE)] == []


async def test_the_vectors_run_where_nothing_stops_them(browser: Browser) -> None:
    found = Found()
    async with watched(browser, found, "", bypass_csp=True) as context:
        await bites(context, VECTORS[::SOME])
    assert len(set(found.executed)) >= BITING


def test_there_are_so_many_different_vectors_and_a_survey_holds_them_all() -> None:
    assert len(set(VECTORS)) == COUNT
    hostile = Hostile()
    survey = msgspec.json.encode(hostile.document()).decode()
    written = [vector for vector in VECTORS if msgspec.json.encode(vector).decode()[1:-1] in survey]
    assert len(written) == COUNT


def test_every_text_of_every_kind_is_in_the_survey() -> None:
    survey = msgspec.convert(every_text(), Questionnaire)
    held: set[tuple[type, str]] = set()

    def gather(piece: object) -> None:
        if isinstance(piece, tuple):
            for part in piece:
                gather(part)
        elif isinstance(piece, msgspec.Struct):
            for field in msgspec.structs.fields(piece):
                value = getattr(piece, field.name)
                held.update({(type(piece), field.name)} if isinstance(value, dict) else ())
                gather(value)

    gather(survey)
    kinds = (*get_args(Question), Questionnaire, Section, Check, Option, Picture)
    wanted = {(kind, field.name) for kind in kinds for field in msgspec.structs.fields(kind) if "dict" in str(field.type)}
    assert wanted - held == set()

"""The engine in the browser agrees with the one on the server, on surveys and answers nobody would think of.

`make engines` runs 10,000 cases (CASES says how many); every run of the tests does some.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.async_api import Browser, Page

from surveys.questionnaire import Occasion, Questionnaire, check
from surveys.questionnaire.asking import in_drawn_order
from surveys.questionnaire.browser_rules import browser_rules
from surveys.questionnaire.rules import in_order, led_through
from tests.journeys.browser import browser

from .surveys_and_answers import surveys_and_answers

__all__ = ["browser"]
ENGINE = Path(__file__).parents[4] / "shared/ui/src/ui/static/engine.js"
TODAY = date(2026, 11, 25)
CASES = int(os.environ.get("CASES", "100"))
BATCH = 250
STRICT = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; script-src 'nonce-engine'\">"

Case = tuple[dict[str, Any], dict[str, Any], int]


def generated(count: int) -> list[Case]:
    cases: list[Case] = []

    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(surveys_and_answers(), st.integers(0, 2**32 - 1))
    def collect(survey: tuple[dict[str, Any], dict[str, Any]], seed: int) -> None:
        cases.append((*survey, seed))

    collect()
    return cases


def on_the_server(questionnaire: Questionnaire, answers: dict[str, Any], seed: int) -> dict[str, Any]:
    occasion = Occasion(seed, TODAY)
    checked = check(questionnaire, answers, occasion=occasion)
    return {
        "kept": checked.answers_kept,
        "ended": checked.ended,
        "refused": [[p.question_id, p.params["check"]] for p in checked.problems if p.code == "check"],
        "sections": [
            {
                "id": section.id,
                "questions": [
                    {
                        "id": one.id,
                        "options": [option.id for option in getattr(one, "options", ())],
                        "rows": [row.id for row in one.parts()],
                    }
                    for one in in_order(section, [in_drawn_order(one, seed) for one in asked], occasion)
                ],
            }
            for section, asked in led_through(questionnaire, checked.answers_kept, occasion)
        ],
    }


def alike(one: Any, other: Any) -> bool:
    """The same to the last digit; a bool is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(isinstance(one, bool) == isinstance(other, bool) and one == other)


def batches(cases: list[Case]) -> Iterator[list[Case]]:
    return (cases[start : start + BATCH] for start in range(0, len(cases), BATCH))


async def in_the_browser(page: Page, cases: list[tuple[Any, Any, int]]) -> list[Any]:
    found = await page.evaluate(
        "text => JSON.stringify(JSON.parse(text).map(([r, a, s]) => samradEngine.apply(r, a, s, '2026-11-25')))",
        json.dumps(cases),
    )
    results: list[Any] = json.loads(found)
    return results


async def test_the_engine_in_the_browser_agrees_with_the_server_s(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content(f"{STRICT}<script nonce='engine'>{ENGINE.read_text()}</script>")
    cases, different = generated(CASES), []
    for batch in batches(cases):
        surveys = [msgspec.convert(document, Questionnaire) for document, _, _ in batch]
        there = await in_the_browser(
            page, [(browser_rules(one), answers, seed) for one, (_, answers, seed) in zip(surveys, batch, strict=True)]
        )
        for survey, case, found in zip(surveys, batch, there, strict=True):
            expected = on_the_server(survey, case[1], case[2])
            if not alike(expected, found):
                different.append((case, expected, found))
    await page.close()
    sys.stdout.write(f"{len(cases)} generated surveys with answers: {len(different)} differences\n")
    assert len(cases) >= CASES
    assert not different, min(different, key=lambda one: len(str(one)))

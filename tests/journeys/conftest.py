from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from local.stack import Stack
from tests.journeys.browser import browser, open_browser
from tests.journeys.people import Town, settle_in

__all__ = ["browser", "open_browser"]


@pytest.fixture(scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Town]:
    """A running panel that the journeys share, and staff who have signed in."""
    with Stack(tmp_path_factory.mktemp("journeys") / "run") as stack:
        context = await browser.new_context()
        settled = await settle_in(stack, await context.new_page())
        await context.close()
        yield settled
        await settled.http.aclose()

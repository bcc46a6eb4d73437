from tests.journeys.browser import browser, open_browser

__all__ = ["browser", "open_browser"]

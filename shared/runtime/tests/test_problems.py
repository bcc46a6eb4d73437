from collections.abc import Callable
from typing import Any

import structlog

from runtime import logs

from .conftest import SECRET

Ask = Callable[..., Any]
PAGE = {"accept": "text/html"}


async def test_a_program_is_told_by_rfc_9457(ask: Ask) -> None:
    answer = await ask("GET", "/api/toy/refused")
    assert answer.status_code == 410
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "urn:samrad:problem:too_late", "title": "Siden finnes ikke", "status": 410}


async def test_a_person_is_told_by_a_page_in_their_language(ask: Ask) -> None:
    answer = await ask("GET", "/refused", headers=PAGE | {"accept-language": "en"})
    assert answer.status_code == 410
    assert '<html lang="en"' in answer.text


async def test_a_fault_of_ours_says_so_and_nothing_more(ask: Ask) -> None:
    answer = await ask("GET", "/api/toy/fault")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:samrad:problem:fault"
    assert SECRET not in answer.text


def test_an_error_is_logged_by_its_type_and_its_places_alone() -> None:
    logs.configure("toy", "INFO")
    try:
        wrote = SECRET
        raise ValueError(wrote)
    except ValueError as error:
        event: Any = {"event": "fault", "exc_info": error}
    for processor in structlog.get_config()["processors"]:
        event = processor(None, "error", event)
    assert '"error": "ValueError"' in event
    assert "test_problems.py" in event
    assert SECRET not in event


async def test_a_database_that_is_away_is_a_matter_of_waiting(ask: Ask) -> None:
    answer = await ask("GET", "/api/toy/away")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


async def test_an_unknown_page_is_a_page(ask: Ask) -> None:
    answer = await ask("GET", "/nothing-here", headers=PAGE)
    assert answer.status_code == 404
    assert "<h1" in answer.text

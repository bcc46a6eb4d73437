from collections.abc import Callable
from typing import Any

import pytest

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


async def test_a_fault_of_ours_says_so_and_nothing_more(capsys: pytest.CaptureFixture[str], ask: Ask) -> None:
    answer = await ask("GET", "/api/toy/fault")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:samrad:problem:fault"
    logged = capsys.readouterr().out
    assert '"error": "ValueError"' in logged
    assert SECRET not in logged + answer.text


async def test_a_database_that_is_away_is_a_matter_of_waiting(ask: Ask) -> None:
    answer = await ask("GET", "/api/toy/away")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


async def test_an_unknown_page_is_a_page(ask: Ask) -> None:
    answer = await ask("GET", "/nothing-here", headers=PAGE)
    assert answer.status_code == 404
    assert "<h1" in answer.text

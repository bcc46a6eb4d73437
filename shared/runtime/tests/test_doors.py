from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.formparsers import MultiPartParser

from runtime.doors import UPLOAD_BODY_LIMIT

from .conftest import PUBLIC_URL

Ask = Callable[..., Any]
KIB = 1024


async def test_every_answer_carries_the_headers_that_keep_pages_safe(ask: Ask) -> None:
    for path in ("/hello", "/nothing", "/api/toy/fault"):
        headers = (await ask("GET", path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": PUBLIC_URL}, 200),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 200),
    ],
)
async def test_another_sites_form_is_refused(ask: Ask, headers: dict[str, str], status: int) -> None:
    assert (await ask("POST", "/size", headers=headers)).status_code == status


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/size", 64 * 1024, 200),
        ("/size", 64 * 1024 + 1, 413),
        ("/staff/size", 1024 * 1024, 200),
        ("/staff/size", 1024 * 1024 + 1, 413),
    ],
)
async def test_a_body_has_a_largest_size(ask: Ask, path: str, size: int, status: int) -> None:
    assert (await ask("POST", path, content=b"x" * size)).status_code == status


async def test_a_body_that_does_not_tell_its_size_is_cut_off_all_the_same(ask: Ask) -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    answer = await ask("POST", "/size", content=body())
    assert answer.status_code == 413


def test_nothing_that_is_uploaded_is_spooled_to_a_disk() -> None:
    assert MultiPartParser.spool_max_size >= UPLOAD_BODY_LIMIT

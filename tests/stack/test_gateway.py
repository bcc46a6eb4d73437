"""The one public door: who comes through, with what, and what is said when nobody answers."""

import time
from base64 import b32decode
from collections.abc import Iterator

import httpx
import pytest

from local.__main__ import one_time_code
from local.stack import Stack

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def visitor(small_stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small_stack.endpoints["public"].rstrip("/"), timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def staff(small_stack: Stack) -> Iterator[httpx.Client]:
    account = small_stack.endpoints["staff_account"]
    code = one_time_code(b32decode(account["totp_secret"]), time.time())
    body = {"name": account["name"], "password": account["password"], "code": code}
    with httpx.Client(base_url=small_stack.endpoints["public"].rstrip("/"), timeout=20) as client:
        assert client.post("/api/identity/sign-in", json=body).status_code == 204
        yield client


def test_the_code_is_what_the_standard_says() -> None:
    """RFC 6238, appendix B, the last six digits."""
    assert one_time_code(b"12345678901234567890", 59) == "287082"
    assert one_time_code(b"12345678901234567890", 1111111109) == "081804"


@pytest.mark.parametrize(
    "path", ["/staff/", "/staff/accounts", "/staff/surveys/x", "/staff/results", "/staff/outbox", "/staff/panel"]
)
def test_staff_pages_lead_a_stranger_to_the_sign_in(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/staff/sign-in?next={path}")
    assert visitor.post(path, data={"a": "b"}).status_code == 303


@pytest.mark.parametrize("path", ["/api/surveys/staff/surveys", "/api/analytics/staff/surveys/x", "/api/identity/staff/me"])
def test_staff_routes_of_the_api_say_who_is_missing(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:samrad:problem:not_signed_in"


def test_a_token_that_a_client_sends_is_thrown_away(visitor: httpx.Client) -> None:
    assert visitor.get("/api/identity/staff/me", headers={"X-Samrad-Staff": "forged"}).status_code == 401
    assert visitor.get("/staff/accounts", headers={"x-samrad-staff": "forged"}).status_code == 303


def test_the_question_of_the_gateway_is_not_a_public_one(staff: httpx.Client, visitor: httpx.Client) -> None:
    for client in (staff, visitor):
        answer = client.get("/internal/authorize")
        assert "x-samrad-staff" not in answer.headers
        assert answer.status_code == 404


def test_a_signed_in_person_comes_through_and_the_token_stays_inside(staff: httpx.Client) -> None:
    answer = staff.get("/api/identity/staff/me")
    assert answer.status_code == 200
    assert "surveys:publish" in answer.json()["rights"]
    assert "x-samrad-staff" not in answer.headers


@pytest.mark.parametrize(("size", "status"), [(60_000, 422), (70_000, 413)])
def test_a_body_is_at_most_64_kib(visitor: httpx.Client, size: int, status: int) -> None:
    body = {"name": "x", "password": "y", "code": "1", "more": "m" * size}
    answer = visitor.post("/api/identity/sign-in", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_static_files_are_kept_for_a_year_when_named_by_their_content(visitor: httpx.Client) -> None:
    named = visitor.get("/static/samrad.css?v=abc", headers={"Accept-Encoding": "gzip"})
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert named.headers["content-encoding"] == "gzip"
    assert "immutable" not in visitor.get("/static/samrad.css").headers["cache-control"]


def test_the_hub_leads_to_every_document(visitor: httpx.Client) -> None:
    hub = visitor.get("/api/")
    for service in ("identity", "membership", "surveys", "notifications", "analytics"):
        assert f"/api/{service}/openapi.json" in hub.text
    assert visitor.get("/api/identity/openapi.json").json()["info"]["title"] == "Samråd identity"
    assert visitor.get("/api/asyncapi.json").json()["asyncapi"] == "3.0.0"
    assert "default-src 'none'" in hub.headers["content-security-policy"]


def test_a_service_that_is_down_is_told_in_plain_words(visitor: httpx.Client, small_stack: Stack) -> None:
    page = visitor.get("/s/a-personal-link", headers=PAGE)
    assert page.status_code == 502
    assert "Siden svarer ikke akkurat nå" in page.text
    assert page.headers["retry-after"] == "1"
    problem = visitor.post("/api/surveys/answer/a-personal-link", json={})
    assert (problem.status_code, problem.headers["content-type"]) == (502, "application/problem+json")
    assert "a-personal-link" not in (small_stack.state.logs / "gateway.log").read_text()


def test_a_request_waits_for_a_service_that_is_being_started_again(visitor: httpx.Client, small_stack: Stack) -> None:
    small_stack.kill("identity")
    assert visitor.get("/staff/sign-in").status_code == 200
    small_stack.kill("identity")
    time.sleep(0.2)  # what is under way at the very moment is not tried again: it may have been carried out
    refused = visitor.post("/api/identity/sign-in", json={"name": "x", "password": "y", "code": "1"})
    assert refused.status_code == 401  # it never reached the dead one, so it was tried again

"""What went wrong, said in plain words: RFC 9457 problem details to programs, a page to people."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from eventlog import LogUnavailable, Refused
from runtime.headers import HEADERS
from ui import language_of, page, translate

TITLES = {
    400: "Forespørselen kunne ikke leses",
    401: "Du må logge inn",
    403: "Du har ikke tilgang til dette",
    404: "Siden finnes ikke",
    405: "Dette kan ikke gjøres her",
    409: "Dette kan ikke gjøres nå",
    413: "Det du sendte, er for stort",
    415: "Formatet kan ikke brukes her",
    422: "Noe mangler eller er feil",
    429: "For mange forsøk. Vent litt og prøv igjen.",
    500: "Noe gikk galt hos oss",
    503: "Tjenesten svarer ikke akkurat nå. Prøv igjen om litt.",
}

CODES = {413: "too_large"}  # whoever counted the bytes, it is the same problem


class Problem(Exception):
    """A problem that is no refusal of the panel's rules. `code` names it for programs, `title` says it to people (nb msgid)."""

    def __init__(self, status: int, code: str, title: str | None = None, *, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title or TITLES.get(status, TITLES[500])
        self.extra = dict(extra or {})


def wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "text/html")


def problem_response(request: Request, problem: Problem) -> Response:
    headers = {"Cache-Control": "no-store"}
    if problem.status == 503:  # noqa: PLR2004 – unavailable
        headers["Retry-After"] = "2"
    if not wants_json(request):
        response: Response = page(request, "error.html", status=problem.status, title=problem.title, code=problem.code)
        response.headers.update(headers)
        return response
    body = {
        "type": f"urn:samrad:problem:{problem.code}",
        "title": translate(language_of(request))(problem.title),
        "status": problem.status,
        **problem.extra,
    }
    return JSONResponse(body, problem.status, headers, "application/problem+json")


def add_handlers(app: FastAPI) -> None:
    """Every error leaves as a named problem; nothing of what was sent is echoed or logged."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return problem_response(request, Problem(error.status, error.code, error.title))

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return problem_response(request, error)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problem_response(request, Problem(error.status_code, CODES.get(error.status_code, f"http_{error.status_code}")))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        places = [{"place": [str(part) for part in e["loc"]], "code": e["type"]} for e in error.errors()[:50]]
        return problem_response(request, Problem(422, "invalid", extra={"errors": places}))

    async def away(request: Request, error: Exception) -> Response:
        structlog.get_logger("runtime").warning("database_away", error=type(error).__name__)
        return problem_response(request, Problem(503, LogUnavailable.code))

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    for lost in (OperationalError, InterfaceError, PoolTimeout, ConnectionError, TimeoutError, asyncpg.PostgresConnectionError):
        app.add_exception_handler(lost, away)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _fault)


async def _left(request: Request, _: Exception) -> Response:
    """Who sent half of it and went away, or was cut off by the gateway, hears no answer; and it is no fault of ours."""
    return problem_response(request, Problem(400, "http_400"))


async def _fault(request: Request, error: Exception) -> Response:
    structlog.get_logger("runtime").error("fault", error=type(error).__name__, exc_info=error)
    response = problem_response(request, Problem(500, "fault"))
    response.headers.update(HEADERS)  # this one answer is given outside the doors
    return response

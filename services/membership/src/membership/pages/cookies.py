"""A member's cookies: the session, and which request to sign in was made in this browser."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from membership.own_page.personal_links import ASKED_HERE
from membership.own_page.sign_in import GOOD_FOR
from membership.parts import parts_in
from sealing import link_token, read_link

SESSION = "samrad-member"
ASKED = "samrad-sign-in"
LONGEST = 100


def session_in(request: Request) -> str | None:
    token = request.cookies.get(_name(request, SESSION))
    return token if token and len(token) < LONGEST else None


def give_session(request: Request, response: Response, token: str) -> None:
    """It ends with the browser, and in the table after 30 idle minutes."""
    _give(request, response, SESSION, token, None)


def take_session(request: Request, response: Response) -> None:
    _take(request, response, SESSION)


def request_in(request: Request) -> UUID | None:
    """The request to sign in that was made in this browser; the cookie proves that we made it."""
    token = request.cookies.get(_name(request, ASKED), "")
    return read_link(_link_key(request), ASKED_HERE, token)


def give_request(request: Request, response: Response, request_id: UUID) -> None:
    token = link_token(_link_key(request), ASKED_HERE, request_id)
    _give(request, response, ASKED, token, int(GOOD_FOR.total_seconds()))


def take_request(request: Request, response: Response) -> None:
    _take(request, response, ASKED)


def _give(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _name(request, name), value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=_secure(request)
    )


def _take(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(_name(request, name), path="/", httponly=True, samesite="lax", secure=_secure(request))


def _name(request: Request, name: str) -> str:
    """`__Host-` binds a cookie to this very host over https; locally, over plain http, browsers refuse that prefix."""
    return f"__Host-{name}" if _secure(request) else name


def _secure(request: Request) -> bool:
    url: str = request.app.state.house.settings.public_url
    return url.startswith("https:")


def _link_key(request: Request) -> bytes:
    return parts_in(request.app.state.house).link_key

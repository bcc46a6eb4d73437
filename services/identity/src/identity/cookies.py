"""The session's cookie, and where a person may be sent after signing in."""

import re
from urllib.parse import unquote

from fastapi import Request
from starlette.responses import Response

HOME = "/staff/"
OWN_PATH = re.compile(r"/staff/[A-Za-z0-9_\-./?=&%+]*")


def cookie_name(public_url: str) -> str:
    """`__Host-` binds the cookie to this very host over https; locally, over plain http, browsers refuse that prefix."""
    return "__Host-samrad-staff" if public_url.startswith("https:") else "samrad-staff"


def token_in(request: Request) -> str | None:
    token = request.cookies.get(cookie_name(_public_url(request)))
    return token if token and len(token) < 100 else None  # noqa: PLR2004 – ours are 43 characters


def give_token(request: Request, response: Response, token: str) -> None:
    """A session cookie: it ends with the browser, and in the table after 30 idle minutes."""
    url = _public_url(request)
    response.set_cookie(cookie_name(url), token, path="/", httponly=True, samesite="lax", secure=url.startswith("https:"))


def take_token(request: Request, response: Response) -> None:
    url = _public_url(request)
    response.delete_cookie(cookie_name(url), path="/", httponly=True, samesite="lax", secure=url.startswith("https:"))


def own_path(wanted: str | None) -> str:
    """The address asked for if it is one of the staff pages of this very site, else the start of them."""
    if not wanted or not OWN_PATH.fullmatch(wanted) or ".." in unquote(wanted) or "//" in unquote(wanted):
        return HOME
    return HOME if wanted.startswith(("/staff/sign-in", "/staff/sign-out")) else wanted


def _public_url(request: Request) -> str:
    url: str = request.app.state.house.settings.public_url
    return url

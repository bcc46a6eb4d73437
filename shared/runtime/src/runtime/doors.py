"""What every request passes: the size of its body, where it comes from, and the headers of every answer."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.headers import HEADERS
from runtime.problems import Problem, problem_response

KIB = 1024
BODY_LIMIT = 64 * KIB
STAFF_BODY_LIMIT = 1024 * KIB
UPLOAD_BODY_LIMIT = 5 * 1024 * KIB
MultiPartParser.spool_max_size = UPLOAD_BODY_LIMIT  # what is uploaded may hold names: it never lies on a disk in the clear
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Doors:
    """Limits bodies, refuses other sites' forms, sets the answer's headers."""

    def __init__(self, app: ASGIApp, *, public_url: str, uploads: frozenset[str] = frozenset(), proven: str = "") -> None:
        self._app = app
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self._uploads = uploads
        self._proven = proven

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _with_headers(send)
        headers = Headers(scope=scope)
        limit = self._limit(scope["path"])
        if not self._same_origin(scope, headers):
            refusal = Problem(403, "cross_site")
        elif int(length if (length := headers.get("content-length", "0")).isdecimal() else 0) > limit:
            refusal = Problem(413, "too_large")
        else:
            await self._app(scope, _limited(receive, limit), send)
            return
        await problem_response(Request(scope), refusal)(scope, receive, send)

    def _limit(self, path: str) -> int:
        if any(fnmatchcase(path, pattern) for pattern in self._uploads):
            return UPLOAD_BODY_LIMIT
        return STAFF_BODY_LIMIT if path.startswith("/staff/") or "/staff/" in path[:40] else BODY_LIMIT

    def _same_origin(self, scope: Scope, headers: Headers) -> bool:
        """Other sites may not make a browser act here. A program that sends neither header carries no ambient cookie."""
        if scope["method"] in SAFE or (self._proven and scope["path"].startswith(self._proven)):
            return True
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = headers.get("origin")
        if origin is not None:
            return origin == self._origin
        return True


class BodyTooLarge(HTTPException):
    def __init__(self) -> None:
        super().__init__(413)


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge
        return message

    return receive_some


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_with_headers

"""What nobody should send, and the lean client that can send it: httpx refuses to write most of it."""

import contextlib
import re
import socket
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

PLANTED = "zz-planted-9c1f"
"""In every body, address and header: it may not come back unescaped, and may not be in any log."""
SCRIPT = f"<script>{PLANTED}</script>"
RIGHTS = Path(__file__).parents[1] / "guards/rights.toml"
NOBODY = UUID(int=0x1234567890ABCDEF1234567890ABCDEF, version=4)
KIB = 1024
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Door:
    """The gateway, spoken to byte by byte: one connection per request, and whatever is said back before it closes."""

    def __init__(self, public_url: str, cookie: str = "") -> None:
        parts = urlsplit(public_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._cookie = cookie

    def send(self, method: str, target: str, body: bytes = b"", **headers: str) -> Reply:
        """`headers` are named with underscores; `accept` decides between a page and a problem."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "transfer-encoding" not in named and (body or method in {"POST", "PUT"}):
            named = {"content-length": str(len(body))} | named
        return self.say(method, target, named, body)

    def chunked(self, method: str, target: str, body: bytes, **headers: str) -> Reply:
        size = 32 * KIB
        chunks = [body[at : at + size] for at in range(0, len(body), size)]
        framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
        return self.send(method, target, framed, transfer_encoding="chunked", **headers)

    def say(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        head = {"host": f"{self._host}:{self._port}", "connection": "close"} | dict(headers)
        if self._cookie:
            head["cookie"] = self._cookie
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        return self.raw("\r\n".join(lines).encode("latin-1") + body)

    def raw(self, request: bytes) -> Reply:
        with socket.create_connection((self._host, self._port), timeout=30) as connection:
            with contextlib.suppress(OSError):  # it has said no already, and listens no more
                connection.sendall(request)
            return _reply(b"".join(_received(connection)))


def _received(connection: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            part = connection.recv(64 * KIB)
        except ConnectionResetError:
            return
        if not part:
            return
        yield part


def _reply(answer: bytes) -> Reply:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    assert first, "no answer"
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Reply(int(first.split(" ")[1]), headers, body)


def _joined(framed: bytes) -> bytes:
    whole = b""
    while framed:
        size, _, framed = framed.partition(b"\r\n")
        length = int(size, 16)
        whole, framed = whole + framed[:length], framed[length + 2 :]
    return whole


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    right: str

    @property
    def open(self) -> bool:
        return self.right == "open"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def at(self, **values: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], str(NOBODY)), self.path)


def routes() -> list[Route]:
    """Every route of every service behind the gateway, from the reviewed list that a guard test keeps whole."""
    listed = tomllib.loads(RIGHTS.read_text())
    services = [ways for name, ways in listed.items() if name not in {"roles", "every"}]
    found = [Route(way.split(" ")[0], way.split(" ")[1], right) for ways in services for way, right in ways.items()]
    return [route for route in found if not route.path.startswith("/internal/")]


def deep(levels: int = 10_000) -> bytes:
    return b"[" * levels + b"]" * levels


BODIES: dict[str, tuple[str, bytes]] = {
    "no json": (JSON, f'{{"{PLANTED}": '.encode()),
    "empty": (JSON, b""),
    "deep json": (JSON, deep()),
    "deep objects": (JSON, b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "deep answers": (JSON, b'{"submission_id":"' + str(NOBODY).encode() + b'","answers":{"a":' + deep() + b"}}"),
    "nul in json": (JSON, b'{"name":"\\u0000","slug":"\\u0000","token":"\\u0000","answers":{"list":"\\u0000"}}'),
    "bare nul": (JSON, b"\x00"),
    "no utf-8": (JSON, b'{"name":"\xff\xfe","token":"\xc3"}'),
    "half a letter": (JSON, b'{"name":"\\ud800","password":"\\udfff","code":"\\ud800","token":"\\ud800","slug":"\\ud800"}'),
    "huge whole number": (JSON, b'{"birth_year":' + b"9" * 5_000 + b',"expected":' + b"9" * 400 + b"}"),
    "no number": (JSON, b'{"birth_year":NaN,"expected":Infinity,"answers":{"count":-Infinity}}'),
    "huge power": (JSON, b'{"birth_year":1e999,"expected":1e400,"answers":{"count":1e999}}'),
    "list": (JSON, b"[]"),
    "nothing": (JSON, b"null"),
    "word": (JSON, f'"{PLANTED}"'.encode()),
    "script": (JSON, f'{{"name":"{SCRIPT}","slug":"{SCRIPT}","{SCRIPT}":1,"answers":{{"{SCRIPT}":1}}}}'.encode()),
    "keys twice": (JSON, b'{"name":"a","name":["b"]}'),
    "wrong type": ("text/plain", f"name={PLANTED}".encode()),
    "no type": ("", f'{{"name":"{PLANTED}"}}'.encode()),
    "odd type": (f"{PLANTED}/\xe6; charset=utf-99", b"{}"),
    "xml": ("application/xml", b"<?xml version='1.0'?><a/>"),
    "form with nul": (
        FORM,
        b"name=%00&email=a%00@example.test&campaign=%00&slug=%00&message=%00&q-list=%00&q-long=%00&code=%00",
    ),
    "form of no utf-8": (FORM, b"name=%ff%fe&email=%c3&q-list=%ed%a0%80&password=%ed%a0%80&slug=%ff"),
    "raw no utf-8": (FORM, b"name=\xff\xfe&q-list=\xed\xa0\x80"),
    "form with script": (FORM, f"name={SCRIPT}&email={SCRIPT}&slug={SCRIPT}&q-list={SCRIPT}&next={SCRIPT}".encode()),
    "many fields": (FORM, b"&".join(b"a%d=" % n for n in range(4_000))),
    "multipart without end": (
        f"multipart/form-data; boundary={PLANTED}",
        f"--{PLANTED}\r\nContent-Disposition: form-data".encode(),
    ),
    "multipart without bounds": ("multipart/form-data", b"--x\r\n\r\n"),
    "multipart file for text": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"; filename="a\x00b"\r\n\r\n\x00\r\n--x--\r\n',
    ),
}

TARGETS = {
    "nul": "%00",
    "no utf-8": "%ff%fe",
    "half a letter": "%ed%a0%80",
    "up and away": "..%2f..%2f..%2fetc%2fpasswd",
    "up and away, plainly": "../../../etc/passwd",
    "backslashes": "..%5c..%5cwin.ini",
    "script": f"%3Cscript%3E{PLANTED}",
    "long": "a" * 6_000,
    "percent alone": "%",
    "double slash": "//",
    "template": "{{7*7}}",
    "line break": "%0d%0aX-Planted:%20yes",
    "huge number": "9" * 400,
}

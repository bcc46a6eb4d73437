"""The mail catcher's two doors: SMTP, and a page with its JSON.

Small enough to live in the supervisor's own event loop; it costs no process.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.mailbox import Mailbox

LARGEST_REQUEST = 16 * 1024
SHOWN = 200
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'"
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-top-navigation-by-user-activation"
STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.5rem}ol{list-style:none;padding:0}li{border-top:1px solid var(--line)}
li a{display:block;padding:.75rem 0;color:inherit;text-decoration:none;overflow-wrap:anywhere}
li a:hover b{text-decoration:underline}
small{opacity:.8;display:block}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
iframe{width:100%;height:32rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{opacity:.8}dd{margin:0;overflow-wrap:anywhere}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: str
    policy: str = POLICY


class Catcher:
    """What SMTP hands over."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        self._mailbox.add(envelope.mail_from or "", [str(to) for to in envelope.rcpt_tos], content)
        return "250 Message accepted for delivery"


async def open_doors(mailbox: Mailbox, smtp_port: int, web_port: int) -> list[asyncio.Server]:
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(lambda: SMTP(Catcher(mailbox), loop=loop, hostname="inbox"), "127.0.0.1", smtp_port)
    web = await asyncio.start_server(serve(mailbox), "127.0.0.1", web_port, limit=LARGEST_REQUEST)
    return [smtp, web]


def serve(mailbox: Mailbox) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)).decode("latin-1")
            method, target, _ = head.split("\r\n", 1)[0].split(" ")
            writer.write(rendered(answer(mailbox, method, target)))
            await writer.drain()
        writer.close()

    return on_connection


def rendered(answer: Answer) -> bytes:
    body = answer.body.encode()
    head = (
        f"HTTP/1.1 {answer.status} {'OK' if answer.status < 400 else 'Not found'}\r\n"  # noqa: PLR2004 - HTTP's own line
        f"Content-Type: {answer.kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        f"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: {answer.policy}\r\n\r\n"
    )
    return head.encode() + body


def answer(mailbox: Mailbox, method: str, target: str) -> Answer:
    url = urlsplit(target)
    asked = {key: values[-1] for key, values in parse_qs(url.query).items()}
    match [method, *[unquote(part) for part in url.path.strip("/").split("/")]]:
        case ["GET", ""]:
            return page("Mails", listed(mailbox.mails(limit=SHOWN)))
        case ["GET", "api", "messages"]:
            return as_json(mailbox.mails(to=asked.get("to", ""), after=int(asked.get("after", 0))))
        case ["DELETE", "api", "messages"]:
            mailbox.clear()
            return as_json([])
        case ["GET", *place, number] if number.isdigit() and (mail := mailbox.mail(int(number))):
            return one(place, mail)
    return page("Nothing here", "<p><a href='/'>To the mails</a></p>", status=404)


def one(place: list[str], mail: dict[str, Any]) -> Answer:
    match place:
        case ["api", "messages"]:
            return as_json(mail)
        case ["html"]:
            return Answer(200, "text/html", "<base target='_top'>" + mail["html"], MAIL_POLICY)
        case ["mail"]:
            return page(mail["subject"], shown(mail))
    return page("Nothing here", "<p><a href='/'>To the mails</a></p>", status=404)


def as_json(content: Any) -> Answer:
    return Answer(200, "application/json", json.dumps(content, ensure_ascii=False))


def page(title: str, content: str, status: int = 200) -> Answer:
    head = "<meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>"
    text = f"<title>{escape(title)} – local inbox</title><style>{STYLE}</style><main><h1>{escape(title)}</h1>{content}</main>"
    return Answer(status, "text/html", f"<!doctype html><html lang=en>{head}{text}</html>")


def listed(mails: list[dict[str, Any]]) -> str:
    rows = [
        f"<li><a href='/mail/{mail['id']}'><b>{escape(mail['subject']) or 'No subject'}</b>"
        f"<small>{escape(', '.join(mail['to']))} · {escape(mail['received_at'][:19].replace('T', ' '))} UTC</small></a></li>"
        for mail in mails
    ]
    first = "<p>Everything the panel sends on this machine ends here; nothing leaves it. Reload to see what is new.</p>"
    return first + (f"<ol>{''.join(rows)}</ol>" if rows else "<p>No mail yet.</p>")


def shown(mail: dict[str, Any]) -> str:
    fields = {
        "To": ", ".join(mail["to"]),
        **{name: mail["headers"][name] for name in ("From", "Date") if name in mail["headers"]},
    }
    head = "".join(f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in fields.items())
    frame = f"<iframe title='The mail as shown' src='/html/{mail['id']}'></iframe>" if mail["html"] else ""
    return f"<p><a href='/'>All mails</a></p><dl>{head}</dl>{frame}<h2>As plain text</h2><pre>{linked(mail['text'])}</pre>"


def linked(text: str) -> str:
    words = escape(text).split(" ")
    lines = " ".join(words).splitlines()
    return "\n".join(" ".join(anchor(word) for word in line.split(" ")) for line in lines)


def anchor(word: str) -> str:
    return f"<a href='{word}'>{word}</a>" if word.startswith(("http://", "https://")) else word

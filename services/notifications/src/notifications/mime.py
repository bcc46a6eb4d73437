"""The bytes of a mail: a head, then the same letter as plain text and as HTML.

`email.message` makes what holds other people's words in a header, and refuses line breaks there; it costs a millisecond, and
all invitations to a survey share it. The rest of the head is ours alone, or an address already found to be one mailbox.
"""

from binascii import b2a_qp
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID


class From(NamedTuple):
    name: str
    user: str
    domain: str


def mime(
    id_: UUID,
    sender: From,
    to: str,
    subject: str,
    language: str,
    now: datetime,
    letters: tuple[str, str],
    stop: str | None = None,
) -> bytes:
    """`to` is one mailbox (see `mails.envelope_address`); `letters` are the plain text and the HTML.

    `stop` is the address a mail program posts to when its "unsubscribe" is pressed (RFC 8058).
    """
    boundary = f"=_{id_.hex}"  # quoted-printable never makes "=_", so no letter can hold it
    head = (
        f"To: {to}\r\n"
        f"Date: {format_datetime(now)}\r\n"
        f"Message-ID: <{id_}@{sender.domain}>\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
    )
    if stop:
        head += f"List-Unsubscribe: <{stop}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    plain, html = letters
    parts = _part(boundary, "plain", plain) + _part(boundary, "html", html)
    return _shared_head(sender, subject, language) + head.encode() + b"\r\n" + parts + f"--{boundary}--\r\n".encode()


@lru_cache(maxsize=256)
def _shared_head(sender: From, subject: str, language: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["MIME-Version"] = "1.0"
    message["Subject"] = subject
    message["From"] = Address(*sender)
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes().removesuffix(b"\r\n")


def _part(boundary: str, kind: str, letter: str) -> bytes:
    head = f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    lines = letter.strip().replace("\n", "\r\n") + "\r\n"
    return head.encode() + b2a_qp(lines.encode(), istext=True)

"""The mails caught by the local mail catcher: the newest few thousand.

SQLite, against the house's rule of PostgreSQL only, because this is no part of the panel: it stands in for everybody's mailbox.
"""

import json
import sqlite3
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

KEPT = 5_000
TABLE = """
create table if not exists mails (
    id integer primary key autoincrement, sender text, recipients text, subject text, body text, html text, headers text,
    received_at text
)
"""
COLUMNS = "id, sender, recipients, subject, body, html, headers, received_at"
ADD = "insert into mails (sender, recipients, subject, body, html, headers, received_at) values (?, ?, ?, ?, ?, ?, ?)"
SELECT = f"select {COLUMNS} from mails where id > ? and (? = '' or instr(recipients, ?)) order by id desc limit ?"  # noqa: S608 – the columns are ours


class Mailbox:
    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = off")
        self._database.execute(TABLE)

    def add(self, sender: str, recipients: list[str], content: bytes) -> None:
        mail = message_from_bytes(content)  # the older policy: a tenth of the newer one's time
        to = json.dumps([address.lower() for address in recipients])
        headers = json.dumps({name: readable(text) for name, text in mail.items()}, ensure_ascii=False)
        texts = (part(mail, "plain"), part(mail, "html"))
        now = datetime.now(UTC).isoformat()
        added = self._database.execute(ADD, (sender, to, readable(mail["subject"] or ""), *texts, headers, now))
        self._database.execute("delete from mails where id <= ?", ((added.lastrowid or 0) - KEPT,))

    def mails(self, *, to: str = "", after: int = 0, limit: int = KEPT) -> list[dict[str, Any]]:
        """Newest first."""
        address = json.dumps(to.lower()) if to else ""
        return [mail_of(row) for row in self._database.execute(SELECT, (after, address, address, limit))]

    def mail(self, number: int) -> dict[str, Any] | None:
        row = self._database.execute(f"select {COLUMNS} from mails where id = ?", (number,)).fetchone()  # noqa: S608 – the columns are ours
        return mail_of(row) if row else None

    def clear(self) -> None:
        self._database.execute("delete from mails")

    def close(self) -> None:
        self._database.close()


def readable(header: object) -> str:
    unfolded = str(header).replace("\r", "").replace("\n", "")
    return str(make_header(decode_header(unfolded)))


def part(mail: Message, kind: str) -> str:
    """The first text of that kind."""
    found = next((piece for piece in mail.walk() if piece.get_content_type() == f"text/{kind}"), None)
    content = found.get_payload(decode=True) if found else b""
    charset = found.get_content_charset() if found else None
    return content.decode(charset or "utf-8", errors="replace") if isinstance(content, bytes) else ""


def mail_of(row: tuple[Any, ...]) -> dict[str, Any]:
    number, sender, to, subject, text, html, headers, received_at = row
    return {
        "id": number,
        "from": sender,
        "to": json.loads(to),
        "subject": subject,
        "text": text,
        "html": html,
        "headers": json.loads(headers),
        "received_at": received_at,
    }

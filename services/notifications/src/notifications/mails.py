"""One mail as it goes out: three languages, plain text and HTML, one link, nothing that tracks.

What comes from people (a name, a title, an address) ends up in headers only through `email.message`, which refuses line breaks.
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import msgspec

import ui
from notifications.events import About, Kind
from notifications.known_surveys import KnownSurvey
from notifications.links import Links

FORBIDDEN_IN_ADDRESSES = frozenset(' \t"(),:;<>[\\]')


class CannotCompose(Exception):
    """The mail can never be sent as it is; `reason` says why without naming anyone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Recipient(msgspec.Struct, frozen=True):
    """What membership answered a moment ago. Lives in memory only, and only until the mail has gone."""

    address: str
    name: str
    language: str
    link: str | None = None

    def __repr__(self) -> str:
        return "Recipient(…)"  # never in a log or a traceback


@dataclass(frozen=True)
class Mail:
    address: str
    content: bytes
    needs_utf8: bool

    def __repr__(self) -> str:
        return "Mail(…)"


@dataclass(frozen=True)
class Composer:
    """`sender` is the panel's own address; `links` make the one link of a mail."""

    sender: str
    links: Links

    def compose(self, id_: UUID, about: About, recipient: Recipient, survey: KnownSurvey | None, now: datetime) -> Mail:
        address = envelope_address(recipient.address)
        needs_utf8 = not address.isascii()
        language = recipient.language if recipient.language in ui.municipality().languages else ui.municipality().language
        context = self._context(about, recipient, survey, language)
        message = self._message(id_, about.kind, language, context, now)
        user, _, domain = address.rpartition("@")
        message["To"] = Address(username=user, domain=domain)
        return Mail(address, message.as_bytes(policy=SMTP.clone(utf8=needs_utf8, cte_type="7bit")), needs_utf8)

    def _message(self, id_: UUID, kind: Kind, language: str, context: dict[str, object], now: datetime) -> EmailMessage:
        subject = one_line(ui.render(f"mail/{kind}.subject.txt", language, **context))
        user, _, domain = self.sender.partition("@")
        message = EmailMessage(policy=SMTP)
        message["Subject"] = subject
        message["From"] = Address(ui.municipality().panel(language), user, domain)
        message["Date"] = now
        message["Message-ID"] = f"<{id_}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(ui.render(f"mail/{kind}.txt", language, **context).strip() + "\n", cte="quoted-printable")
        html = ui.render(f"mail/{kind}.html", language, subject=subject, **context)
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        message["Content-Language"] = language  # after the parts: making them moves every Content- header into the first
        return message

    def _context(self, about: About, recipient: Recipient, survey: KnownSurvey | None, language: str) -> dict[str, object]:
        context: dict[str, object] = {
            "name": one_line(recipient.name),
            "link": self.links.link(about, recipient.link, language),
        }
        if survey is not None:
            context |= {"title": survey.title(language), "minutes": survey.minutes}
        return context


def envelope_address(address: str) -> str:
    """The address as SMTP wants it: one mailbox, an ASCII domain. Anything that could be read as more than that is refused."""
    local, _, domain = address.rpartition("@")
    if not local or not domain or "@" in local or not address.isprintable() or FORBIDDEN_IN_ADDRESSES & set(address):
        raise CannotCompose("address_unusable")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise CannotCompose("address_unusable") from None


def one_line(text: str) -> str:
    return " ".join(text.split())

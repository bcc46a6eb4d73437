"""One mail as it goes out: three languages, plain text and HTML, one link to act on, nothing that tracks.

What people wrote ends up in a header in two places: a survey's title in the subject, and the address it goes to.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

import ui
from notifications.events import About, Kind
from notifications.known_surveys import KnownSurvey
from notifications.links import Links
from notifications.mime import From, mime

LONGEST_ADDRESS = 254
GETS_NO_MORE = frozenset({Kind.invitation, Kind.stay})  # mails one may ask to get no more of, with one click
NEEDS_NO_LINK = frozenset({Kind.invitation, Kind.sign_up_repeated})  # it is made here, or leads to the front page
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
    code: str = ""
    unsubscribe: str | None = None

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
        if recipient.link is None and about.kind not in NEEDS_NO_LINK:
            raise CannotCompose("link_missing")
        language = recipient.language if recipient.language in ui.municipality().languages else ui.municipality().language
        context = self._context(about, recipient, survey, language)
        subject = one_line(ui.render(f"mail/{about.kind}.subject.txt", language, **context))
        plain = ui.render(f"mail/{about.kind}.txt", language, **context)
        html = ui.render(f"mail/{about.kind}.html", language, subject=subject, **context)
        stop = self._stop(about, recipient)
        content = mime(id_, self._from(language), address, subject, language, now, (plain, html), stop)
        return Mail(address, content, needs_utf8=not address.isascii())

    def _from(self, language: str) -> From:
        user, _, domain = self.sender.partition("@")
        return From(ui.municipality().panel(language), user, domain)

    def _stop(self, about: About, recipient: Recipient) -> str | None:
        return self.links.at(recipient.unsubscribe) if recipient.unsubscribe and about.kind in GETS_NO_MORE else None

    def _context(self, about: About, recipient: Recipient, survey: KnownSurvey | None, language: str) -> dict[str, object]:
        context: dict[str, object] = {
            "name": one_line(recipient.name),
            "link": self.links.link(about, recipient.link, language),
            "code": recipient.code,
            "stop": f"{stop}?lang={language}" if (stop := self._stop(about, recipient)) else None,
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
        mailbox = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise CannotCompose("address_unusable") from None
    if len(mailbox) > LONGEST_ADDRESS:
        raise CannotCompose("address_unusable")
    return mailbox


def one_line(text: str) -> str:
    return " ".join(text.split())

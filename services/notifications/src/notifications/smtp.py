"""A reused connection to the mail server, and what its answers mean.

Undeliverable    it answered no to this mail: for good, for now, or because of us
ServerAway       it cannot be reached or will not have us at all: nothing to do with this mail
OutcomeUnknown   it had the mail and did not say what it did with it

Of an answer only the code is kept: servers repeat the address in their texts.
"""

import ipaddress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from notifications.events import Problem
from notifications.mails import Mail

CONNECT_PATIENCE = 20.0
COMMAND_PATIENCE = 60.0
HANDOVER_PATIENCE = 120.0


class Undeliverable(Exception):
    def __init__(self, problem: Problem, reason: str) -> None:
        super().__init__(reason)
        self.problem = problem
        self.reason = reason


class ServerAway(Exception):
    pass


class OutcomeUnknown(Exception):
    pass


class PlaintextRefused(ValueError):
    """Mail would cross a network unencrypted: say so in SMTP_PLAINTEXT if that is meant."""


class _SilentServer(Undeliverable):
    """It said nothing before the handing over: worth one more try on a new connection."""


@dataclass(frozen=True)
class MailServer:
    """smtp://host:port (loopback, or where plaintext is allowed), starttls://user:password@host:port, smtps://…"""

    host: str
    port: int
    scheme: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str, *, allow_plaintext: bool = False) -> Self:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "starttls", "smtps"} or not parts.hostname:
            raise ValueError("SMTP_URL must be smtp://, starttls:// or smtps:// and a host")
        if parts.scheme == "smtp" and not allow_plaintext and not _is_loopback(parts.hostname):
            raise PlaintextRefused(parts.hostname)
        port = parts.port or {"smtp": 25, "starttls": 587, "smtps": 465}[parts.scheme]
        user = unquote(parts.username) if parts.username else None
        return cls(parts.hostname, port, parts.scheme, user, unquote(parts.password) if parts.password else None)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Connection:
    """One conversation with the server, kept open from mail to mail. For one user at a time."""

    def __init__(self, server: MailServer, sender: str, *, patience: float | None = None) -> None:
        self._sender = sender
        self._handover_patience = patience or HANDOVER_PATIENCE
        self._smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.scheme == "smtps",
            start_tls=server.scheme == "starttls",
            local_hostname=sender.rpartition("@")[2],
            timeout=patience or COMMAND_PATIENCE,
        )

    async def offer(self, mail: Mail) -> None:
        """Up to where only the handing over is left: connect if need be, then say from whom and to whom."""
        reused = self._smtp.is_connected
        await self._open()
        try:
            await self._envelope(mail)
        except _SilentServer:
            if not reused:
                raise
            await self._open()  # it may have hung up while nothing was sent
            await self._envelope(mail)

    async def hand_over(self, mail: Mail) -> None:
        """Returns when the server has taken the mail. Raises Undeliverable when it surely has not, OutcomeUnknown otherwise."""
        if not self._smtp.is_connected:
            raise Undeliverable(Problem.temporary, "hung_up")
        try:
            await self._smtp.data(mail.content, timeout=self._handover_patience)
        except aiosmtplib.SMTPDataError as answer:
            self._hang_up_if_closing(answer.code)
            raise _meaning(answer.code, Problem.permanent) from None
        except Exception:  # noqa: BLE001 – once the mail is on its way, any failure whatever is doubt
            self._smtp.close()
            raise OutcomeUnknown from None

    async def take_back(self) -> None:
        """Leave an offered mail unsent."""
        try:
            await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()

    async def close(self) -> None:
        try:
            await self._smtp.quit(timeout=1)
        except (aiosmtplib.SMTPException, OSError):
            pass
        finally:
            self._smtp.close()

    async def _open(self) -> None:
        if self._smtp.is_connected:
            return
        try:
            await self._smtp.connect(timeout=CONNECT_PATIENCE)
            if self._smtp.is_ehlo_or_helo_needed:
                await self._smtp.ehlo()
        except (aiosmtplib.SMTPException, OSError) as error:
            self._smtp.close()
            raise ServerAway(type(error).__name__) from None

    async def _envelope(self, mail: Mail) -> None:
        encoding = "utf-8" if mail.needs_utf8 else "ascii"
        try:
            if mail.needs_utf8 and not self._smtp.supports_extension("smtputf8"):
                raise Undeliverable(Problem.technical, "server_without_smtputf8")
            await self._smtp.mail(self._sender, options=["SMTPUTF8"] if mail.needs_utf8 else [])
            await self._smtp.rcpt(mail.address, encoding=encoding)
        except aiosmtplib.SMTPSenderRefused as answer:
            await self.take_back()
            raise _meaning(answer.code, Problem.technical) from None
        except aiosmtplib.SMTPRecipientRefused as answer:
            await self.take_back()
            raise _meaning(answer.code, Problem.permanent) from None
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()
            raise _SilentServer(Problem.temporary, "no_answer") from None

    def _hang_up_if_closing(self, code: int) -> None:
        if code == aiosmtplib.SMTPStatus.domain_unavailable:
            self._smtp.close()


def _meaning(code: int, refused: Problem) -> Undeliverable | OutcomeUnknown:
    """4xx may pass, 5xx will not; anything else is no answer at all."""
    if 400 <= code < 500:  # noqa: PLR2004 – SMTP's classes of answers
        return Undeliverable(Problem.temporary, f"smtp_{code}")
    if 500 <= code < 600:  # noqa: PLR2004 – likewise
        return Undeliverable(refused, f"smtp_{code}")
    return OutcomeUnknown()

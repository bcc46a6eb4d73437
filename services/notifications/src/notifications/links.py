"""The one link of a mail, always to the panel's own domain. Derived when the mail is made; kept nowhere."""

from dataclasses import dataclass, field

from notifications.events import About, Kind
from sealing.links import link_token


@dataclass(frozen=True)
class Links:
    public_url: str
    key: bytes = field(repr=False)

    def link(self, about: About, path: str | None, language: str) -> str:
        """In the member's language. `path` is what membership gave; the link to a survey is made here."""
        if about.kind is Kind.invitation:
            path = f"/s/{link_token(self.key, 's', about.cause_id)}"
        return f"{self.public_url.rstrip('/')}{path or '/'}?lang={language}"

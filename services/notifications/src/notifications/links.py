"""A mail's links, always to the panel's own domain. The one it is about is derived when it is made, and kept nowhere."""

from dataclasses import dataclass, field
from urllib.parse import quote

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
        return f"{self.at(path or '/')}?lang={language}"

    def at(self, path: str) -> str:
        """Quoted, so that whatever the path holds it can stand in a header."""
        return self.public_url.rstrip("/") + quote(path)

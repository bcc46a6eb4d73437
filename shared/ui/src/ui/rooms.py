"""The rooms of the staff pages, as the left rail names them."""

from typing import NamedTuple, Protocol

from ui.texts import mark


class Member(Protocol):
    """Who is signed in, as far as a page needs to know."""

    @property
    def name(self) -> str: ...
    @property
    def rights(self) -> frozenset[str]: ...


class Room(NamedTuple):
    text: str
    href: str
    here: bool


ROOMS = (
    (mark("Panel"), "/staff/panel", "panel:read"),
    (mark("Undersøkelser"), "/staff/surveys", "surveys:read"),
    (mark("Utsendelser"), "/staff/outbox", "outbox:read"),
    (mark("Resultater"), "/staff/results", "results:read"),
    (mark("Kontoer"), "/staff/accounts", "accounts:manage"),
    (mark("Min konto"), "/staff/account", None),
)


def rooms_for(staff: Member, path: str) -> list[Room]:
    """The rooms this person may enter, and which one they are in."""
    return [
        Room(text, href, path == href or path.startswith(f"{href}/"))
        for text, href, right in ROOMS
        if right is None or right in staff.rights
    ]

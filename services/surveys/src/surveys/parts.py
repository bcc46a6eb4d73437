"""What the surveys service has beside its log: the keyring, published surveys in memory, drafts, and who can read a link."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog
from runtime.rights import staff_of
from sealing import Keyring, read_link
from surveys.drafting.memory import Surveys
from surveys.inviting.invitation import NoSuchInvitation
from surveys.responding.drafts import Drafts
from surveys.responding.publications import Publications
from surveys.reviewing.colleagues import Colleagues

LINK_PURPOSE = "s"


@dataclass(frozen=True)
class Parts:
    log: EventLog
    engine: AsyncEngine
    keyring: Keyring
    surveys: Surveys
    colleagues: Colleagues
    publications: Publications
    drafts: Drafts
    link_key: bytes = field(repr=False)

    @property
    def invitation_secret(self) -> bytes:
        return hmac.new(self.link_key, b"surveys: invitation ids", hashlib.sha256).digest()

    def invitation_of(self, token: str) -> UUID:
        """Whose link this is. Raises NoSuchInvitation for a link we never made."""
        invitation_id = read_link(self.link_key, LINK_PURPOSE, token)
        if invitation_id is None:
            raise NoSuchInvitation
        return invitation_id


async def _parts_of(request: Request) -> Parts:
    """Whoever of the staff acts here is known by name from then on."""
    parts = parts_of(request)
    staff = staff_of(request) if request.method != "GET" else None
    if staff is not None:
        await parts.colleagues.meet(staff)
    return parts


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.house.own
    return parts


PartsOf = Annotated[Parts, Depends(_parts_of)]

"""Sign-ups from a stand: stored once, however often a tablet that heard no answer sends them.

A sign-up's id, made by the tablet, becomes the member's only after it is hashed with a key of ours: nobody can choose whose
stream they write to.
"""

import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from membership.events import Language, Source
from membership.member import Status
from membership.parts import Parts
from membership.signing_up import joining
from membership.signing_up.form import Applicant
from sealing import KeyDestroyed

LONGEST_SEALED = 6_000  # as base64: 4 KiB of what was written
LARGEST_BATCH = 50


def member_id_for(key: bytes, queued_id: UUID) -> UUID:
    return UUID(bytes=hmac.digest(key, b"samrad.stand.id.v1" + queued_id.bytes, sha256)[:16], version=4)


async def sign_up(
    parts: Parts, queued_id: UUID, applicant: Applicant, language: Language, campaign: str | None, now: datetime
) -> None:
    member_id = member_id_for(parts.lookup_key, queued_id)
    known = await joining.waiting(parts, member_id)
    if known.status is not Status.unknown:
        return
    try:
        await joining.sign_up(parts, applicant, language, campaign, now, member_id=member_id, source=Source.stand)
    except KeyDestroyed:
        return  # it was here, and was erased

"""From what an applicant wrote to ciphertext and back. The municipality's own fields are one sealed JSON object."""

from datetime import date
from typing import cast
from uuid import UUID

import msgspec

from membership.background import age_band
from membership.events import Background, Gender, Language, SealedProfile
from membership.signing_up.form import Applicant
from sealing import Key


def seal(applicant: Applicant, key: Key, member_id: UUID) -> SealedProfile:
    return SealedProfile(
        name=key.seal("name", member_id, applicant.name),
        email=key.seal("email", member_id, applicant.email),
        gender=key.seal("gender", member_id, applicant.gender),
        birth_year=key.seal("birth_year", member_id, str(applicant.birth_year)),
        area=key.seal("area", member_id, applicant.area),
        interests=key.seal("interests", member_id, " ".join(applicant.interests)),
        extra=key.seal("extra", member_id, msgspec.json.encode(applicant.extra).decode()),
    )


def open_all(profile: SealedProfile, key: Key, member_id: UUID) -> Applicant:
    """All that the member wrote, as it was accepted. Raises Unreadable."""
    extra = key.open("extra", member_id, profile.extra) if profile.extra else "{}"
    return Applicant(
        name=key.open("name", member_id, profile.name),
        email=key.open("email", member_id, profile.email),
        gender=cast("Gender", key.open("gender", member_id, profile.gender)),
        birth_year=int(key.open("birth_year", member_id, profile.birth_year)),
        area=key.open("area", member_id, profile.area),
        interests=tuple(key.open("interests", member_id, profile.interests).split()),
        extra=msgspec.json.decode(extra, type=dict[str, str]),
    )


def name_and_email(profile: SealedProfile, key: Key, member_id: UUID) -> tuple[str, str]:
    """Raises Unreadable."""
    return key.open("name", member_id, profile.name), key.open("email", member_id, profile.email)


def background(profile: SealedProfile, key: Key, member_id: UUID, language: Language, today: date) -> Background:
    """The coarse facts the house may know. Raises Unreadable."""
    return Background(
        age_band=age_band(int(key.open("birth_year", member_id, profile.birth_year)), today),
        gender=cast("Gender", key.open("gender", member_id, profile.gender)),
        area=key.open("area", member_id, profile.area),
        interests=tuple(key.open("interests", member_id, profile.interests).split()),
        language=language,
    )

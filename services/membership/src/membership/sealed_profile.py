"""From what an applicant wrote to ciphertext and back."""

from datetime import date
from typing import cast
from uuid import UUID

from membership.background import age_band
from membership.events import Background, Gender, Language, SealedProfile
from membership.form import Applicant
from sealing import Key


def seal(applicant: Applicant, key: Key, member_id: UUID) -> SealedProfile:
    return SealedProfile(
        name=key.seal("name", member_id, applicant.name),
        email=key.seal("email", member_id, applicant.email),
        gender=key.seal("gender", member_id, applicant.gender),
        birth_year=key.seal("birth_year", member_id, str(applicant.birth_year)),
        area=key.seal("area", member_id, applicant.area),
        interests=key.seal("interests", member_id, " ".join(applicant.interests)),
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

"""Private facts of membership. Kept for ever: what is personal in them is sealed with the member's own key.

The one deliberate difference is `Background`: coarse facts under a random id, which the other services need for audiences and
weighting. Name, address, birth year and what was written at sign-up stand here as ciphertext only.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from eventlog import Event, EventTypes

AgeBand = Literal["15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+"]
Gender = Literal["woman", "man", "other", "unstated"]
Language = Literal["nb", "nn", "en"]


class Channel(StrEnum):
    newspaper = "newspaper"
    municipal_paper = "municipal_paper"
    event = "event"
    social_media = "social_media"
    poster = "poster"
    association = "association"
    other = "other"


class Notice(StrEnum):
    """What is sent to the address of a sign-up. The person at the form is never told which."""

    confirm = "confirm"
    already_member = "already_member"
    nothing = "nothing"  # the address has had its mails for now


class SealedProfile(msgspec.Struct, frozen=True):
    name: str
    email: str
    gender: str
    birth_year: str
    area: str
    interests: str


class Background(msgspec.Struct, frozen=True):
    age_band: AgeBand
    gender: Gender
    area: str
    interests: tuple[str, ...]
    language: Language


class Consent(msgspec.Struct, frozen=True):
    """Which words a person agreed to, and in which language they read them."""

    version: str
    text_hash: str
    language: Language


class SignedUp(Event, frozen=True, tag="signed_up"):
    profile: SealedProfile
    consent: Consent
    language: Language
    campaign: str | None
    notice: Notice
    told: UUID | None  # the member who is told that somebody used their address
    signed_up_at: datetime


class MemberJoined(Event, frozen=True, tag="member_joined"):
    background: Background
    campaign: str | None
    joined_at: datetime


class SignUpExpired(Event, frozen=True, tag="sign_up_expired"):
    """Never confirmed; the key is destroyed, so what was written cannot be read again."""

    expired_at: datetime


class MemberForgotten(Event, frozen=True, tag="member_forgotten"):
    """Asked to be erased. The key was destroyed first, so nothing sealed can be read again, here or in any copy."""

    forgotten_at: datetime
    forgotten_by: UUID  # the staff member who did it


class CampaignCreated(Event, frozen=True, tag="campaign_created"):
    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    created_by: UUID
    created_at: datetime


MEMBER_EVENTS = EventTypes(SignedUp, MemberJoined, SignUpExpired, MemberForgotten)
CAMPAIGN_EVENTS = EventTypes(CampaignCreated)
EVENTS = MEMBER_EVENTS | CAMPAIGN_EVENTS

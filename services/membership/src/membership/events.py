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
from membership.campaigns.campaign_events import CAMPAIGN_EVENTS

AgeBand = Literal["15-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+"]
Gender = Literal["woman", "man", "other", "unstated"]
Language = Literal["nb", "nn", "en"]


class Notice(StrEnum):
    """What is sent to the address of a sign-up. The person at the form is never told which."""

    confirm = "confirm"
    already_member = "already_member"
    nothing = "nothing"  # the address has had its mails for now


class Source(StrEnum):
    """The way a sign-up came. An imported one was not written by the person, who therefore has longer to confirm."""

    form = "form"
    stand = "stand"
    imported = "imported"


class SealedProfile(msgspec.Struct, frozen=True):
    """`extra` holds the municipality's own fields, as one sealed JSON object by field name; "" before there were any."""

    name: str
    email: str
    gender: str
    birth_year: str
    area: str
    interests: str
    extra: str = ""


class Background(msgspec.Struct, frozen=True):
    age_band: AgeBand
    gender: Gender
    area: str
    interests: tuple[str, ...]
    language: Language


class Consent(msgspec.Struct, frozen=True):
    """Which words a person agreed to, in which language they read them, and which privacy notice stood beside them."""

    version: str
    text_hash: str
    language: Language
    notice_version: str = ""


class BackgroundChange(StrEnum):
    """Why a background is another one than before."""

    member = "member"
    birthday = "birthday"


class PauseReason(StrEnum):
    """Who paused: the member on their page, or the unsubscribe button of their mail program."""

    member = "member"
    unsubscribed = "unsubscribed"


class Forgetting(StrEnum):
    """Why a member was forgotten."""

    asked = "asked"  # staff did it for them
    left = "left"  # on their own page
    asleep = "asleep"  # nothing was heard from them
    restored = "restored"  # forgotten before a backup was put back, and so again


class SignedUp(Event, frozen=True, tag="signed_up"):
    """`consent` is None where a panel was imported: the person gives it when they confirm."""

    profile: SealedProfile
    consent: Consent | None
    language: Language
    campaign: str | None
    notice: Notice
    told: UUID | None  # the member who is told that somebody used their address
    signed_up_at: datetime
    source: Source = Source.form


class MemberJoined(Event, frozen=True, tag="member_joined"):
    """`consent` stands here when it was given by confirming."""

    background: Background
    campaign: str | None
    joined_at: datetime
    consent: Consent | None = None


class SignUpExpired(Event, frozen=True, tag="sign_up_expired"):
    """Never confirmed; the key is destroyed, so what was written cannot be read again."""

    expired_at: datetime


class MemberForgotten(Event, frozen=True, tag="member_forgotten"):
    """The key was destroyed first, so nothing sealed can be read again, here or in any copy."""

    forgotten_at: datetime
    forgotten_by: UUID | None  # the staff member who did it, if it was one
    cause: Forgetting = Forgetting.asked


class ProfileChanged(Event, frozen=True, tag="profile_changed"):
    """All of the profile as it is now; `language` is the one the member is written to in."""

    profile: SealedProfile
    language: Language
    changed_at: datetime


class MemberBackgroundChanged(Event, frozen=True, tag="member_background_changed"):
    background: Background
    cause: BackgroundChange
    changed_at: datetime


class MemberPaused(Event, frozen=True, tag="member_paused"):
    """Asks for no invitations: until that day, or until they say otherwise."""

    until: date | None
    reason: PauseReason
    paused_at: datetime


class MemberResumed(Event, frozen=True, tag="member_resumed"):
    resumed_at: datetime


class ContactBudgetChosen(Event, frozen=True, tag="contact_budget_chosen"):
    """`most_a_month`: at most so many invitations in 30 days; None: no limit of their own."""

    most_a_month: int | None
    chosen_at: datetime


class EmailChangeRequested(Event, frozen=True, tag="email_change_requested"):
    """The new address, sealed. Nothing is changed until its owner confirms it."""

    email: str
    requested_at: datetime


class EmailChanged(Event, frozen=True, tag="email_changed"):
    email: str
    changed_at: datetime


class MemberAskedToStay(Event, frozen=True, tag="member_asked_to_stay"):
    """Nothing was heard from them for long. `time` is 1 for the question and more for its reminders."""

    time: int
    asked_at: datetime


class MemberStayed(Event, frozen=True, tag="member_stayed"):
    stayed_at: datetime


class MemberViewed(Event, frozen=True, tag="member_viewed"):
    """A member of staff looked at this one person. Who and why is sealed with the member's key, and shown to the member."""

    staff_id: UUID
    seen: str
    viewed_at: datetime


class SignInRequested(Event, frozen=True, tag="sign_in_requested"):
    """Somebody wrote an address to get in. Recorded alike whether it is a member's; `member_id` is None when it is nobody's."""

    member_id: UUID | None
    language: Language
    requested_at: datetime


class SignInMissed(Event, frozen=True, tag="sign_in_missed"):
    """A wrong code."""

    missed_at: datetime


class SignedIn(Event, frozen=True, tag="signed_in"):
    member_id: UUID
    signed_in_at: datetime


class ImportUploaded(Event, frozen=True, tag="import_uploaded"):
    """A file of people from an earlier panel. Its rows lie sealed elsewhere, for a day at most."""

    rows: int
    uploaded_by: UUID
    uploaded_at: datetime


class ImportOrdered(Event, frozen=True, tag="import_ordered"):
    """`columns`: which column holds what, by number."""

    columns: dict[str, int]
    ordered_by: UUID
    ordered_at: datetime


class ImportCompleted(Event, frozen=True, tag="import_completed"):
    """`known`: were members, or had an invitation, from before. `rejected`: rows by reason."""

    invited: int
    known: int
    rejected: dict[str, int]
    completed_at: datetime


class ImportCancelled(Event, frozen=True, tag="import_cancelled"):
    """`cancelled_by` is None when nobody went on with it within its time."""

    cancelled_by: UUID | None
    cancelled_at: datetime


class PopulationCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """So many residents; a dimension that the table does not have is None."""

    persons: int
    age_band: AgeBand | None = None
    gender: Literal["woman", "man"] | None = None
    area: str | None = None


class PopulationReplaced(Event, frozen=True, tag="population_replaced"):
    """The figures the panel is compared with. What the table has no dimension for stays as it was."""

    dated: date
    source: str
    cells: tuple[PopulationCell, ...]
    replaced_by: UUID
    replaced_at: datetime


MEMBER_EVENTS = EventTypes(
    SignedUp,
    MemberJoined,
    SignUpExpired,
    MemberForgotten,
    ProfileChanged,
    MemberBackgroundChanged,
    MemberPaused,
    MemberResumed,
    ContactBudgetChosen,
    EmailChangeRequested,
    EmailChanged,
    MemberAskedToStay,
    MemberStayed,
    MemberViewed,
)
SIGN_IN_EVENTS = EventTypes(SignInRequested, SignInMissed, SignedIn)
IMPORT_EVENTS = EventTypes(ImportUploaded, ImportOrdered, ImportCompleted, ImportCancelled)
POPULATION_EVENTS = EventTypes(PopulationReplaced)
EVENTS = MEMBER_EVENTS | SIGN_IN_EVENTS | CAMPAIGN_EVENTS | IMPORT_EVENTS | POPULATION_EVENTS

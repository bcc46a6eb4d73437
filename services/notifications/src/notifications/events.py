"""The private facts about one notification. None of them holds an address, a name or a link."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from eventlog import Event, EventTypes


class Kind(StrEnum):
    confirmation = "confirmation"
    sign_up_repeated = "sign_up_repeated"
    invitation = "invitation"
    member_invited = "member_invited"  # from an earlier panel: may we take you along?
    sign_in = "sign_in"
    email_change = "email_change"
    stay = "stay"


class Problem(StrEnum):
    """Why a mail did not go out: their answer for good, our own doing, or something that may pass."""

    permanent = "permanent"
    technical = "technical"
    temporary = "temporary"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Which mail this is: said again in every fact that is announced, since an announcement is made from one fact alone.

    `cause_id` is what it came of: an invitation, a request to sign in, or the message that asked for it.
    """

    kind: Kind
    cause_id: UUID
    member_id: UUID
    survey_id: UUID | None = None


class NotificationQueued(Event, frozen=True, kw_only=True, tag="notification_queued"):
    about: About
    queued_at: datetime


class SendAttempted(Event, frozen=True, kw_only=True, tag="send_attempted"):
    """Committed just before the mail is handed over. Without an outcome after it, nobody knows whether it went."""

    attempt_id: UUID
    sender_id: UUID
    attempted_at: datetime


class NotificationSent(Event, frozen=True, kw_only=True, tag="notification_sent"):
    about: About
    attempt_id: UUID
    sent_at: datetime


class SendPostponed(Event, frozen=True, kw_only=True, tag="send_postponed"):
    reason: str
    retry_at: datetime


class NotificationFailed(Event, frozen=True, kw_only=True, tag="notification_failed"):
    about: About
    problem: Problem
    reason: str


class NotificationUncertain(Event, frozen=True, kw_only=True, tag="notification_uncertain"):
    about: About
    attempt_id: UUID
    reason: str


class NotificationDropped(Event, frozen=True, kw_only=True, tag="notification_dropped"):
    about: About
    reason: str


class SendingAgainOrdered(Event, frozen=True, kw_only=True, tag="sending_again_ordered"):
    ordered_by: UUID
    ordered_at: datetime


class RecipientForgotten(Event, frozen=True, kw_only=True, tag="recipient_forgotten"):
    """A member is no more. A fact of its own, so that a read model filled again from the log forgets them too."""

    member_id: UUID


NOTIFICATION_EVENTS = EventTypes(
    NotificationQueued,
    SendAttempted,
    NotificationSent,
    SendPostponed,
    NotificationFailed,
    NotificationUncertain,
    NotificationDropped,
    SendingAgainOrdered,
)
ALL_EVENTS = NOTIFICATION_EVENTS | EventTypes(RecipientForgotten)

"""What the world may know: that a mail went out, failed, or may have gone out. Never to whom."""

from uuid import UUID

import msgspec

from eventlog import Event, Message
from notifications.events import Kind, NotificationFailed, NotificationSent, NotificationUncertain, Problem


class NotificationSentV1(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    kind: Kind
    cause_id: UUID
    survey_id: UUID | None


class NotificationFailedV1(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    kind: Kind
    cause_id: UUID
    survey_id: UUID | None
    reason: Problem


class NotificationUncertainV1(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: UUID
    kind: Kind
    cause_id: UUID
    survey_id: UUID | None


def announce(stream_id: UUID, event: Event) -> Message | None:
    match event:
        case NotificationSent(about=a):
            sent = NotificationSentV1(notification_id=stream_id, kind=a.kind, cause_id=a.cause_id, survey_id=a.survey_id)
            return Message("notifications.v1.notification_sent", sent)
        case NotificationFailed(about=a, problem=problem):
            failed = NotificationFailedV1(
                notification_id=stream_id, kind=a.kind, cause_id=a.cause_id, survey_id=a.survey_id, reason=problem
            )
            return Message("notifications.v1.notification_failed", failed)
        case NotificationUncertain(about=a):
            uncertain = NotificationUncertainV1(
                notification_id=stream_id, kind=a.kind, cause_id=a.cause_id, survey_id=a.survey_id
            )
            return Message("notifications.v1.notification_uncertain", uncertain)
        case _:
            return None

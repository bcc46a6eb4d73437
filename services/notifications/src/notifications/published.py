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


_INVITATION = {
    "notification_id": UUID("3a621f4c-4669-5b81-8309-550480a08c78"),
    "kind": Kind.invitation,
    "cause_id": UUID("8d9b6c1e-52f4-4f0e-9d62-0b1f6a7c2e11"),
    "survey_id": UUID("1f0c9f5a-7a39-4e6b-9a57-3f1d2b8c4d60"),
}
EXAMPLES = (
    Message("notifications.v1.notification_sent", msgspec.convert(_INVITATION, NotificationSentV1)),
    Message(
        "notifications.v1.notification_failed",
        msgspec.convert(_INVITATION | {"reason": Problem.permanent}, NotificationFailedV1),
    ),
    Message("notifications.v1.notification_uncertain", msgspec.convert(_INVITATION, NotificationUncertainV1)),
)

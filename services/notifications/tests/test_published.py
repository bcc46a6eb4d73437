from datetime import UTC, datetime
from uuid import UUID

import pytest

from eventlog import Event
from notifications.events import (
    About,
    Kind,
    NotificationDropped,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationUncertain,
    Problem,
    SendPostponed,
)
from notifications.published import EXAMPLES, announce

NOW = datetime(2026, 10, 12, tzinfo=UTC)
ABOUT = About(kind=Kind.invitation, cause_id=UUID(int=1), member_id=UUID(int=2), survey_id=UUID(int=3))
PUBLIC = [
    (NotificationSent(about=ABOUT, attempt_id=UUID(int=4), sent_at=NOW), "notification_sent"),
    (NotificationFailed(about=ABOUT, problem=Problem.permanent, reason="smtp_550"), "notification_failed"),
    (NotificationUncertain(about=ABOUT, attempt_id=UUID(int=4), reason="no_answer"), "notification_uncertain"),
]


@pytest.mark.parametrize(("event", "name"), PUBLIC)
def test_an_outcome_is_announced_without_saying_to_whom(event: Event, name: str) -> None:
    message = announce(UUID(int=9), event)
    assert message is not None
    assert message.subject == f"notifications.v1.{name}"
    assert not {"member_id", "address", "name", "link"} & set(message.data.__struct_fields__)


@pytest.mark.parametrize(
    "event",
    [
        NotificationQueued(about=ABOUT, queued_at=NOW),
        SendPostponed(reason="smtp_450", retry_at=NOW),
        NotificationDropped(about=ABOUT, reason="withdrawn"),
    ],
)
def test_what_is_no_outcome_is_nobody_elses_business(event: Event) -> None:
    assert announce(UUID(int=9), event) is None


def test_every_announcement_has_its_example() -> None:
    assert [message.subject for message in EXAMPLES] == [f"notifications.v1.{name}" for _, name in PUBLIC]

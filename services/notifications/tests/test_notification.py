"""The decision, three tests a command: does it, refuses it, stays quiet."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    SendAttempted,
    SendingAgainOrdered,
    SendPostponed,
)
from notifications.notification import (
    PERSISTENCE,
    BeginAttempt,
    CannotSendAgain,
    Command,
    Drop,
    NoSuchNotification,
    NotAttempted,
    NotDue,
    Notification,
    Queue,
    RecordFailed,
    RecordSent,
    RecordUncertain,
    SendAgain,
    Status,
    notification_decider,
    wait,
)

NOW = datetime(2026, 10, 12, 14, 5, tzinfo=UTC)
ABOUT = About(kind=Kind.invitation, cause_id=UUID(int=1), member_id=UUID(int=2), survey_id=UUID(int=3))
A, B, SENDER = UUID(int=10), UUID(int=11), UUID(int=20)

QUEUED = NotificationQueued(about=ABOUT, queued_at=NOW)
ATTEMPTED = SendAttempted(attempt_id=A, sender_id=SENDER, attempted_at=NOW)
SENT = NotificationSent(about=ABOUT, attempt_id=A, sent_at=NOW)
UNCERTAIN = NotificationUncertain(about=ABOUT, attempt_id=A, reason="no_answer")
FAILED = NotificationFailed(about=ABOUT, problem=Problem.permanent, reason="smtp_550")
DROPPED = NotificationDropped(about=ABOUT, reason="withdrawn")
AGAIN = SendingAgainOrdered(ordered_by=UUID(int=30), ordered_at=NOW)


def after(*events: Event) -> Notification:
    return notification_decider.fold(events)


def decided(command: Command, *history: Event, now: datetime = NOW) -> list[Event]:
    return list(notification_decider.decide(command, after(*history), now))


def test_queueing_a_new_mail_queues_it() -> None:
    assert decided(Queue(ABOUT)) == [QUEUED]


def test_queueing_a_mail_again_says_nothing_whatever_became_of_it() -> None:
    for history in ((QUEUED,), (QUEUED, ATTEMPTED), (QUEUED, ATTEMPTED, SENT), (QUEUED, FAILED), (QUEUED, DROPPED)):
        assert decided(Queue(ABOUT), *history) == []


@pytest.mark.parametrize("command", [BeginAttempt(A, SENDER), RecordSent(A), Drop("gone"), SendAgain(UUID(int=30))])
def test_nothing_can_be_done_with_a_mail_that_was_never_queued(command: Command) -> None:
    with pytest.raises(NoSuchNotification):
        decided(command)


def test_a_due_mail_is_attempted() -> None:
    assert decided(BeginAttempt(A, SENDER), QUEUED) == [ATTEMPTED]


@pytest.mark.parametrize(
    "history",
    [(ATTEMPTED,), (ATTEMPTED, SENT), (ATTEMPTED, UNCERTAIN), (FAILED,), (DROPPED,)],
    ids=["attempted", "sent", "uncertain", "failed", "dropped"],
)
def test_a_mail_that_is_not_waiting_is_never_attempted(history: tuple[Event, ...]) -> None:
    with pytest.raises(NotDue):
        decided(BeginAttempt(B, SENDER), QUEUED, *history)


def test_a_postponed_mail_is_not_attempted_before_its_time() -> None:
    postponed = SendPostponed(reason="smtp_450", retry_at=NOW + timedelta(minutes=1))
    with pytest.raises(NotDue):
        decided(BeginAttempt(A, SENDER), QUEUED, postponed)
    assert decided(BeginAttempt(A, SENDER), QUEUED, postponed, now=NOW + timedelta(minutes=2))


def test_beginning_the_same_attempt_twice_says_nothing_the_second_time() -> None:
    assert decided(BeginAttempt(A, SENDER), QUEUED, ATTEMPTED) == []


def test_what_was_attempted_is_sent() -> None:
    assert decided(RecordSent(A), QUEUED, ATTEMPTED) == [SENT]


def test_what_was_never_attempted_cannot_have_been_sent() -> None:
    with pytest.raises(NotAttempted):
        decided(RecordSent(A), QUEUED)


def test_sent_is_recorded_once() -> None:
    assert decided(RecordSent(A), QUEUED, ATTEMPTED, SENT) == []


def test_a_sender_cut_off_from_the_log_is_believed_when_it_comes_back_with_the_outcome() -> None:
    assert decided(RecordSent(A), QUEUED, ATTEMPTED, UNCERTAIN) == [SENT]
    assert decided(RecordSent(A), QUEUED, ATTEMPTED, UNCERTAIN, AGAIN) == [SENT]


def test_a_refusal_for_good_fails_the_mail() -> None:
    assert decided(RecordFailed(Problem.permanent, "smtp_550", A), QUEUED, ATTEMPTED) == [FAILED]
    assert decided(RecordFailed(Problem.permanent, "smtp_550"), QUEUED) == [FAILED]


def test_a_refusal_for_now_postpones_the_mail() -> None:
    (event,) = decided(RecordFailed(Problem.temporary, "smtp_450", spread=0.5), QUEUED)
    assert event == SendPostponed(reason="smtp_450", retry_at=NOW + timedelta(minutes=1))


def test_a_mail_that_is_refused_for_three_days_fails() -> None:
    (event,) = decided(RecordFailed(Problem.temporary, "smtp_450"), QUEUED, now=NOW + PERSISTENCE)
    assert event == NotificationFailed(about=ABOUT, problem=Problem.temporary, reason="smtp_450")


@pytest.mark.parametrize("history", [(ATTEMPTED, SENT), (ATTEMPTED, UNCERTAIN), (FAILED,), (DROPPED,)])
def test_a_late_failure_changes_nothing(history: tuple[Event, ...]) -> None:
    assert decided(RecordFailed(Problem.temporary, "x", A), QUEUED, *history) == []


def test_a_failure_of_another_attempt_changes_nothing() -> None:
    assert decided(RecordFailed(Problem.temporary, "x", B), QUEUED, ATTEMPTED) == []
    assert decided(RecordFailed(Problem.temporary, "x"), QUEUED, ATTEMPTED) == []
    assert decided(RecordFailed(Problem.temporary, "x", A), QUEUED) == []


def test_an_attempt_without_an_outcome_is_uncertain() -> None:
    assert decided(RecordUncertain(A, "no_answer"), QUEUED, ATTEMPTED) == [UNCERTAIN]


def test_a_mail_never_attempted_is_not_uncertain() -> None:
    with pytest.raises(NotAttempted):
        decided(RecordUncertain(A, "no_answer"), QUEUED)


def test_uncertainty_is_recorded_once_and_not_after_the_outcome() -> None:
    assert decided(RecordUncertain(A, "no_answer"), QUEUED, ATTEMPTED, UNCERTAIN) == []
    assert decided(RecordUncertain(A, "no_answer"), QUEUED, ATTEMPTED, SENT) == []
    assert decided(RecordUncertain(B, "no_answer"), QUEUED, ATTEMPTED) == []


def test_a_waiting_mail_is_dropped() -> None:
    assert decided(Drop("withdrawn"), QUEUED) == [DROPPED]


def test_a_mail_on_its_way_is_not_dropped() -> None:
    with pytest.raises(NotDue):
        decided(Drop("withdrawn"), QUEUED, ATTEMPTED)


def test_dropping_twice_says_nothing_the_second_time() -> None:
    assert decided(Drop("gone"), QUEUED, DROPPED) == []


@pytest.mark.parametrize("history", [(FAILED,), (ATTEMPTED, UNCERTAIN)], ids=["failed", "uncertain"])
def test_a_person_may_order_a_failed_or_uncertain_mail_again(history: tuple[Event, ...]) -> None:
    assert decided(SendAgain(UUID(int=30)), QUEUED, *history) == [AGAIN]
    assert after(QUEUED, *history, AGAIN).status is Status.queued


@pytest.mark.parametrize("history", [(ATTEMPTED, SENT), (DROPPED,)], ids=["sent", "dropped"])
def test_nobody_may_order_again_what_was_sent_or_should_not_be(history: tuple[Event, ...]) -> None:
    with pytest.raises(CannotSendAgain):
        decided(SendAgain(UUID(int=30)), QUEUED, *history)


def test_pressing_send_again_twice_orders_once() -> None:
    assert decided(SendAgain(UUID(int=30)), QUEUED, FAILED, AGAIN) == []
    assert decided(SendAgain(UUID(int=30)), QUEUED, ATTEMPTED) == []


def test_patience_grows_to_four_hours_and_spreads() -> None:
    assert [wait(n, 0.5) for n in range(6)] == [timedelta(minutes=m) for m in (1, 4, 16, 64, 240, 240)]
    assert wait(0, 0.0) == timedelta(seconds=45)
    assert wait(0, 1.0) == timedelta(seconds=75)
    assert wait(100_000, 0.5) == timedelta(hours=4)


commands = st.one_of(
    st.just(Queue(ABOUT)),
    st.builds(lambda attempt: BeginAttempt(attempt, SENDER), st.sampled_from([A, B])),
    st.builds(RecordSent, st.sampled_from([A, B])),
    st.builds(RecordFailed, st.sampled_from(Problem), st.just("x"), st.sampled_from([None, A, B])),
    st.builds(RecordUncertain, st.sampled_from([A, B]), st.just("x")),
    st.just(Drop("gone")),
    st.just(SendAgain(uuid4())),
)


@given(st.lists(commands, max_size=30))
def test_no_order_of_commands_hands_a_mail_over_twice_without_a_known_failure_or_a_person_between(
    script: list[Command],
) -> None:
    """Between two attempts stands either the knowledge that the first did not go, or a person's order."""
    state, now, history = Notification(), NOW, list[Event]()
    for command in script:
        now += timedelta(hours=5)
        try:
            events = notification_decider.decide(command, state, now)
        except (NoSuchNotification, NotDue, NotAttempted, CannotSendAgain):
            continue
        state = notification_decider.fold(events, state)
        history += events
    open_attempt = False
    for event in history:
        if isinstance(event, SendAttempted):
            assert not open_attempt
            open_attempt = True
        elif isinstance(event, SendPostponed | SendingAgainOrdered):
            open_attempt = False


SIGN_IN = NotificationQueued(about=About(kind=Kind.sign_in, cause_id=UUID(int=1), member_id=UUID(int=2)), queued_at=NOW)


def test_a_sign_in_is_not_attempted_when_its_code_is_too_old() -> None:
    assert decided(BeginAttempt(A, SENDER), SIGN_IN, now=NOW + timedelta(minutes=10))
    with pytest.raises(NotDue):
        decided(BeginAttempt(A, SENDER), SIGN_IN, now=NOW + timedelta(minutes=10, seconds=1))


def test_a_sign_in_that_would_come_too_late_is_not_tried_again() -> None:
    refused = RecordFailed(Problem.temporary, "smtp_450", A)
    (postponed,) = decided(refused, SIGN_IN, ATTEMPTED)
    assert isinstance(postponed, SendPostponed)
    dropped = NotificationDropped(about=SIGN_IN.about, reason="too_late")
    assert decided(refused, SIGN_IN, ATTEMPTED, now=NOW + timedelta(minutes=9, seconds=30)) == [dropped]


def test_what_is_only_counted_by_now_cannot_be_sent_again() -> None:
    again = SendAgain(UUID(int=30))
    assert decided(again, QUEUED, FAILED, now=NOW + timedelta(days=29))
    with pytest.raises(CannotSendAgain):
        decided(again, QUEUED, FAILED, now=NOW + timedelta(days=31))

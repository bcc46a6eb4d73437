from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from surveys.events import Audience, DispatchCompleted, DispatchOrdered
from surveys.inviting.dispatch import (
    AudienceHasChanged,
    CompleteDispatch,
    Dispatch,
    NobodyToInvite,
    NothingOrdered,
    NotOpen,
    OrderDispatch,
    decide,
    dispatch_decider,
)

NOW = datetime(2019, 10, 1, 9, tzinfo=UTC)
SURVEY, SENDER = UUID(int=1), UUID(int=2)
ORDER = OrderDispatch(SURVEY, Audience(), survey_open=True, expected=427, reached=427, by=SENDER)
ORDERED = DispatchOrdered(survey_id=SURVEY, audience=Audience(), ordered_by=SENDER)
COMPLETED = DispatchCompleted(survey_id=SURVEY, cut_short=False)
NOTHING = Dispatch()
UNDER_WAY = dispatch_decider.fold([ORDERED])
DONE = dispatch_decider.fold([ORDERED, COMPLETED])


def test_a_dispatch_is_ordered() -> None:
    assert decide(ORDER, NOTHING, NOW) == [ORDERED]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"survey_open": False}, NotOpen),
        ({"reached": 0, "expected": 0}, NobodyToInvite),
        ({"reached": 428}, AudienceHasChanged),
    ],
)
def test_a_dispatch_is_refused(change: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(msgspec.structs.replace(ORDER, **change), NOTHING, NOW)


def test_a_dispatch_is_ordered_once_even_when_the_audience_has_changed_since() -> None:
    assert decide(msgspec.structs.replace(ORDER, reached=0), UNDER_WAY, NOW) == []


def test_a_dispatch_is_completed() -> None:
    assert decide(CompleteDispatch(cut_short=False), UNDER_WAY, NOW) == [COMPLETED]


def test_what_was_not_ordered_is_not_completed() -> None:
    with pytest.raises(NothingOrdered):
        decide(CompleteDispatch(cut_short=False), NOTHING, NOW)


def test_a_dispatch_is_completed_once() -> None:
    assert decide(CompleteDispatch(cut_short=True), DONE, NOW) == []

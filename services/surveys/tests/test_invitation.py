from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from surveys.events import Background, InvitationIssued, ResponseStarted, ResponseSubmitted
from surveys.inviting.invitation import (
    AlreadyAnswered,
    Invitation,
    IssueInvitation,
    NoSuchInvitation,
    StartResponse,
    SubmitResponse,
    SurveyClosedRefused,
    decide,
    invitation_decider,
    invitation_id,
)

NOW = datetime(2019, 10, 1, 9, tzinfo=UTC)
SURVEY, MEMBER, DISPATCH = UUID(int=1), UUID(int=2), UUID(int=3)
BACKGROUND = Background("30-39", "woman", "sandvika", ("climate",), "nb")
ISSUE = IssueInvitation(SURVEY, MEMBER, DISPATCH, BACKGROUND)
ISSUED = InvitationIssued(survey_id=SURVEY, member_id=MEMBER, dispatch_id=DISPATCH, background=BACKGROUND)
STARTED = ResponseStarted(survey_id=SURVEY, background=BACKGROUND)
SUBMIT = SubmitResponse(
    submission_id=UUID(int=4),
    response_id=UUID(int=5),
    survey_open=True,
    language="nb",
    answers={"q1": "yes"},
    texts={"q2": "sealed"},
)
SUBMITTED = ResponseSubmitted(
    response_id=UUID(int=5),
    submission_id=UUID(int=4),
    survey_id=SURVEY,
    background=BACKGROUND,
    language="nb",
    answers={"q1": "yes"},
    texts={"q2": "sealed"},
)
NOTHING = Invitation()
INVITED = invitation_decider.fold([ISSUED])
BEGUN = invitation_decider.fold([ISSUED, STARTED])
ANSWERED = invitation_decider.fold([ISSUED, STARTED, SUBMITTED])
ANOTHER = msgspec.structs.replace(SUBMIT, submission_id=UUID(int=6))
TOO_LATE = msgspec.structs.replace(SUBMIT, survey_open=False)


def test_an_invitation_is_issued() -> None:
    assert decide(ISSUE, NOTHING, NOW) == [ISSUED]


def test_an_invitation_is_issued_once() -> None:
    assert decide(ISSUE, INVITED, NOW) == []


def test_a_response_is_started() -> None:
    assert decide(StartResponse(survey_open=True), INVITED, NOW) == [STARTED]


def test_a_response_is_started_once() -> None:
    assert decide(StartResponse(survey_open=True), BEGUN, NOW) == []


@pytest.mark.parametrize(
    ("invitation", "is_open", "refusal"),
    [(NOTHING, True, NoSuchInvitation), (INVITED, False, SurveyClosedRefused), (ANSWERED, True, AlreadyAnswered)],
)
def test_starting_is_refused(invitation: Invitation, is_open: bool, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(StartResponse(survey_open=is_open), invitation, NOW)


def test_a_response_is_submitted() -> None:
    assert decide(SUBMIT, BEGUN, NOW) == [SUBMITTED]


def test_who_sends_everything_at_once_has_also_started() -> None:
    assert decide(SUBMIT, INVITED, NOW) == [STARTED, SUBMITTED]


@pytest.mark.parametrize("again", [SUBMIT, TOO_LATE])
def test_the_same_submission_again_is_recorded_once(again: SubmitResponse) -> None:
    assert decide(again, ANSWERED, NOW) == []


@pytest.mark.parametrize(
    ("command", "invitation", "refusal"),
    [
        (SUBMIT, NOTHING, NoSuchInvitation),
        (ANOTHER, ANSWERED, AlreadyAnswered),
        (TOO_LATE, BEGUN, SurveyClosedRefused),
    ],
)
def test_submitting_is_refused(command: SubmitResponse, invitation: Invitation, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(command, invitation, NOW)


def test_a_member_can_have_one_invitation_to_a_survey_and_nobody_guesses_it() -> None:
    first = invitation_id(b"secret", SURVEY, MEMBER)
    assert first == invitation_id(b"secret", SURVEY, MEMBER)
    assert len({first, invitation_id(b"other", SURVEY, MEMBER), invitation_id(b"secret", MEMBER, SURVEY)}) == 3

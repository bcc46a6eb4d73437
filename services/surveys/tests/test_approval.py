from uuid import UUID

import pytest

from eventlog import Event
from surveys.drafting.commands import Reword
from surveys.drafting.manuscript import EditSurvey, ReplaceDefinition, UndoStep
from surveys.events import ReviewAsked, SurveyApproved, SurveyDrafted, SurveyPublished, SurveySentBack
from surveys.reviewing.approval import (
    Approve,
    AskForReview,
    ChangedSince,
    NotApproved,
    NotAskedFor,
    OwnWork,
    Review,
    SendBack,
)
from surveys.survey import NotADraft, PublishSurvey, Survey, SurveyCommand, decide, survey_decider

from .drafting.writing import NOW, document

SURVEY, KARI, OLA, EVA = (UUID(int=number) for number in range(1, 5))
ASK = AskForReview(SURVEY, KARI)
ASKED = ReviewAsked(survey_id=SURVEY, version=1, asked_by=KARI)
DRAFTED = SurveyDrafted(number="2019-001", definition=document(), losses=(), drafted_by=KARI)
APPROVED = SurveyApproved(survey_id=SURVEY, version=1, approved_by=OLA)
SENT_BACK = SurveySentBack(survey_id=SURVEY, note="Spør om gange også", sent_back_by=OLA)
PUBLISH = PublishSurvey(SURVEY, "om-sykling", 1, KARI)
PUBLISHED = SurveyPublished(
    survey_id=SURVEY, number="1", slug="s", definition=document(), minutes=1, published_at=NOW, published_by=KARI
)
DRAFT = survey_decider.fold([DRAFTED])
WAITING = survey_decider.fold([DRAFTED, ASKED])
READY = survey_decider.fold([DRAFTED, ASKED, APPROVED])
RETURNED = survey_decider.fold([DRAFTED, ASKED, SENT_BACK])
TITLE = Reword("survey", "title", "nb", "Om sykling", "Om å sykle")


def test_who_wrote_what_a_copy_took_over_unapproved_does_not_approve_the_copy() -> None:
    copy = SurveyDrafted(
        number="2019-002", definition=document(), losses=(), drafted_by=OLA, previous=SURVEY, co_authors=(KARI,)
    )
    asked = survey_decider.fold([copy, ReviewAsked(survey_id=SURVEY, version=1, asked_by=OLA)])
    for writer in (OLA, KARI):
        with pytest.raises(OwnWork):
            decide(Approve(SURVEY, 1, writer), asked, NOW)
    assert decide(Approve(SURVEY, 1, EVA), asked, NOW)


def after(survey: Survey, *commands: SurveyCommand) -> Survey:
    for command in commands:
        survey = survey_decider.fold(decide(command, survey, NOW), survey)
    return survey


@pytest.mark.parametrize("survey", [DRAFT, RETURNED])
def test_an_author_asks_for_review(survey: Survey) -> None:
    assert decide(ASK, survey, NOW) == [ASKED]


@pytest.mark.parametrize("survey", [WAITING, READY])
def test_asking_again_is_quiet(survey: Survey) -> None:
    assert decide(ASK, survey, NOW) == []


def test_a_colleague_approves_the_version_that_was_read() -> None:
    assert decide(Approve(SURVEY, 1, OLA), WAITING, NOW) == [APPROVED]


def test_nobody_approves_their_own_work() -> None:
    with pytest.raises(OwnWork):
        decide(Approve(SURVEY, 1, KARI), WAITING, NOW)


@pytest.mark.parametrize(
    "wrote", [EditSurvey(TITLE, OLA), ReplaceDefinition({**document(), "closing": {"nb": "Takk", "en": "Thanks"}}, (), OLA)]
)
def test_who_has_written_once_cannot_approve_ever_after(wrote: SurveyCommand) -> None:
    survey = after(DRAFT, wrote, ASK)
    with pytest.raises(OwnWork):
        decide(Approve(SURVEY, survey.approval.version, OLA), survey, NOW)
    undone = after(survey, UndoStep(OLA))
    with pytest.raises(OwnWork):
        decide(Approve(SURVEY, undone.approval.version, OLA), undone, NOW)


def test_undoing_what_somebody_else_wrote_is_writing() -> None:
    survey = after(DRAFT, EditSurvey(TITLE, KARI), UndoStep(OLA, step=2), ASK)
    with pytest.raises(OwnWork):
        decide(Approve(SURVEY, survey.approval.version, OLA), survey, NOW)


def test_what_was_changed_after_it_was_read_is_not_approved() -> None:
    survey = after(WAITING, EditSurvey(TITLE, KARI))
    with pytest.raises(ChangedSince):
        decide(Approve(SURVEY, 1, OLA), survey, NOW)
    assert after(survey, Approve(SURVEY, survey.approval.version, OLA)).approval.review is Review.approved


def test_nothing_is_approved_that_nobody_asked_about() -> None:
    for command in (Approve(SURVEY, 1, OLA), SendBack(SURVEY, "Nei", OLA)):
        with pytest.raises(NotAskedFor):
            decide(command, DRAFT, NOW)


def test_approving_twice_is_quiet() -> None:
    assert decide(Approve(SURVEY, 1, EVA), READY, NOW) == []


@pytest.mark.parametrize("survey", [WAITING, READY])
def test_a_colleague_sends_it_back_with_a_note(survey: Survey) -> None:
    assert decide(SendBack(SURVEY, SENT_BACK.note, OLA), survey, NOW) == [SENT_BACK]


def test_nobody_sends_back_their_own_work() -> None:
    with pytest.raises(OwnWork):
        decide(SendBack(SURVEY, "Nei", KARI), WAITING, NOW)


def test_what_is_approved_is_published() -> None:
    assert [type(event) for event in decide(PUBLISH, READY, NOW)] == [SurveyPublished]


def test_an_edit_after_the_approval_voids_it() -> None:
    for written in (after(READY, EditSurvey(TITLE, KARI)), after(READY, EditSurvey(TITLE, KARI), UndoStep(KARI))):
        assert written.approval.review is Review.none
        with pytest.raises(NotApproved):
            decide(PUBLISH, written, NOW)


@pytest.mark.parametrize("events", [[DRAFTED], [DRAFTED, ASKED], [DRAFTED, ASKED, SENT_BACK]])
def test_without_a_standing_approval_nothing_is_published(events: list[Event]) -> None:
    with pytest.raises(NotApproved):
        decide(PUBLISH, survey_decider.fold(events), NOW)


@pytest.mark.parametrize("command", [ASK, Approve(SURVEY, 1, OLA), SendBack(SURVEY, "Nei", OLA)])
def test_what_is_published_is_not_reviewed(command: SurveyCommand) -> None:
    with pytest.raises(NotADraft):
        decide(command, survey_decider.fold([DRAFTED, ASKED, APPROVED, PUBLISHED]), NOW)

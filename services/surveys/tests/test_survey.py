from datetime import UTC, datetime
from uuid import UUID

import pytest

from surveys.drafting.manuscript import ReplaceDefinition
from surveys.events import (
    Audience,
    AudienceChosen,
    DefinitionReplaced,
    Loss,
    ReviewAsked,
    SurveyApproved,
    SurveyClosed,
    SurveyDrafted,
    SurveyPublished,
)
from surveys.reviewing.approval import NotApproved
from surveys.survey import (
    AlreadyClosed,
    ChooseAudience,
    CloseSurvey,
    DraftSurvey,
    NoSuchSurvey,
    NotADraft,
    NotPublished,
    PublishSurvey,
    Survey,
    decide,
    slug_of,
    survey_decider,
)

NOW = datetime(2019, 10, 1, 9, tzinfo=UTC)
SURVEY, AUTHOR = UUID(int=1), UUID(int=2)
DEFINITION = {"title": {"nb": "Om klima"}, "languages": ["nb"]}
OTHER = {"title": {"nb": "Om været"}, "languages": ["nb"]}
DRAFTED = SurveyDrafted(number="2019-001", definition=DEFINITION, losses=(), drafted_by=AUTHOR)
PUBLISHED = SurveyPublished(
    survey_id=SURVEY,
    number="2019-001",
    slug="om-klima",
    definition=DEFINITION,
    minutes=5,
    published_at=NOW,
    published_by=AUTHOR,
)
CLOSED = SurveyClosed(survey_id=SURVEY, closed_at=NOW, closed_by=AUTHOR)
NOTHING = Survey()
APPROVED = [
    ReviewAsked(survey_id=SURVEY, version=1, asked_by=AUTHOR),
    SurveyApproved(survey_id=SURVEY, version=1, approved_by=UUID(int=3)),
]
DRAFT = survey_decider.fold([DRAFTED])
READY = survey_decider.fold([DRAFTED, *APPROVED])
OPEN = survey_decider.fold([DRAFTED, PUBLISHED])
ENDED = survey_decider.fold([DRAFTED, PUBLISHED, CLOSED])
DRAFT_IT = DraftSurvey("2019-001", DEFINITION, (), AUTHOR)
PUBLISH_IT = PublishSurvey(SURVEY, "om-klima", 5, AUTHOR)
CLOSE_IT = CloseSurvey(SURVEY, AUTHOR)
YOUNG = ChooseAudience(Audience(age_bands=("15-19",)), AUTHOR)


def test_a_survey_is_drafted() -> None:
    assert decide(DRAFT_IT, NOTHING, NOW) == [DRAFTED]


def test_a_survey_is_drafted_once() -> None:
    assert decide(DRAFT_IT, DRAFT, NOW) == []


def test_a_drafts_questions_are_replaced() -> None:
    losses = (Loss("q1", "script", "is not run"),)
    event = DefinitionReplaced(definition=OTHER, losses=losses, replaced_by=AUTHOR)
    assert decide(ReplaceDefinition(OTHER, losses, AUTHOR), DRAFT, NOW) == [event]


def test_a_published_surveys_questions_are_not_replaced() -> None:
    with pytest.raises(NotADraft):
        decide(ReplaceDefinition(OTHER, (), AUTHOR), OPEN, NOW)


def test_replacing_the_questions_with_the_same_changes_nothing() -> None:
    assert decide(ReplaceDefinition(DEFINITION, (), AUTHOR), DRAFT, NOW) == []


@pytest.mark.parametrize("survey", [DRAFT, OPEN])
def test_an_audience_is_chosen(survey: Survey) -> None:
    assert decide(YOUNG, survey, NOW) == [AudienceChosen(audience=YOUNG.audience, chosen_by=AUTHOR)]


def test_a_closed_survey_gets_no_audience() -> None:
    with pytest.raises(AlreadyClosed):
        decide(YOUNG, ENDED, NOW)


def test_choosing_the_same_audience_changes_nothing() -> None:
    chosen = survey_decider.fold([DRAFTED, AudienceChosen(audience=YOUNG.audience, chosen_by=AUTHOR)])
    assert decide(YOUNG, chosen, NOW) == []


def test_choosing_all_members_is_a_choice() -> None:
    everyone = ChooseAudience(Audience(), AUTHOR)
    assert decide(everyone, DRAFT, NOW) == [AudienceChosen(audience=Audience(), chosen_by=AUTHOR)]


def test_a_draft_is_published_with_the_questions_it_has() -> None:
    assert decide(PUBLISH_IT, READY, NOW) == [PUBLISHED]


def test_what_nobody_has_approved_is_not_published() -> None:
    with pytest.raises(NotApproved):
        decide(PUBLISH_IT, DRAFT, NOW)


def test_a_closed_survey_is_not_published_again() -> None:
    with pytest.raises(AlreadyClosed):
        decide(PUBLISH_IT, ENDED, NOW)


def test_a_survey_is_published_once() -> None:
    assert decide(PUBLISH_IT, OPEN, NOW) == []


def test_a_published_survey_is_closed() -> None:
    assert decide(CLOSE_IT, OPEN, NOW) == [CLOSED]


def test_a_draft_is_not_closed() -> None:
    with pytest.raises(NotPublished):
        decide(CLOSE_IT, DRAFT, NOW)


def test_a_survey_is_closed_once() -> None:
    assert decide(CLOSE_IT, ENDED, NOW) == []


@pytest.mark.parametrize("command", [ReplaceDefinition(OTHER, (), AUTHOR), YOUNG, PUBLISH_IT, CLOSE_IT])
def test_nothing_happens_to_a_survey_that_is_not_there(command: object) -> None:
    with pytest.raises(NoSuchSurvey):
        decide(command, NOTHING, NOW)  # type: ignore[arg-type] # each is a command


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Om nettsidene våre", "om-nettsidene-vare"), ("Ærlig talt: øl?", "aerlig-talt-ol"), ("你好", "undersokelse")],
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_an_address_is_never_long() -> None:
    assert slug_of("a " * 100) == "-".join("a" * 30)

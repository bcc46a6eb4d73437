from datetime import timedelta

import pytest

from analytics.events import Findings, FindingsReworded, ResultPublished
from analytics.publication import FindingsTooLong, Publication, PublishResult, TooFewAnswers, evolve, publish

from .panel import SURVEY, WHEN
from .test_figures import told_of

FOUND = Findings(({"nb": "Sju av ti vil ha flere busser."},))
NOTHING = Publication()


def command(people: int, findings: Findings = FOUND) -> PublishResult:
    return PublishResult(SURVEY, "om-klima", {"nb": "Om klima"}, told_of(people), findings)


def published(people: int) -> Publication:
    (event,) = publish(command(people), NOTHING, WHEN)
    return evolve(NOTHING, event)


def test_a_result_is_published_with_its_figures_frozen() -> None:
    (event,) = publish(command(40), NOTHING, WHEN)
    assert isinstance(event, ResultPublished)
    assert (event.figures, event.findings, event.published_at) == (told_of(40), FOUND, WHEN)


def test_a_result_of_nine_is_refused() -> None:
    with pytest.raises(TooFewAnswers):
        publish(command(9), NOTHING, WHEN)


@pytest.mark.parametrize("findings", [Findings(({"nb": "a" * 301},)), Findings(({"nb": "a"},) * 4)])
def test_too_long_or_too_many_findings_are_refused(findings: Findings) -> None:
    with pytest.raises(FindingsTooLong):
        publish(command(40, findings), NOTHING, WHEN)


def test_publishing_the_same_again_stays_quiet() -> None:
    assert publish(command(40), published(40), WHEN + timedelta(hours=1)) == []


def test_nine_new_responses_change_no_figure() -> None:
    assert publish(command(49), published(40), WHEN) == []


def test_nine_new_responses_let_the_words_change_alone() -> None:
    words = Findings(({"nb": "Åtte av ti vil ha flere busser."},))
    (event,) = publish(command(49, words), published(40), WHEN)
    assert event == FindingsReworded(survey_id=SURVEY, findings=words, reworded_at=WHEN)
    assert evolve(published(40), event) == Publication(told_of(40), words)


def test_ten_new_responses_are_published() -> None:
    (event,) = publish(command(50), published(40), WHEN)
    assert isinstance(event, ResultPublished)
    assert event.figures.funnel.completed == 50

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from eventlog import Refused
from membership.campaigns.campaign import (
    NEIGHBOUR,
    Campaign,
    ChangeCampaign,
    Command,
    CreateCampaign,
    EffortUnfit,
    EndsBeforeItStarts,
    LessThanNothing,
    MessageUnfit,
    NoSuchCampaign,
    RecordEffort,
    SlugTaken,
    SlugUnfit,
    campaigns,
    decide,
)
from membership.campaigns.campaign_events import CampaignChanged, CampaignCreated, Channel, EffortRecorded

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CREATE = CreateCampaign("byfesten", Channel.event, "Si din mening på Byfesten", date(2026, 6, 6), date(2026, 6, 8), UUID(int=1))
CHANGE = ChangeCampaign("byfesten", "Møt oss på torget", date(2026, 6, 6), None, UUID(int=2))
RECORD = RecordEffort(UUID(int=9), "byfesten", Decimal("2.5"), 400, UUID(int=2))


def after(*commands: Command) -> Campaign:
    campaign = Campaign()
    for command in commands:
        campaign = campaigns.fold(decide(command, campaign, NOW), campaign)
    return campaign


def test_a_campaign_is_created() -> None:
    (event,) = decide(CREATE, Campaign(), NOW)
    assert event == CampaignCreated(
        slug="byfesten",
        channel=Channel.event,
        message="Si din mening på Byfesten",
        starts_on=date(2026, 6, 6),
        ends_on=date(2026, 6, 8),
        created_by=UUID(int=1),
        created_at=NOW,
    )


def test_a_short_address_is_one_campaign() -> None:
    with pytest.raises(SlugTaken):
        decide(replace(CREATE, message="Noe annet"), after(CREATE), NOW)


@pytest.mark.parametrize("slug", ["", "x", "Byfesten", "by festen", "-by", "by-", "bæring", "a/b", "../x", "a" * 41, "by\n"])
def test_a_short_address_must_be_easy_to_type(slug: str) -> None:
    with pytest.raises(SlugUnfit):
        decide(replace(CREATE, slug=slug), Campaign(), NOW)


@pytest.mark.parametrize(
    ("unfit", "refusal"),
    [
        (replace(CREATE, message=""), MessageUnfit),
        (replace(CREATE, message="a" * 201), MessageUnfit),
        (replace(CREATE, message="Si din\0 mening"), MessageUnfit),
        (replace(CREATE, ends_on=date(2026, 6, 5)), EndsBeforeItStarts),
    ],
)
def test_an_unfit_campaign_is_refused(unfit: CreateCampaign, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        decide(unfit, Campaign(), NOW)


def test_the_same_form_sent_twice_is_recorded_once() -> None:
    assert decide(CREATE, after(CREATE), NOW + timedelta(seconds=2)) == []


def test_the_neighbours_address_is_taken() -> None:
    with pytest.raises(SlugTaken):
        decide(replace(CREATE, slug=NEIGHBOUR), Campaign(), NOW)


def test_what_a_campaign_says_can_be_changed() -> None:
    (event,) = decide(CHANGE, after(CREATE), NOW)
    assert event == CampaignChanged(
        slug="byfesten",
        message="Møt oss på torget",
        starts_on=date(2026, 6, 6),
        ends_on=None,
        changed_by=UUID(int=2),
        changed_at=NOW,
    )


def test_a_change_is_refused_when_it_is_unfit_or_of_no_campaign() -> None:
    with pytest.raises(NoSuchCampaign):
        decide(CHANGE, Campaign(), NOW)
    with pytest.raises(MessageUnfit):
        decide(replace(CHANGE, message=""), after(CREATE), NOW)
    with pytest.raises(EndsBeforeItStarts):
        decide(replace(CHANGE, ends_on=date(2026, 6, 1)), after(CREATE), NOW)


def test_the_same_change_again_is_none() -> None:
    assert decide(CHANGE, after(CREATE, CHANGE), NOW) == []


def test_a_campaign_that_was_changed_may_still_be_sent_twice() -> None:
    assert decide(CREATE, after(CREATE, CHANGE), NOW) == []


def test_effort_is_recorded() -> None:
    (event,) = decide(RECORD, after(CREATE), NOW)
    assert event == EffortRecorded(
        entry_id=UUID(int=9), slug="byfesten", hours=Decimal("2.5"), kroner=400, recorded_by=UUID(int=2), recorded_at=NOW
    )


@pytest.mark.parametrize("hours", ["NaN", "Infinity", "1000.25", "-1001", "0.1", "1e9", "0"])
def test_effort_that_is_no_effort_is_refused(hours: str) -> None:
    with pytest.raises(EffortUnfit):
        decide(replace(RECORD, hours=Decimal(hours), kroner=0), after(CREATE), NOW)


@pytest.mark.parametrize("hours", ["1e-999999999", "0e-999999999", "0e999999999", "1e999999999999", "-1e999999999999", "sNaN"])
def test_hours_that_no_database_could_hold_are_refused_before_they_are_reckoned_with(hours: str) -> None:
    with pytest.raises(EffortUnfit):
        decide(replace(RECORD, hours=Decimal(hours)), after(CREATE), NOW)


def test_effort_on_no_campaign_is_refused_but_neighbours_may_take_effort() -> None:
    with pytest.raises(NoSuchCampaign):
        decide(RECORD, Campaign(), NOW)
    assert decide(replace(RECORD, slug=NEIGHBOUR), Campaign(), NOW)


def test_effort_can_be_put_right_but_not_to_less_than_nothing() -> None:
    with pytest.raises(LessThanNothing):
        decide(replace(RECORD, entry_id=UUID(int=10), hours=Decimal(-3)), after(CREATE, RECORD), NOW)
    assert after(CREATE, RECORD, replace(RECORD, entry_id=UUID(int=10), hours=Decimal(-2), kroner=0)).hours == Decimal("0.5")


def test_the_same_effort_sent_twice_is_recorded_once() -> None:
    assert decide(RECORD, after(CREATE, RECORD), NOW) == []

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from eventlog import Refused
from membership.campaign import (
    Campaign,
    CreateCampaign,
    EndsBeforeItStarts,
    MessageUnfit,
    SlugTaken,
    SlugUnfit,
    campaigns,
    decide,
)
from membership.events import CampaignCreated, Channel

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CREATE = CreateCampaign("byfesten", Channel.event, "Si din mening på Byfesten", date(2026, 6, 6), date(2026, 6, 8), UUID(int=1))


def after(command: CreateCampaign) -> Campaign:
    return campaigns.fold(decide(command, Campaign(), NOW))


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

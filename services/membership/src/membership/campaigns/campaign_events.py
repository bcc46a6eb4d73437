"""Private facts of the campaigns. Nothing personal stands in them: staff are known by their ids."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from eventlog import Event, EventTypes


class Channel(StrEnum):
    newspaper = "newspaper"
    municipal_paper = "municipal_paper"
    event = "event"
    social_media = "social_media"
    poster = "poster"
    association = "association"
    other = "other"
    neighbour = "neighbour"  # of members who tell others; one campaign, always there


class CampaignCreated(Event, frozen=True, tag="campaign_created"):
    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    created_by: UUID
    created_at: datetime


class CampaignChanged(Event, frozen=True, tag="campaign_changed"):
    """What it says and when, as they are now. Its address and channel stay: they stand on what is printed."""

    slug: str
    message: str
    starts_on: date
    ends_on: date | None
    changed_by: UUID
    changed_at: datetime


class EffortRecorded(Event, frozen=True, tag="effort_recorded"):
    """Work and money put into a campaign. Less than nothing puts an earlier entry right."""

    entry_id: UUID
    slug: str
    hours: Decimal
    kroner: int
    recorded_by: UUID
    recorded_at: datetime


CAMPAIGN_EVENTS = EventTypes(CampaignCreated, CampaignChanged, EffortRecorded)

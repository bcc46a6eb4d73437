"""One recruitment effort in one channel, with a short link of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid5

from eventlog import Decider, Event, Refused
from membership.events import CAMPAIGN_EVENTS, CampaignCreated, Channel

CAMPAIGNS = UUID("8c0b6f0e-53a4-4b39-9a0e-7d5b1a6e7c42")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])")
LONGEST_MESSAGE = 200


class SlugTaken(Refused):
    code: ClassVar[str] = "slug_taken"
    title: ClassVar[str] = "En annen kampanje har allerede denne korte adressen"


class SlugUnfit(Refused):
    code: ClassVar[str] = "slug_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Bruk 2–40 små bokstaver fra a til z, tall og bindestrek i den korte adressen"


class MessageUnfit(Refused):
    code: ClassVar[str] = "message_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Skriv hva kampanjen sier, med høyst 200 tegn"


class EndsBeforeItStarts(Refused):
    code: ClassVar[str] = "ends_before_it_starts"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Kampanjen kan ikke slutte før den begynner"


@dataclass(frozen=True)
class CreateCampaign:
    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    created_by: UUID


@dataclass(frozen=True)
class Campaign:
    created: CampaignCreated | None = None


def campaign_id(slug: str) -> UUID:
    """A short link is one campaign: the id is made from it."""
    return uuid5(CAMPAIGNS, slug)


def decide(command: CreateCampaign, campaign: Campaign, now: datetime) -> Sequence[Event]:
    if not SLUG.fullmatch(command.slug):
        raise SlugUnfit
    if not 1 <= len(command.message) <= LONGEST_MESSAGE or not command.message.isprintable():
        raise MessageUnfit
    if command.ends_on is not None and command.ends_on < command.starts_on:
        raise EndsBeforeItStarts
    wanted = _created(command, now)
    if campaign.created is None:
        return [wanted]
    if _same(campaign.created, wanted):
        return []
    raise SlugTaken


def _created(command: CreateCampaign, now: datetime) -> CampaignCreated:
    return CampaignCreated(
        slug=command.slug,
        channel=command.channel,
        message=command.message,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        created_by=command.created_by,
        created_at=now,
    )


def _same(made: CampaignCreated, wanted: CampaignCreated) -> bool:
    """The same form sent twice by the same person."""
    return (made.channel, made.message, made.starts_on, made.ends_on, made.created_by) == (
        wanted.channel,
        wanted.message,
        wanted.starts_on,
        wanted.ends_on,
        wanted.created_by,
    )


def evolve(campaign: Campaign, event: Event) -> Campaign:
    return Campaign(event) if isinstance(event, CampaignCreated) else campaign


campaigns: Decider[CreateCampaign, Campaign] = Decider(decide, evolve, Campaign(), CAMPAIGN_EVENTS)

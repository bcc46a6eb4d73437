"""One recruitment effort in one channel, with a short link of its own: what it says, when, and what it costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID, uuid5

from eventlog import Decider, Event, Refused
from membership.campaigns.campaign_events import CAMPAIGN_EVENTS, CampaignChanged, CampaignCreated, Channel, EffortRecorded

CAMPAIGNS = UUID("8c0b6f0e-53a4-4b39-9a0e-7d5b1a6e7c42")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])")
NEIGHBOUR = "nabo"
"""The short link members share with others. Nobody makes this campaign, and nobody can change what it says."""
LONGEST_MESSAGE = 200
MOST_HOURS = 1000
MOST_KRONER = 1_000_000
MOST_DECIMALS = 6


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


class NoSuchCampaign(Refused):
    code: ClassVar[str] = "no_such_campaign"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Vi finner ikke denne kampanjen"


class EffortUnfit(Refused):
    code: ClassVar[str] = "effort_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Skriv timer i hele kvarter og hele kroner, høyst 1000 timer og 1 000 000 kroner om gangen"


class LessThanNothing(Refused):
    code: ClassVar[str] = "less_than_nothing"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Da blir det mindre enn null til sammen. Trekk ikke fra mer enn det som er ført."


@dataclass(frozen=True)
class CreateCampaign:
    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    created_by: UUID


@dataclass(frozen=True)
class ChangeCampaign:
    slug: str
    message: str
    starts_on: date
    ends_on: date | None
    changed_by: UUID


@dataclass(frozen=True)
class RecordEffort:
    """`entry_id` is made when the form is shown, so that a form sent twice is one entry."""

    entry_id: UUID
    slug: str
    hours: Decimal
    kroner: int
    recorded_by: UUID


Command = CreateCampaign | ChangeCampaign | RecordEffort


@dataclass(frozen=True)
class Campaign:
    created: CampaignCreated | None = None
    message: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours: Decimal = Decimal(0)
    kroner: int = 0
    entries: frozenset[UUID] = frozenset()


def campaign_id(slug: str) -> UUID:
    """A short link is one campaign: the id is made from it."""
    return uuid5(CAMPAIGNS, slug)


def decide(command: Command, campaign: Campaign, now: datetime) -> Sequence[Event]:
    match command:
        case CreateCampaign():
            return _create(command, campaign, now)
        case ChangeCampaign():
            return _change(command, campaign, now)
        case RecordEffort():
            return _record(command, campaign, now)


def _create(command: CreateCampaign, campaign: Campaign, now: datetime) -> Sequence[Event]:
    if not SLUG.fullmatch(command.slug):
        raise SlugUnfit
    _must_be_fit(command)
    if command.slug == NEIGHBOUR:
        raise SlugTaken
    wanted = CampaignCreated(
        slug=command.slug,
        channel=command.channel,
        message=command.message,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        created_by=command.created_by,
        created_at=now,
    )
    if campaign.created is None:
        return [wanted]
    if _same(campaign.created, wanted):
        return []
    raise SlugTaken


def _change(command: ChangeCampaign, campaign: Campaign, now: datetime) -> Sequence[Event]:
    if campaign.created is None:
        raise NoSuchCampaign
    _must_be_fit(command)
    wanted = (command.message, command.starts_on, command.ends_on)
    if wanted == (campaign.message, campaign.starts_on, campaign.ends_on):
        return []
    return [
        CampaignChanged(
            slug=command.slug,
            message=command.message,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            changed_by=command.changed_by,
            changed_at=now,
        )
    ]


def _must_be_fit(command: CreateCampaign | ChangeCampaign) -> None:
    if not 1 <= len(command.message) <= LONGEST_MESSAGE or not command.message.isprintable():
        raise MessageUnfit
    if command.ends_on is not None and command.ends_on < command.starts_on:
        raise EndsBeforeItStarts


def _record(command: RecordEffort, campaign: Campaign, now: datetime) -> Sequence[Event]:
    if campaign.created is None and command.slug != NEIGHBOUR:
        raise NoSuchCampaign
    if command.entry_id in campaign.entries:
        return []
    if not _fit(command):
        raise EffortUnfit
    if campaign.hours + command.hours < 0 or campaign.kroner + command.kroner < 0:
        raise LessThanNothing
    return [
        EffortRecorded(
            entry_id=command.entry_id,
            slug=command.slug,
            hours=command.hours,
            kroner=command.kroner,
            recorded_by=command.recorded_by,
            recorded_at=now,
        )
    ]


def _fit(command: RecordEffort) -> bool:
    """Something, in whole quarters of an hour and whole kroner. NaN is no number of hours.

    How a figure is written is looked at before it is reckoned with: 0E+99999 is nothing, and no database can hold it.
    """
    exponent = command.hours.as_tuple().exponent
    if not isinstance(exponent, int) or not -MOST_DECIMALS <= exponent <= 0:
        return False
    if abs(command.hours) > MOST_HOURS or abs(command.kroner) > MOST_KRONER:
        return False
    return (command.hours * 4) % 1 == 0 and bool(command.hours or command.kroner)


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
    match event:
        case CampaignCreated(message=message, starts_on=starts_on, ends_on=ends_on):
            return replace(campaign, created=event, message=message, starts_on=starts_on, ends_on=ends_on)
        case CampaignChanged(message=message, starts_on=starts_on, ends_on=ends_on):
            return replace(campaign, message=message, starts_on=starts_on, ends_on=ends_on)
        case EffortRecorded(entry_id=entry_id, hours=hours, kroner=kroner):
            return replace(
                campaign,
                hours=campaign.hours + hours,
                kroner=campaign.kroner + kroner,
                entries=campaign.entries | {entry_id},
            )
        case _:
            return campaign


campaigns: Decider[Command, Campaign] = Decider(decide, evolve, Campaign(), CAMPAIGN_EVENTS)

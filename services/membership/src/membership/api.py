"""JSON for web clients: join and confirm, and what staff ask of the panel. Parse, execute, answer; no rules."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from membership import documents
from membership.campaigns import recruitment
from membership.campaigns.campaign import CreateCampaign, RecordEffort, campaign_id, campaigns
from membership.campaigns.campaign_events import Channel
from membership.events import Language
from membership.pages.composition import composition_now
from membership.pages.languages import read_in
from membership.pages.public import known_campaign
from membership.parts import PartsOf
from membership.signing_up import consent, front_page, joining, waiting
from membership.signing_up.asked import Kind, asked_by, shown
from membership.signing_up.floods import LONGEST_PROOF, Shown, address_of
from membership.signing_up.form import GENDERS, NotAccepted, Written, check
from runtime.house import Db, Log, Now
from runtime.problems import Problem
from runtime.rights import Staff, needs, open_to_all
from ui import language_of, mark, site_of, translate
from ui.formats import HERE

router = APIRouter(prefix="/api/membership", tags=["membership"])
MANY_FROM_HERE = mark("Mange bruker skjemaet herfra akkurat nå")
MOST_CAMPAIGNS = 1000
SHOWN = ("slug", "channel", "message", "starts_on", "ends_on", "visits", "sign_ups", "joined", "hours", "kroner")
Short = Annotated[str, Field(max_length=300)]


class SignUpWritten(BaseModel):
    """What a person wrote. `consent` is the version of the consent text they agreed to (GET /api/membership/form).

    `extra` holds answers to the municipality's own fields by name; what is not asked is not stored. After a 429 send it again
    with `proof`, the answer's `challenge` solved as ALTCHA does it, or with its `ticket` after `wait` seconds.
    """

    name: Short = ""
    email: Short
    gender: Short = ""
    birth_year: int
    area: Short = ""
    interests: Annotated[list[Short], Field(max_length=40)] = []
    extra: Annotated[dict[Short, Short], Field(max_length=20)] = {}
    consent: Short
    campaign: Short = ""
    language: Language = "nb"
    proof: Annotated[str, Field(max_length=LONGEST_PROOF)] = ""
    ticket: Short = ""


class Accepted(BaseModel):
    """The same for every address: the rest is told in a mail."""

    status: Literal["check_your_mail"] = "check_your_mail"


class Confirmation(BaseModel):
    """`consent`: the version of the words, where the person was brought along and has agreed to none before."""

    token: Annotated[str, Field(max_length=100)]
    consent: Short = ""


class Confirmed(BaseModel):
    status: Literal["member"] = "member"


class FieldDescription(BaseModel):
    """One field. `kind` is null for those named in SignUpWritten; the municipality's own are sent in its `extra`."""

    name: str
    label: str
    purpose: str
    required: bool
    help: str
    kind: Kind | None
    options: dict[str, str]


class FormDescription(BaseModel):
    """All that a client needs to show the form. `fields` are those asked, in the order of the form; no other is stored."""

    consent_version: str
    notice_version: str
    consent_text: str
    genders: list[str]
    areas: dict[str, str]
    interests: dict[str, str]
    fields: list[FieldDescription]


class LatestResult(BaseModel):
    slug: str
    title: dict[str, str]
    invited: int
    completed: int


class PanelAtAGlance(BaseModel):
    members: int
    results: list[LatestResult]


class CampaignWritten(BaseModel):
    slug: Short
    channel: Channel
    message: Short
    starts_on: date
    ends_on: date | None = None


class CampaignShown(CampaignWritten):
    """`hours` is null while nobody has told of any effort."""

    link: str
    visits: int = 0
    sign_ups: int = 0
    joined: int = 0
    hours: float | None = None
    kroner: int = 0


class EffortWritten(BaseModel):
    """Added to what is recorded. `entry_id` is the client's own, so that what is sent twice counts once."""

    entry_id: UUID
    hours: Decimal
    kroner: int = 0


class GroupShown(BaseModel):
    """`members` is null where the group is hidden."""

    age_band: str | None
    gender: str | None
    members: int | None


class PanelShown(BaseModel):
    members: int
    waiting: int
    groups: list[GroupShown]
    areas: dict[str, int | None]


@router.get("/form", dependencies=[open_to_all])
async def form(request: Request) -> FormDescription:
    language, here = language_of(request), site_of(request).municipality
    say = translate(language)
    asked = [
        FieldDescription(**{**asdict(field), "options": dict(field.options)}) for field in shown(asked_by(here), language, say)
    ]
    return FormDescription(
        fields=asked,
        consent_version=consent.VERSION,
        consent_text=consent.text(read_in(request)),
        notice_version=documents.newest(documents.Kind.notice).id,
        genders=list(GENDERS),
        areas=dict(here.areas),
        interests=here.interests(language),
    )


@router.post("/sign-ups", status_code=202, dependencies=[open_to_all])
async def sign_up(request: Request, body: SignUpWritten, parts: PartsOf, now: Now) -> Accepted:
    written = Written(
        name=body.name,
        email=body.email,
        gender=body.gender,
        birth_year=str(body.birth_year),
        area=body.area,
        interests=tuple(body.interests),
        extra=body.extra,
        consent=body.consent,
    )
    try:
        applicant = check(written, site_of(request).municipality, now.astimezone(HERE).date())
    except NotAccepted as refused:
        say = translate(language_of(request))
        errors = [{"field": field, "text": say(text)} for field, text in refused.problems]
        raise Problem(422, "not_accepted", extra={"errors": errors}) from None
    slowed = parts.floods.slow(address_of(request), Shown(body.proof, body.ticket), now)
    if slowed:
        raise Problem(429, "many_from_here", MANY_FROM_HERE, extra=asdict(slowed))
    await joining.sign_up(parts, applicant, body.language, await known_campaign(parts, body.campaign), now)
    return Accepted()


@router.post("/confirmations", dependencies=[open_to_all])
async def confirm(request: Request, body: Confirmation, parts: PartsOf, now: Now) -> Confirmed:
    """With the token of the link in the mail. Said twice, it changes nothing."""
    given = consent.given(read_in(request)) if body.consent == consent.VERSION else None
    await joining.confirm(parts, parts.member_of(body.token), now, given)
    return Confirmed()


@router.get("/panel", dependencies=[open_to_all])
async def at_a_glance(db: Db) -> PanelAtAGlance:
    async with db.connect() as connection:
        shown = await front_page.front_page(connection)
    results = [LatestResult(slug=r.slug, title=r.titles, invited=r.invited, completed=r.completed) for r in shown.results]
    return PanelAtAGlance(members=shown.members, results=results)


@router.get("/staff/panel", dependencies=[needs("panel:read")])
async def the_panel(request: Request, db: Db) -> PanelShown:
    async with db.connect() as connection:
        seen = await composition_now(request, connection)
        unconfirmed = await waiting.count(connection)
    groups = [
        GroupShown(age_band=of.key[0], gender=of.key[1], members=of.members)
        for of in (seen.by_people.groups if seen.by_people else ())
    ]
    areas = {of.key: of.members for of in seen.by_area.groups} if seen.by_area else {}
    return PanelShown(members=seen.members, waiting=unconfirmed, groups=groups, areas=areas)


@router.get("/staff/campaigns", dependencies=[needs("panel:read")])
async def list_campaigns(request: Request, db: Db) -> list[CampaignShown]:
    """The newest thousand."""
    async with db.connect() as connection:
        known = await recruitment.newest(connection, None, MOST_CAMPAIGNS)
    return [
        CampaignShown(**{name: getattr(campaign, name) for name in SHOWN}, link=_link(request, campaign.slug))
        for campaign in known
    ]


@router.post("/staff/campaigns", status_code=201)
async def create_campaign(
    request: Request, body: CampaignWritten, staff: Annotated[Staff, needs("panel:write")], log: Log, now: Now
) -> CampaignShown:
    command = CreateCampaign(
        slug=body.slug,
        channel=body.channel,
        message=body.message,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        created_by=staff.id,
    )
    outcome = await log.execute(campaigns, campaign_id(command.slug), command, now)
    await log.caught_up(recruitment.projection.name, outcome.position)
    return CampaignShown(**body.model_dump(), link=_link(request, body.slug))


@router.post("/staff/campaigns/{slug}/effort", status_code=204)
async def record_effort(
    slug: Short, body: EffortWritten, staff: Annotated[Staff, needs("panel:write")], log: Log, now: Now
) -> None:
    command = RecordEffort(body.entry_id, slug, body.hours, body.kroner, staff.id)
    outcome = await log.execute(campaigns, campaign_id(slug), command, now)
    await log.caught_up(recruitment.projection.name, outcome.position)


def _link(request: Request, slug: str) -> str:
    return f"{site_of(request).public_url.rstrip('/')}/k/{slug}"

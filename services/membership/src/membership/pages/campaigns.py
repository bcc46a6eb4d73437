"""The campaigns as staff see them: make one, print it, write down the work, and see what came of it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import FormData
from starlette.responses import Response

from eventlog import EventLog, Refused
from membership.campaigns import recruitment
from membership.campaigns.campaign import (
    NEIGHBOUR,
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
    campaign_id,
    campaigns,
)
from membership.campaigns.campaign_events import Channel
from membership.campaigns.recruitment import CampaignCount
from membership.pages.campaign_figures import figures_of
from membership.pages.printed import code_picture, short_link
from runtime.house import Db, Log, Now
from runtime.rights import Staff, needs
from ui import language_of, mark, page, translate
from ui.formats import HERE

router = APIRouter(prefix="/staff/panel/campaigns", include_in_schema=False)

CHANNELS = {
    Channel.newspaper: mark("Avis"),
    Channel.municipal_paper: mark("Kommunens egen avis"),
    Channel.event: mark("Arrangement"),
    Channel.social_media: mark("Sosiale medier"),
    Channel.poster: mark("Plakat"),
    Channel.association: mark("Lag og møter"),
    Channel.other: mark("Annet"),
    Channel.neighbour: mark("Fra nabo til nabo"),
}
MADE_BY_STAFF = [channel for channel in Channel if channel is not Channel.neighbour]
CHANNEL_MISSING = mark("Velg kanalen kampanjen går i")
START_UNFIT = mark("Skriv startdagen som år-måned-dag, for eksempel 2026-05-17")
END_UNFIT = mark("Skriv siste dag som år-måned-dag, eller la feltet stå tomt")
FIELD_OF: dict[type[Refused], str] = {
    SlugTaken: "slug",
    SlugUnfit: "slug",
    MessageUnfit: "message",
    EndsBeforeItStarts: "ends_on",
    EffortUnfit: "hours",
    LessThanNothing: "hours",
}
PAGE = 50
FIGURE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{0,6})?")
Problems = list[tuple[str, str]]
Slug = Annotated[str, Path(max_length=60)]


@router.get("", dependencies=[needs("panel:read")])
async def list_campaigns(request: Request, db: Db, now: Now, after: Annotated[str, Query(max_length=60)] = "") -> Response:
    return await _list(request, db, {"starts_on": _today(now).isoformat()}, [], after)


@router.post("")
async def create_campaign(
    request: Request, staff: Annotated[Staff, needs("panel:write")], log: Log, db: Db, now: Now
) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    command = _wanted(form, staff)
    problems = command if isinstance(command, list) else await _problems(log, command, now)
    if problems or isinstance(command, list):
        return await _list(request, db, _written(form), problems)
    return RedirectResponse(f"/staff/panel/campaigns/{command.slug}?done=made", 303)


@router.get("/{slug}", dependencies=[needs("panel:read")])
async def the_campaign(
    request: Request, slug: Slug, db: Db, now: Now, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    return await _show(request, db, slug, now, done=done)


@router.post("/{slug}")
async def change_campaign(
    request: Request, slug: Slug, staff: Annotated[Staff, needs("panel:write")], log: Log, db: Db, now: Now
) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    starts_on, ends_on, problems = _period(form)
    if starts_on is not None and not problems:
        problems = await _problems(log, ChangeCampaign(slug, _line(form, "message"), starts_on, ends_on, staff.id), now)
    if problems:
        return await _show(request, db, slug, now, written=_written(form), problems=problems)
    return RedirectResponse(f"/staff/panel/campaigns/{slug}?done=changed", 303)


@router.post("/{slug}/effort")
async def record_effort(
    request: Request, slug: Slug, staff: Annotated[Staff, needs("panel:write")], log: Log, db: Db, now: Now
) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    problems = await _problems(log, command, now) if (command := _effort(form, slug, staff)) else _unreadable()
    if problems:
        return await _show(request, db, slug, now, written=_written(form), problems=problems)
    return RedirectResponse(f"/staff/panel/campaigns/{slug}?done=effort", 303)


async def _problems(log: EventLog, command: Command, now: datetime) -> Problems:
    """What is wrong with what was written; nothing when it is done, and seen by the next page."""
    try:
        outcome = await log.execute(campaigns, campaign_id(command.slug), command, now)
    except Refused as refusal:
        if type(refusal) not in FIELD_OF:
            raise
        return [(FIELD_OF[type(refusal)], refusal.title)]
    await log.caught_up(recruitment.projection.name, outcome.position)
    return []


def _wanted(form: FormData, staff: Staff) -> CreateCampaign | Problems:
    channel = str(form.get("channel") or "")
    starts_on, ends_on, problems = _period(form)
    if channel not in MADE_BY_STAFF:
        problems.insert(0, ("channel", CHANNEL_MISSING))
    if problems or starts_on is None:
        return problems
    return CreateCampaign(_line(form, "slug"), Channel(channel), _line(form, "message"), starts_on, ends_on, staff.id)


def _period(form: FormData) -> tuple[date | None, date | None, Problems]:
    problems: Problems = []
    starts_on, ends_on = _day(form, "starts_on"), _day(form, "ends_on")
    if starts_on is None:
        problems.append(("starts_on", START_UNFIT))
    if ends_on is None and form.get("ends_on"):
        problems.append(("ends_on", END_UNFIT))
    return starts_on, ends_on, problems


def _day(form: FormData, field: str) -> date | None:
    try:
        return date.fromisoformat(str(form.get(field) or ""))
    except ValueError:
        return None


def _effort(form: FormData, slug: str, staff: Staff) -> RecordEffort | None:
    """None when what was written is no figure."""
    try:
        entry_id = UUID(str(form.get("entry_id") or ""))
        hours, kroner = (Decimal(_figure(form, field)) for field in ("hours", "kroner"))
        whole = int(kroner) if kroner == kroner.to_integral_value() else None
    except ValueError:
        return None
    return None if whole is None else RecordEffort(entry_id, slug, hours, whole, staff.id)


def _figure(form: FormData, field: str) -> str:
    """As people write them: 1 000 and 1,5 and a true minus. Raises ValueError for what nobody writes, as 1e99."""
    figure = "".join(str(form.get(field) or "0")[:20].split()).replace(",", ".").replace("−", "-") or "0"
    if not FIGURE.fullmatch(figure):
        raise ValueError
    return figure


def _unreadable() -> Problems:
    return [("hours", EffortUnfit.title)]


def _line(form: FormData, field: str) -> str:
    return " ".join(str(form.get(field) or "").split())


def _written(form: FormData) -> dict[str, str]:
    return {field: value for field, value in form.items() if isinstance(value, str)}


def _today(now: datetime) -> date:
    return now.astimezone(HERE).date()


async def _list(request: Request, db: AsyncEngine, written: dict[str, str], problems: Problems, after: str = "") -> Response:
    say = translate(language_of(request))
    async with db.connect() as connection:
        known = await recruitment.newest(connection, _read_place(after), PAGE + 1)
    shown = known[:PAGE]
    return page(
        request,
        "staff_campaigns.html",
        status=422 if problems else 200,
        campaigns=shown,
        after=after,
        next=_place_of(shown[-1]) if len(known) > PAGE else None,
        channels={channel: say(name) for channel, name in CHANNELS.items()},
        choices=[(channel, say(CHANNELS[channel])) for channel in MADE_BY_STAFF],
        neighbour=NEIGHBOUR,
        written=written,
        **_said(say, problems),
    )


async def _show(
    request: Request,
    db: AsyncEngine,
    slug: str,
    now: datetime,
    *,
    done: str = "",
    written: dict[str, str] | None = None,
    problems: Problems | None = None,
) -> Response:
    say = translate(language_of(request))
    async with db.connect() as connection:
        campaign = await recruitment.one(connection, slug, _today(now))
        if campaign is None:
            raise NoSuchCampaign
        joined = await recruitment.who_joined(connection, slug)
        stayed = await recruitment.stayed(connection, slug, now)
    return page(
        request,
        "staff_campaign.html",
        status=422 if problems else 200,
        campaign=campaign,
        message=say(campaign.message) if slug == NEIGHBOUR else campaign.message,
        channel=say(CHANNELS[campaign.channel]),
        changeable=slug != NEIGHBOUR,
        entry_id=(written or {}).get("entry_id") or uuid4(),
        done=done,
        picture=code_picture(short_link(request, slug)),
        written=written or {},
        **figures_of(campaign, joined, stayed, language_of(request)),
        **_said(say, problems or []),
    )


def _said(say: Callable[..., str], problems: Problems) -> dict[str, object]:
    errors = [(field, say(text)) for field, text in problems]
    return {"errors": errors, "error": dict(errors)}


def _place_of(campaign: CampaignCount) -> str:
    return f"{campaign.starts_on.isoformat()}.{campaign.position}"


def _read_place(after: str) -> tuple[date, int] | None:
    """Where the page before ended; what is not ours begins at the start."""
    day, _, position = after.partition(".")
    try:
        place = date.fromisoformat(day), int(position)
    except ValueError:
        return None
    return place if 0 <= place[1] < 2**63 else None

"""What staff see of the panel: the start page, the composition, the campaigns."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from eventlog import Refused
from membership import leaving, panel, recruitment, waiting
from membership.campaign import (
    CreateCampaign,
    EndsBeforeItStarts,
    MessageUnfit,
    SlugTaken,
    SlugUnfit,
    campaign_id,
    campaigns,
)
from membership.events import Channel
from membership.member import NoSuchMember
from membership.parts import PartsOf
from runtime.house import Db, Log, Now
from runtime.rights import AnyStaff, Staff, needs
from ui import language_of, mark, municipality, page, translate
from ui.formats import HERE

router = APIRouter(prefix="/staff", include_in_schema=False)

CHANNELS = {
    Channel.newspaper: mark("Avis"),
    Channel.municipal_paper: mark("Kommunens egen avis"),
    Channel.event: mark("Arrangement"),
    Channel.social_media: mark("Sosiale medier"),
    Channel.poster: mark("Plakat"),
    Channel.association: mark("Lag og møter"),
    Channel.other: mark("Annet"),
}
CHANNEL_MISSING = mark("Velg kanalen kampanjen går i")
START_UNFIT = mark("Skriv startdagen som år-måned-dag, for eksempel 2026-05-17")
END_UNFIT = mark("Skriv siste dag som år-måned-dag, eller la feltet stå tomt")
FIELD_OF: dict[type[Refused], str] = {
    SlugTaken: "slug",
    SlugUnfit: "slug",
    MessageUnfit: "message",
    EndsBeforeItStarts: "ends_on",
}


@router.get("/")
async def start(request: Request, staff: AnyStaff, db: Db, now: Now) -> Response:
    """What waits for the one who has just come in, and the ways on."""
    if "panel:read" not in staff.rights:
        return page(request, "staff_start.html", health=None)
    async with db.connect() as connection:
        health = {
            "members": await panel.count(connection),
            "joined": await panel.joined_since(connection, now - timedelta(days=7)),
            "waiting": await waiting.count(connection),
            "running": [c for c in await recruitment.all_campaigns(connection) if c.runs_on(now.astimezone(HERE).date())],
        }
    return page(request, "staff_start.html", health=health)


@router.get("/panel", dependencies=[needs("panel:read")])
async def the_panel(request: Request, db: Db) -> Response:
    areas = municipality().areas
    async with db.connect() as connection:
        composition = await panel.composition(connection, areas)
        unconfirmed = await waiting.count(connection)
    return page(
        request,
        "staff_panel.html",
        composition=composition,
        ages=_ages(request, composition),
        unconfirmed=unconfirmed,
        smallest=panel.SMALLEST_GROUP - 1,
    )


def _ages(request: Request, composition: panel.Composition) -> list[dict[str, object]]:
    say = translate(language_of(request))
    return [
        {"text": say("%(band)s år", band=group.key.replace("-", "–")), "n": group.members, "share": group.share}
        for group in composition.by_age
    ]


@router.get("/panel/campaigns", dependencies=[needs("panel:read")])
async def list_campaigns(request: Request, db: Db, now: Now, made: str = "") -> Response:
    return await _campaigns(request, db, {"starts_on": now.astimezone(HERE).date().isoformat()}, [], made=made)


@router.post("/panel/campaigns")
async def create_campaign(
    request: Request, staff: Annotated[Staff, needs("panel:write")], log: Log, db: Db, now: Now
) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    written = {field: value for field, value in form.items() if isinstance(value, str)}
    command = _command(form, staff)
    if isinstance(command, list):
        return await _campaigns(request, db, written, command)
    try:
        outcome = await log.execute(campaigns, campaign_id(command.slug), command, now)
    except Refused as refusal:
        if type(refusal) not in FIELD_OF:
            raise
        return await _campaigns(request, db, written, [(FIELD_OF[type(refusal)], refusal.title)])
    await log.caught_up(recruitment.projection.name, outcome.position)
    return _seen(command.slug)


@router.get("/panel/forget", dependencies=[needs("panel:write")])
async def forget_form(request: Request, done: bool = False) -> Response:
    return page(request, "staff_forget.html", done=done, address="", errors=[])


@router.post("/panel/forget")
async def forget(request: Request, staff: Annotated[Staff, needs("panel:write")], parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=5)
    address = str(form.get("email") or "")[:300]
    try:
        position = await leaving.forget(parts, address, staff.id, now)
    except NoSuchMember as unknown:
        errors = [("email", translate(language_of(request))(unknown.title))]
        return page(request, "staff_forget.html", status=422, done=False, address=address, errors=errors)
    await parts.log.caught_up(panel.projection.name, position)
    return RedirectResponse("/staff/panel/forget?done=1", 303)


def _seen(slug: str) -> Response:
    return RedirectResponse(f"/staff/panel/campaigns?made={slug}", 303)


def _command(form: FormData, staff: Staff) -> CreateCampaign | list[tuple[str, str]]:
    problems: list[tuple[str, str]] = []
    channel, starts_on, ends_on = str(form.get("channel") or ""), _day(form, "starts_on"), _day(form, "ends_on")
    if channel not in set(Channel):
        problems.append(("channel", CHANNEL_MISSING))
    if starts_on is None:
        problems.append(("starts_on", START_UNFIT))
    if ends_on is None and form.get("ends_on"):
        problems.append(("ends_on", END_UNFIT))
    if problems or starts_on is None:
        return problems
    slug, message = (" ".join(str(form.get(field) or "").split()) for field in ("slug", "message"))
    return CreateCampaign(slug, Channel(channel), message, starts_on, ends_on, staff.id)


def _day(form: FormData, field: str) -> date | None:
    try:
        return date.fromisoformat(str(form.get(field) or ""))
    except ValueError:
        return None


async def _campaigns(
    request: Request, db: Db, written: dict[str, str], problems: list[tuple[str, str]], made: str = ""
) -> Response:
    say = translate(language_of(request))
    async with db.connect() as connection:
        known = await recruitment.all_campaigns(connection)
    errors = [(field, say(text)) for field, text in problems]
    return page(
        request,
        "staff_campaigns.html",
        status=422 if errors else 200,
        campaigns=known,
        made=next((campaign for campaign in known if campaign.slug == made), None),
        channels={channel: say(name) for channel, name in CHANNELS.items()},
        written=written,
        errors=errors,
        error=dict(errors),
    )

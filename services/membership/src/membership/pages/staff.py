"""What staff see of the panel: the start page, forgetting."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.responses import Response

from membership import panel
from membership.campaigns import recruitment
from membership.erasing import leaving
from membership.importing import imports
from membership.importing.panel_import import Stage
from membership.member import NoSuchMember
from membership.mirroring.composition import Composition
from membership.pages.composition import composition_now, next_ones
from membership.parts import PartsOf
from membership.signing_up import waiting
from membership.stewarding import directory
from runtime.house import Db, Now
from runtime.rights import AnyStaff, Staff, needs
from ui import language_of, page, translate
from ui.formats import HERE

router = APIRouter(prefix="/staff", include_in_schema=False)
WEEK = timedelta(days=7)


@router.get("/")
async def start(request: Request, staff: AnyStaff, db: Db, now: Now) -> Response:
    """What waits for the one who has just come in, and the ways on."""
    if "panel:read" not in staff.rights:
        return page(request, "staff_start.html", health=None, waits=None)
    async with db.connect() as connection:
        seen = await composition_now(request, connection)
        health = {
            "mirror": seen.by_people and seen.by_people.mirror,
            "members": await panel.count(connection),
            "joined": await panel.joined_since(connection, now - WEEK),
            "waiting": await waiting.count(connection),
            "running": await recruitment.running(connection, now.astimezone(HERE).date()),
        }
        waits = {**await _files(connection, staff, now), **await _silent(connection, staff, now), **_recruit(request, seen)}
    return page(request, "staff_start.html", health=health, waits={**waits, "any": any(waits.values())})


async def _files(connection: AsyncConnection, staff: Staff, now: datetime) -> dict[str, list[imports.Import]]:
    """Those of the last week that somebody must decide on, or mend."""
    if "panel:write" not in staff.rights:
        return {"undecided": [], "rejected": []}
    files = [one for one in await imports.recent(connection) if now - one.uploaded_at < WEEK]
    return {
        "undecided": [one for one in files if one.stage is Stage.uploaded],
        "rejected": [one for one in files if one.rejected],
    }


async def _silent(connection: AsyncConnection, staff: Staff, now: datetime) -> dict[str, int]:
    if "members:read" not in staff.rights:
        return {"asleep": 0}
    asleep = await directory.find(connection, directory.Filter(activity=directory.Activity.asleep), now)
    return {"asleep": directory.COUNTED if asleep.count is None else asleep.count}


def _recruit(request: Request, seen: Composition) -> dict[str, Any]:
    found = next_ones(language_of(request), seen.by_people) if seen.by_people else []
    return {"next_one": found[0] if found else None}


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

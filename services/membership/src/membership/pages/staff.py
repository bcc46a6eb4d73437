"""What staff see of the panel: the start page, forgetting."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership import leaving, panel, recruitment, waiting
from membership.member import NoSuchMember
from membership.pages.composition import composition_now
from membership.parts import PartsOf
from runtime.house import Db, Now
from runtime.rights import AnyStaff, Staff, needs
from ui import language_of, page, translate
from ui.formats import HERE

router = APIRouter(prefix="/staff", include_in_schema=False)


@router.get("/")
async def start(request: Request, staff: AnyStaff, db: Db, now: Now) -> Response:
    """What waits for the one who has just come in, and the ways on."""
    if "panel:read" not in staff.rights:
        return page(request, "staff_start.html", health=None)
    async with db.connect() as connection:
        seen = await composition_now(request, connection)
        health = {
            "mirror": seen.by_people and seen.by_people.mirror,
            "members": await panel.count(connection),
            "joined": await panel.joined_since(connection, now - timedelta(days=7)),
            "waiting": await waiting.count(connection),
            "running": await recruitment.running(connection, now.astimezone(HERE).date()),
        }
    return page(request, "staff_start.html", health=health)


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

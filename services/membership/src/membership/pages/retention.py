"""The rules of retention as they are kept: shown to staff from where they are defined."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from membership.over_time import retention
from runtime.house import Db, Now
from runtime.rights import needs
from ui import page

router = APIRouter(prefix="/staff/panel", include_in_schema=False)


@router.get("/retention", dependencies=[needs("panel:read")])
async def show_rules(request: Request, db: Db, now: Now) -> Response:
    async with db.connect() as connection:
        kept = await retention.kept(connection, now)
    return page(request, "staff_retention.html", kept=kept)

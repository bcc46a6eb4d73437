"""Links in mails that need no signing in: no more invitations, staying, a new address. A GET changes nothing."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.over_time.staying import Stay, staying
from membership.own_page import changing_profile, email_change, unsubscribing
from membership.own_page.email_change import AddressTaken, EmailChangeOver
from membership.own_page.pausing import is_paused
from membership.own_page.personal_links import STAY
from membership.pages.form_fields import text_in
from membership.pages.sign_in import ask_for_a_way_in, asking
from membership.parts import Parts, PartsOf
from runtime.house import Now
from runtime.rights import open_to_all
from ui import page

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)

FEW_FIELDS = 5
ASKS = "unsubscribe_ask.html"
PROVEN = "/avmeld/"
"""Mail programs press this button for their readers, some of them in a browser."""
Token = Annotated[str, Path(max_length=100)]


@router.get("/avmeld")
async def ask_page(request: Request) -> Response:
    return asking(request, ASKS)


@router.post("/avmeld")
async def ask(request: Request, parts: PartsOf, now: Now) -> Response:
    """For whoever has lost the link."""
    return await ask_for_a_way_in(request, parts, now, ASKS)


@router.get("/avmeld/{token}")
async def unsubscribe_page(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    return await _unsubscribe_page(request, token, parts, now)


@router.post("/avmeld/{token}")
async def unsubscribe(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    """A mail program's one click (RFC 8058) follows no redirect; a person sees the page anew."""
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    await unsubscribing.unsubscribe(parts, token, now)
    if text_in(form, "List-Unsubscribe") == "One-Click":
        return await _unsubscribe_page(request, token, parts, now)
    return RedirectResponse(f"/avmeld/{token}", 303)


@router.post("/avmeld/{token}/angre")
async def subscribe_again(token: Token, parts: PartsOf, now: Now) -> Response:
    await unsubscribing.subscribe_again(parts, token, now)
    return RedirectResponse(f"/avmeld/{token}?done=1", 303)


@router.get("/min-side/bli/{token}")
async def stay_page(request: Request, token: Token, parts: PartsOf) -> Response:
    _, member = await unsubscribing.member_of(parts, token, STAY)
    return page(request, "stay.html", token=token, asked=member.asked_to_stay > 0)


@router.post("/min-side/bli/{token}")
async def stay(token: Token, parts: PartsOf, now: Now) -> Response:
    member_id, _ = await unsubscribing.member_of(parts, token, STAY)
    await parts.log.execute(staying, member_id, Stay(), now)
    return RedirectResponse(f"/min-side/bli/{token}", 303)


@router.get("/min-side/ny-adresse/{token}")
async def new_address_page(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    try:
        asked = await changing_profile.asked_by_link(parts, token)
    except EmailChangeOver:
        return page(request, "new_address_over.html", status=EmailChangeOver.status)
    if asked.email is not None and not email_change.waits_at(asked.member, now):
        return page(request, "new_address_over.html", status=EmailChangeOver.status)
    return page(request, "new_address.html", token=token, done=asked.email is None)


@router.post("/min-side/ny-adresse/{token}")
async def confirm_new_address(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    try:
        await changing_profile.confirm_new_address(parts, token, now)
    except EmailChangeOver:
        return page(request, "new_address_over.html", status=EmailChangeOver.status)
    except AddressTaken:
        return page(request, "new_address_taken.html", status=AddressTaken.status)
    return RedirectResponse(f"/min-side/ny-adresse/{token}", 303)


async def _unsubscribe_page(request: Request, token: str, parts: Parts, now: datetime) -> Response:
    _, member = await unsubscribing.member_of(parts, token)
    paused, until = is_paused(member, now), member.paused_until
    done = "done" in request.query_params
    return page(request, "unsubscribe.html", token=token, paused=paused, until=until, done=done and not paused)

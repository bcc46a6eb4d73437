"""Leaving in two clicks, and the certificate of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.responses import Response

from membership.erasing import certificate, leaving
from membership.member import NothingToConfirm
from membership.own_page import member_sessions
from membership.own_page.signed_in import SIGN_IN_PAGE, MemberOf, MembersRoute
from membership.pages import cookies
from membership.pages.form_fields import text_in
from membership.parts import Parts, PartsOf
from runtime.house import Now
from runtime.rights import open_to_all
from ui import page, site_of

router = APIRouter(include_in_schema=False, route_class=MembersRoute)

FEW_FIELDS = 5
Token = Annotated[str, Path(max_length=100)]


@router.get("/min-side/slett")
async def leave_page(request: Request, who: MemberOf, parts: PartsOf) -> Response:
    return page(request, "leave.html", certificate=certificate.token_of(parts, who.id))


@router.post("/min-side/slett", dependencies=[open_to_all])
async def leave(request: Request, parts: PartsOf, now: Now) -> Response:
    """Cut off in the middle it can be sent again: by the session, which goes last, or by the certificate there is then."""
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    token, session = text_in(form, "certificate")[:100], cookies.session_in(request)
    found = await member_sessions.find_session(parts.engine, session, now) if session else None
    if found is not None:
        await leaving.leave(parts, found.member_id, now)
        token = certificate.token_of(parts, found.member_id)
    elif not await _is_there(parts, token):
        return RedirectResponse(SIGN_IN_PAGE, 303)
    response = RedirectResponse(f"/slettet/{token}", 303)
    cookies.take_session(request, response)
    return response


@router.get("/slettet/{token}", dependencies=[open_to_all])
async def certificate_page(request: Request, token: Token, parts: PartsOf) -> Response:
    member_id, at = await certificate.forgotten_at(parts, token)
    return page(request, "certificate.html", token=token, member_id=member_id, at=at)


@router.get("/slettet/{token}/bevis.json", dependencies=[open_to_all])
async def certificate_file(request: Request, token: Token, parts: PartsOf) -> Response:
    member_id, at = await certificate.forgotten_at(parts, token)
    said = certificate.statement(member_id, at, site_of(request).municipality.name)
    name = f"slettet-{member_id}.json"
    return JSONResponse(certificate.signed(parts, said), headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/api/membership/certificate-key", dependencies=[open_to_all])
async def certificate_key(parts: PartsOf) -> dict[str, str]:
    """The public key that certificates of erasure are checked with: 32 bytes of Ed25519, in base64."""
    return {"algorithm": "Ed25519", "public_key": certificate.public_key(parts)}


async def _is_there(parts: Parts, token: str) -> bool:
    try:
        await certificate.forgotten_at(parts, token)
    except NothingToConfirm:
        return False
    return True

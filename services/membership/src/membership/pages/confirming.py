"""The link in the mail: yes, I want to be a member, or no. A GET changes nothing: mail scanners follow links."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.events import Notice, Source
from membership.member import ConsentMissing, LinkExpired, Member, NothingToConfirm, Status
from membership.pages.form_fields import GENDER_NAMES
from membership.pages.languages import read_in
from membership.parts import Parts, PartsOf
from membership.signing_up import consent, joining
from membership.signing_up.form import Applicant
from runtime.house import Now
from runtime.rights import open_to_all
from ui import language_of, page, site_of, translate

router = APIRouter(prefix="/bekreft", dependencies=[open_to_all], include_in_schema=False)
Token = Annotated[str, Path(max_length=100)]


@router.get("/velkommen")
async def welcome(request: Request) -> Response:
    return page(request, "welcome.html")


@router.get("/slettet")
async def declined(request: Request) -> Response:
    return page(request, "declined.html")


@router.get("/{token}")
async def confirm_page(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    member = await joining.waiting(parts, parts.member_of(token))
    if member.status is Status.active:
        return _see("/bekreft/velkommen")
    if member.status is Status.unknown or member.notice is not Notice.confirm:
        raise NothingToConfirm
    if not member.waits_at(now):
        return _expired(request, member)
    if member.source is Source.imported:
        return await _brought_along(request, parts, token, member)
    return page(request, "confirm.html", token=token)


@router.post("/{token}")
async def confirm(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    member_id = parts.member_of(token)
    form = await request.form(max_files=0, max_fields=5)
    given = consent.given(read_in(request)) if form.get("consent") == consent.VERSION else None
    try:
        await joining.confirm(parts, member_id, now, given)
    except LinkExpired:
        return _expired(request, await joining.waiting(parts, member_id))
    except ConsentMissing as missing:
        return await _brought_along(request, parts, token, await joining.waiting(parts, member_id), missing.title)
    return _see("/bekreft/velkommen")


@router.post("/{token}/nei")
async def decline(token: Token, parts: PartsOf, now: Now) -> Response:
    await joining.decline(parts, parts.member_of(token), now)
    return _see("/bekreft/slettet")


def _expired(request: Request, member: Member) -> Response:
    imported = member.source is Source.imported
    return page(request, "link_expired.html", status=LinkExpired.status, imported=imported)


async def _brought_along(request: Request, parts: Parts, token: str, member: Member, error: str = "") -> Response:
    """What we have about them, as long as they have neither said yes nor no."""
    say = translate(language_of(request))
    about = await joining.written(parts, parts.member_of(token), member)
    if about is None:
        return _expired(request, member)
    return page(
        request,
        "confirm_brought_along.html",
        status=ConsentMissing.status if error else 200,
        token=token,
        errors=[("consent", say(error))] if error else [],
        about=about,
        gender=_gender(about, request),
        interests=_interests(about, request),
        consent_text=consent.text(read_in(request)),
        consent_version=consent.VERSION,
    )


def _interests(about: Applicant, request: Request) -> list[str]:
    names = site_of(request).municipality.interests(language_of(request))
    return [names.get(slug, slug) for slug in about.interests]


def _gender(about: Applicant, request: Request) -> str:
    return translate(language_of(request))(GENDER_NAMES[about.gender])


def _see(path: str) -> Response:
    return RedirectResponse(path, 303)

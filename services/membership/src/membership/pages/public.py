"""What a visitor sees: the front page and the sign-up form. A GET changes nothing."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.campaigns import recruitment
from membership.pages.form_fields import fields_shown, text_in, written_in
from membership.pages.languages import read_in
from membership.parts import Parts, PartsOf
from membership.signing_up import consent, front_page, joining
from membership.signing_up.floods import Shown, Slowed, address_of
from membership.signing_up.form import NotAccepted, Problem, Written, check
from runtime.house import Db, Now
from runtime.rights import open_to_all
from ui import page, site_of
from ui.formats import HERE

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)

TRAP = "website"
MOST_FIELDS = 60
Slug = Annotated[str, Path(max_length=60)]


@router.get("/")
async def front(request: Request, db: Db) -> Response:
    async with db.connect() as connection:
        shown = await front_page.front_page(connection)
    return page(request, "front.html", shown=shown)


@router.get("/bli-med")
async def join_form(request: Request) -> Response:
    return _form(request, Written())


@router.get("/k/{campaign}")
async def campaign_form(request: Request, campaign: Slug) -> Response:
    """A campaign's short link. Whoever mistypes it may join all the same."""
    return _form(request, Written(campaign=campaign), visited=True)


@router.post("/bli-med")
async def join(request: Request, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    if text_in(form, TRAP):
        return see("/bli-med/sendt")
    written = written_in(form)
    try:
        applicant = check(written, site_of(request).municipality, now.astimezone(HERE).date())
    except NotAccepted as refused:
        return _form(request, written, refused.problems)
    slowed = parts.floods.slow(address_of(request), Shown(text_in(form, "proof"), text_in(form, "ticket")), now)
    if slowed:
        return _form(request, written, slowed=slowed)
    await joining.sign_up(parts, applicant, read_in(request), await known_campaign(parts, written.campaign), now)
    return see("/bli-med/sendt")


@router.get("/bli-med/sendt")
async def joined(request: Request) -> Response:
    return page(request, "check_your_mail.html")


async def known_campaign(parts: Parts, slug: str) -> str | None:
    async with parts.engine.connect() as connection:
        return slug if await recruitment.exists(connection, slug) else None


def _form(
    request: Request,
    written: Written,
    problems: Sequence[Problem] = (),
    slowed: Slowed | None = None,
    *,
    visited: bool = False,
) -> Response:
    return page(
        request,
        "join.html",
        status=429 if slowed else 422 if problems else 200,
        slowed=slowed,
        consent_text=consent.text(read_in(request)),
        consent_version=consent.VERSION,
        trap_name=TRAP,
        visited=visited,
        **fields_shown(request, written, problems),
    )


def see(path: str) -> Response:
    return RedirectResponse(path, 303)

"""What a campaign is spread with: the QR code of its short link, and a poster. Made when asked for, kept by nobody."""

from io import BytesIO
from typing import Annotated, Any
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from membership.campaigns import recruitment
from membership.campaigns.campaign import NEIGHBOUR, NoSuchCampaign
from membership.campaigns.recruitment import CampaignCount
from runtime.house import Db, Now
from runtime.rights import needs
from ui import language_of, mark, municipality, site_of, translate
from ui.formats import HERE

router = APIRouter(prefix="/staff/panel/campaigns", include_in_schema=False, dependencies=[needs("panel:read")])

ABOUT = mark(
    "Innbyggerpanelet er folk fra hele %(place)s som kommunen spør før den bestemmer seg. "
    "Du svarer på korte undersøkelser på nett når det passer deg."
)
INVITATION = mark("Bli med!")
HOW = mark("Pek kameraet på koden, eller skriv inn adressen. Det tar ett minutt.")
NEIGHBOURS_HEADLINE = mark("Naboen din er med. Blir du?")
Slug = Annotated[str, Path(max_length=60)]


@router.get("/{slug}/qr.svg")
async def code_svg(request: Request, slug: Slug, db: Db, now: Now) -> Response:
    await _campaign(db, slug, now)
    return _file(
        _code(short_link(request, slug), kind="svg", border=4, scale=10, svgversion=2.0), "image/svg+xml", f"{slug}.svg"
    )


@router.get("/{slug}/qr.png")
async def code_png(request: Request, slug: Slug, db: Db, now: Now) -> Response:
    """Large enough for print: about a thousand points across."""
    await _campaign(db, slug, now)
    return _file(_code(short_link(request, slug), kind="png", border=4, scale=28), "image/png", f"{slug}.png")


@router.get("/{slug}/poster.pdf")
async def the_poster(
    request: Request,
    slug: Slug,
    db: Db,
    now: Now,
    language: Annotated[str, Query(max_length=10)] = "",
    bleed: bool = False,
) -> Response:
    campaign = await _campaign(db, slug, now)
    chosen = language if language in municipality().languages else language_of(request)
    return _file(_drawn(request, campaign, chosen, bleed=bleed), "application/pdf", f"{slug}-{chosen}.pdf")


def short_link(request: Request, slug: str) -> str:
    """As it stands on paper and in the code: the whole address."""
    return f"{site_of(request).public_url.rstrip('/')}/k/{slug}"


def code_picture(link: str) -> str:
    """The code as a picture that stands in a page by itself."""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=5, border=3, dark="#000", light="#fff")


def _drawn(request: Request, campaign: CampaignCount, language: str, *, bleed: bool) -> bytes:
    from membership.campaigns import poster  # noqa: PLC0415 – 9 MB that a process takes only when somebody prints

    say, here = translate(language), municipality()
    link = short_link(request, campaign.slug)
    parts = urlsplit(link)
    wanted = poster.Poster(
        headline=say(NEIGHBOURS_HEADLINE) if campaign.slug == NEIGHBOUR else campaign.message,
        about=say(ABOUT, place=here.short_name),
        invitation=say(INVITATION),
        how=say(HOW),
        panel=here.panel(language),
        municipality=here.name,
        address=link,
        shown=parts.netloc + parts.path,
        language=language,
        main=here.main_colour,
        accent=here.accent_colour,
    )
    return poster.draw(wanted, bleed=bleed)


async def _campaign(db: Db, slug: str, now: Now) -> CampaignCount:
    async with db.connect() as connection:
        campaign = await recruitment.one(connection, slug, now.astimezone(HERE).date())
    if campaign is None:
        raise NoSuchCampaign
    return campaign


def _code(link: str, **shape: Any) -> bytes:
    file = BytesIO()
    segno.make(link, error="m", micro=False).save(file, dark="#000", light="#fff", **shape)
    return file.getvalue()


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

"""Recommending the panel to a neighbour: words and a link to pass on. We never ask who the neighbour is."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from membership.campaigns.campaign import NEIGHBOUR
from membership.pages.printed import code_picture, short_link
from membership.pages.public import Slug
from membership.parts import PartsOf
from runtime.house import Now
from runtime.rights import open_to_all
from ui import language_of, mark, municipality, page, translate
from ui.formats import HERE

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)

SUBJECT = mark("Bli med i %(panel)s?")
WORDS = mark(
    "Hei! Jeg er med i %(panel)s. Kommunen spør oss før den bestemmer seg, og vi får vite hva svarene førte til. "
    "Det tar ett minutt å bli med: %(link)s"
)


@router.get("/anbefal")
async def recommend(request: Request) -> Response:
    say, link = translate(language_of(request)), short_link(request, NEIGHBOUR)
    panel = municipality().panel(language_of(request))
    subject, words = say(SUBJECT, panel=panel), say(WORDS, panel=panel, link=link)
    mail = f"mailto:?subject={quote(subject)}&body={quote(words)}"
    return page(request, "recommend.html", link=link, subject=subject, words=words, mail=mail, picture=code_picture(link))


@router.post("/k/{campaign}/visits", status_code=204)
async def visited(campaign: Slug, parts: PartsOf, now: Now) -> None:
    """Sent by the campaign's page when it is shown. Says nothing of who."""
    await parts.visits.count(campaign, now.astimezone(HERE).date())

"""The stand: one sign-up after another on a tablet that is not theirs. Nothing of a person is left on it.

Without JavaScript it is a form that comes back empty. With it, what is written is sealed at once, and sent when there is a
network.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse
from starlette.responses import Response

from membership.background import OLDEST, YOUNGEST
from membership.events import Source
from membership.pages.form_fields import OWN, fields_shown, text_in, written_in
from membership.pages.languages import read_in
from membership.pages.public import MOST_FIELDS, TRAP, Slug, known_campaign, see
from membership.parts import Parts, PartsOf
from membership.signing_up import consent, form, joining
from membership.signing_up.asked import FieldShown, Kind, asked_by, shown
from membership.signing_up.floods import Shown, Slowed, address_of
from membership.signing_up.form import NotAccepted, Problem, Written, check
from runtime.house import Now
from runtime.problems import Problem as NotThere
from runtime.rights import open_to_all
from ui import language_of, mark, page, site_of, translate
from ui.formats import HERE

router = APIRouter(prefix="/stand", dependencies=[open_to_all], include_in_schema=False)

FOLDER = Path(__file__).parent
NO_SUCH_STAND = mark("Vi kjenner ikke denne kampanjen")
WORDS = {
    "name": form.NAME_UNFIT,
    "email": form.ADDRESS_UNFIT,
    "birth_year": form.YEAR_UNFIT,
    "gender": form.GENDER_UNFIT,
    "area": form.AREA_UNFIT,
    "interests": form.INTERESTS_MISSING,
}


@router.get("/stand.js")
async def script() -> Response:
    return _script("stand.js")


@router.get("/worker.js")
async def worker() -> Response:
    """From here it may keep pages under /stand/ and no others."""
    return _script("stand_worker.js")


@router.get("/{campaign}")
async def stand_form(
    request: Request, campaign: Slug, parts: PartsOf, thanks: Annotated[str, Query(max_length=1)] = ""
) -> Response:
    slug = await _campaign(parts, campaign)
    return _form(request, parts, Written(campaign=slug), thanks=bool(thanks))


@router.post("/{campaign}")
async def sign_up(request: Request, campaign: Slug, parts: PartsOf, now: Now) -> Response:
    slug = await _campaign(parts, campaign)
    sent = await request.form(max_files=0, max_fields=MOST_FIELDS)
    next_person = see(f"/stand/{slug}?thanks=1&lang={read_in(request)}")
    if text_in(sent, TRAP):
        return next_person
    written = replace(written_in(sent), campaign=slug)
    try:
        applicant = check(written, site_of(request).municipality, now.astimezone(HERE).date())
    except NotAccepted as refused:
        return _form(request, parts, written, refused.problems)
    slowed = parts.floods.slow(address_of(request), Shown(text_in(sent, "proof"), text_in(sent, "ticket")), now)
    if slowed:
        return _form(request, parts, written, slowed=slowed)
    await joining.sign_up(parts, applicant, read_in(request), slug, now, source=Source.stand)
    return next_person


def _script(name: str) -> Response:
    return FileResponse(FOLDER / name, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def _campaign(parts: Parts, slug: str) -> str:
    known = await known_campaign(parts, slug)
    if known is None:
        raise NotThere(404, "no_such_stand", NO_SUCH_STAND)
    return known


def _form(
    request: Request,
    parts: Parts,
    written: Written,
    problems: Sequence[Problem] = (),
    *,
    slowed: Slowed | None = None,
    thanks: bool = False,
) -> Response:
    response = page(
        request,
        "stand.html",
        status=429 if slowed else 422 if problems else 200,
        slowed=slowed,
        thanks=thanks,
        stand_key=parts.stand_key.public,
        checks=_checks(request),
        consent_text=consent.text(read_in(request)),
        consent_version=consent.VERSION,
        trap_name=TRAP,
        **fields_shown(request, written, problems),
    )
    del response.headers["set-cookie"]  # the language is this person's, not the tablet's
    return response


def _checks(request: Request) -> str:
    """What the page's script checks and says about it. The server's own check is the one that counts."""
    language = language_of(request)
    say = translate(language)
    fields = [_check(field) for field in shown(asked_by(site_of(request).municipality), language, say)]
    fields.append(("consent", True, form.CONSENT_MISSING))
    checks = [(name, required, say(text)) for name, required, text in fields]
    ages = {"youngest": YOUNGEST, "oldest": OLDEST, "too_young": say(form.TOO_YOUNG)}
    return json.dumps(ages | {"checks": checks, "trap": TRAP})


def _check(field: FieldShown) -> tuple[str, bool, str]:
    if field.kind is None:
        return field.name, field.required, WORDS[field.name]
    return f"{OWN}{field.name}", field.required, form.CHOICE_UNFIT if field.kind is Kind.choice else form.ANSWER_UNFIT

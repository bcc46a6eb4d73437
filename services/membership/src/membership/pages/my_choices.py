"""What a member chooses on their own page: the profile, a pause, how often, another address."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.events import PauseReason
from membership.own_page import changing_profile
from membership.own_page.contact_budget import CHOICES, BudgetUnfit, ChooseBudget, contact_budget
from membership.own_page.email_change import AskedTooOften
from membership.own_page.pausing import Pause, PauseUnfit, Resume, is_paused, pausing
from membership.own_page.signed_in import MemberOf, MembersRoute, SignedInMember
from membership.pages.form_fields import fields_shown, text_in, written_in
from membership.pages.languages import LANGUAGES
from membership.parts import PartsOf
from membership.signing_up import sealed_profile
from membership.signing_up.form import (
    ADDRESS_UNFIT,
    Applicant,
    NotAccepted,
    Problem,
    Written,
    address_in,
    as_written,
    check_profile,
)
from runtime.house import Now
from ui import LANGUAGES as LANGUAGE_NAMES
from ui import language_of, mark, page, site_of, translate
from ui.formats import HERE

router = APIRouter(prefix="/min-side", include_in_schema=False, route_class=MembersRoute)

MOST_FIELDS = 60
FEW_FIELDS = 5
LANGUAGE_UNFIT = mark("Velg språket vi skal skrive til deg på")
SAME_ADDRESS = mark("Dette er adressen vi bruker nå")
PAUSE_MISSING = mark("Velg hvor lenge pausen skal vare")
FOR_NOW, NO_LIMIT = "for-now", "no-limit"


@router.get("/profil")
async def profile_page(request: Request, who: MemberOf) -> Response:
    return _profile_page(request, as_written(_opened(who)), who.member.language)


@router.post("/profil")
async def change_profile(request: Request, who: MemberOf, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    written, chosen = _with_address(written_in(form), _opened(who).email), text_in(form, "language")
    language = next(
        (known for known in LANGUAGES if known == chosen and known in site_of(request).municipality.languages), None
    )
    try:
        wanted = check_profile(written, site_of(request).municipality, now.astimezone(HERE).date())
    except NotAccepted as refused:
        return _profile_page(request, written, chosen, refused.problems)
    if language is None:
        return _profile_page(request, written, chosen, [("language", LANGUAGE_UNFIT)])
    await changing_profile.change_profile(parts, who, wanted, language, now)
    return _done("profil")


@router.get("/pause")
async def pause_page(request: Request, who: MemberOf, now: Now) -> Response:
    until = who.member.paused_until
    return _pause_page(request, who, now, "" if until is None else until.isoformat(), None)


@router.post("/pause")
async def pause(request: Request, who: MemberOf, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    how, written = text_in(form, "how"), text_in(form, "until").strip()[:20]
    if how not in {"until", FOR_NOW}:
        return _pause_page(request, who, now, written, ("how", PAUSE_MISSING))
    try:
        until = None if how == FOR_NOW else _day(written)
        await parts.log.execute(pausing, who.id, Pause(until, PauseReason.member), now)
    except PauseUnfit as refused:
        return _pause_page(request, who, now, written, ("until", refused.title))
    return RedirectResponse("/min-side", 303)


@router.post("/tilbake")
async def resume(who: MemberOf, parts: PartsOf, now: Now) -> Response:
    await parts.log.execute(pausing, who.id, Resume(), now)
    return _done("tilbake")


@router.get("/hvor-ofte")
async def budget_page(request: Request, who: MemberOf) -> Response:
    return _budget_page(request, who)


@router.post("/hvor-ofte")
async def choose_budget(request: Request, who: MemberOf, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    chosen = text_in(form, "most")
    most = next((choice for choice in CHOICES if str(choice) == chosen), None)
    if most is None and chosen != NO_LIMIT:
        return _budget_page(request, who, ("most", BudgetUnfit.title))
    await parts.log.execute(contact_budget, who.id, ChooseBudget(most), now)
    return _done("hvor-ofte")


@router.get("/e-post")
async def address_page(request: Request, who: MemberOf) -> Response:
    return _address_page(request, who, "")


@router.post("/e-post")
async def ask_for_new_address(request: Request, who: MemberOf, parts: PartsOf, now: Now) -> Response:
    """The answer is the same for an address that is somebody's and for one that is nobody's."""
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    written = text_in(form, "email")
    address = address_in(written)
    if address is None:
        return _address_page(request, who, written, ADDRESS_UNFIT)
    if address == _opened(who).email:
        return _address_page(request, who, written, SAME_ADDRESS)
    try:
        await changing_profile.ask_for_new_address(parts, who, address, now)
    except AskedTooOften as refused:
        return _address_page(request, who, written, refused.title)
    return _done("e-post")


def _opened(who: SignedInMember) -> Applicant:
    assert who.member.profile is not None
    return sealed_profile.open_all(who.member.profile, who.key, who.id)


def _with_address(written: Written, address: str) -> Written:
    """The address is changed on a page of its own, and is no field of this one."""
    return replace(written, email=address)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise PauseUnfit from None


def _profile_page(request: Request, written: Written, language: str, problems: Sequence[Problem] = ()) -> Response:
    languages = [(code, LANGUAGE_NAMES[code]) for code in site_of(request).municipality.languages]
    return page(
        request,
        "my_profile.html",
        status=422 if problems else 200,
        languages_offered=languages,
        chosen_language=language,
        **fields_shown(request, written, problems),
    )


def _pause_page(request: Request, who: SignedInMember, now: datetime, written: str, problem: Problem | None) -> Response:
    tomorrow = now.astimezone(HERE).date() + timedelta(days=1)
    shown = {"paused": is_paused(who.member, now), "member": who.member, "until": written, "tomorrow": tomorrow}
    return _choice(request, "my_pause.html", problem, **shown)


def _budget_page(request: Request, who: SignedInMember, problem: Problem | None = None) -> Response:
    chosen = str(who.member.most_a_month or NO_LIMIT)
    return _choice(request, "my_budget.html", problem, choices=CHOICES, chosen=chosen, no_limit=NO_LIMIT)


def _address_page(request: Request, who: SignedInMember, written: str, problem: str | None = None) -> Response:
    shown = {"now": _opened(who).email, "written": written[:300]}
    return _choice(request, "my_address.html", None if problem is None else ("email", problem), **shown)


def _choice(request: Request, template: str, problem: Problem | None, **shown: object) -> Response:
    say = translate(language_of(request))
    errors = [] if problem is None else [(problem[0], say(problem[1]))]
    return page(request, template, status=422 if errors else 200, errors=errors, error=dict(errors), **shown)


def _done(what: str) -> Response:
    return RedirectResponse(f"/min-side?done={what}", 303)

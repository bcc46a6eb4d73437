"""The directory without names, and one person for a reason that the person may read."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.campaigns import recruitment
from membership.events import (
    AgeBand,
)
from membership.facts import happened
from membership.member import NoSuchMember
from membership.pages.form_fields import GENDER_NAMES
from membership.parts import Parts, PartsOf
from membership.signing_up.asked import asked_by
from membership.signing_up.form import GENDERS
from membership.stewarding import directory, person, staff_views
from membership.stewarding.directory import Activity, Filter
from membership.stewarding.person import LONGEST_REASON, Person
from runtime.house import Db, Now
from runtime.rights import Staff, needs
from ui import language_of, mark, municipality, page, translate

router = APIRouter(prefix="/staff/panel", include_in_schema=False)

ACTIVITIES = {
    Activity.quarter: mark("Hørt fra de siste tre månedene"),
    Activity.year: mark("Hørt fra det siste året"),
    Activity.asleep: mark("Sover: ikke hørt fra på to år"),
    Activity.paused: mark("Har pause nå"),
}
REASONS = {
    "asked": mark("Medlemmet har bedt om hjelp"),
    "mail": mark("E-posten kommer ikke fram"),
    "rights": mark("Medlemmet bruker rettighetene sine"),
    "misuse": mark("Mistanke om misbruk"),
    "other": mark("Annet"),
}
REASON_MISSING = mark("Velg hvorfor du vil se medlemmet")
NOTE_MISSING = mark("Skriv hvorfor")
NOTE_TOO_LONG = mark("Skriv det med høyst 200 tegn")
EARLIEST = date(1900, 1, 1)  # before any panel, and well within what a database can hold
Choice = Annotated[str, Query(max_length=60, pattern=r"^[\w+-]*$")]  # what a list could offer, and a database can be asked
Place = Annotated[str, Query(max_length=60)]
Problems = list[tuple[str, str]]


@router.get("/members", dependencies=[needs("members:read")])
async def list_members(
    request: Request,
    db: Db,
    now: Now,
    age_band: Choice = "",
    gender: Choice = "",
    area: Choice = "",
    interest: Choice = "",
    campaign: Choice = "",
    activity: Choice = "",
    joined_since: Choice = "",
    after: Place = "",
) -> Response:
    active = next((known for known in Activity if known == activity), None)
    wanted = Filter(age_band, gender, area, interest, campaign, active, _day(joined_since))
    return await _directory(request, db, now, wanted, after)


@router.post("/members/find", dependencies=[needs("members:read")])
async def find_member(request: Request, parts: PartsOf, db: Db, now: Now) -> Response:
    """By POST, so that an address stands in no link and no history. Nothing is changed or told of the member yet."""
    form = await request.form(max_files=0, max_fields=5)
    member_id = await parts.addresses.member_with(parts.address_hash(str(form.get("email") or "").strip()[:300]))
    if member_id is None:
        problems = [("email", NoSuchMember.title)]
        return await _directory(request, db, now, Filter(), "", problems)
    return RedirectResponse(f"/staff/panel/members/{member_id}", 303)


@router.get("/members/{member_id}", dependencies=[needs("members:read")])
async def ask_for_reason(request: Request, member_id: UUID, parts: PartsOf) -> Response:
    if not await person.is_member(parts, member_id):
        raise NoSuchMember
    return _reason_form(request, member_id, {}, [])


@router.post("/members/{member_id}")
async def see_member(
    request: Request, member_id: UUID, staff: Annotated[Staff, needs("members:read")], parts: PartsOf, now: Now
) -> Response:
    form = await request.form(max_files=0, max_fields=5)
    written = {field: " ".join(str(form.get(field) or "").split()) for field in ("reason", "note")}
    problems = _problems(written)
    if problems:
        return _reason_form(request, member_id, written, problems)
    reason = ": ".join(part for part in (REASONS[written["reason"]], written["note"]) if part)
    seen = await person.look(parts, member_id, staff, reason, now)
    return _person(request, seen)


@router.get("/views", dependencies=[needs("accounts:manage")])
async def list_views(
    request: Request, parts: PartsOf, now: Now, before: Annotated[int, Query(ge=1, le=staff_views.LAST)] = staff_views.LAST
) -> Response:
    async with parts.engine.connect() as connection:
        views = await staff_views.newest(connection, now, before)
    shown = views[: staff_views.PAGE]
    more = shown[-1].position if len(views) > len(shown) else None
    names = await _names(parts, shown)
    return page(request, "staff_views.html", views=[(view, names.get(view.position)) for view in shown], more=more)


async def _names(parts: Parts, views: list[staff_views.StaffView]) -> dict[int, str]:
    keys = await parts.keyring.get({view.member_id for view in views})
    opened = {view.position: person.read_seen(keys.get(view.member_id), view.member_id, view.seen) for view in views}
    return {position: seen.name for position, seen in opened.items() if seen is not None}


async def _directory(
    request: Request, db: Db, now: datetime, wanted: Filter, after: str, problems: Problems | None = None
) -> Response:
    say = translate(language_of(request))
    async with db.connect() as connection:
        members = await directory.find(connection, wanted, now, after)
        campaigns = await recruitment.all_campaigns(connection)
    errors = [(field, say(text)) for field, text in problems or []]
    return page(
        request,
        "staff_members.html",
        status=422 if errors else 200,
        members=members,
        counted=directory.COUNTED,
        wanted=wanted,
        narrowed=wanted != Filter(),
        first=_link(wanted) if after else None,
        next=_link(wanted, members.after) if members.after else None,
        bands=[(band, say("%(band)s år", band=band.replace("-", "–"))) for band in get_args(AgeBand)],
        genders={gender: say(GENDER_NAMES[gender]) for gender in GENDERS},
        interests=municipality().interests(language_of(request)),
        campaigns=[(campaign.slug, campaign.message) for campaign in campaigns],
        activities=[(activity, say(name)) for activity, name in ACTIVITIES.items()],
        errors=errors,
        error=dict(errors),
    )


def _link(wanted: Filter, after: str | None = None) -> str:
    chosen = {name: str(value) for name, value in vars(wanted).items() if value}
    query = urlencode({**chosen, "after": after} if after else chosen)
    return f"/staff/panel/members?{query}"


def _reason_form(request: Request, member_id: UUID, written: dict[str, str], problems: Problems) -> Response:
    say = translate(language_of(request))
    errors = [(field, say(text)) for field, text in problems]
    return page(
        request,
        "staff_member_reason.html",
        status=422 if errors else 200,
        member_id=member_id,
        number=directory.short_number(member_id),
        reasons=[(reason, say(name)) for reason, name in REASONS.items()],
        written=written,
        longest=LONGEST_REASON,
        errors=errors,
        error=dict(errors),
    )


def _problems(written: dict[str, str]) -> Problems:
    problems: Problems = []
    if written["reason"] not in REASONS:
        problems.append(("reason", REASON_MISSING))
    if written["reason"] == "other" and not written["note"]:
        problems.append(("note", NOTE_MISSING))
    if len(written["note"]) > LONGEST_REASON:
        problems.append(("note", NOTE_TOO_LONG))
    return problems


def _person(request: Request, seen: Person) -> Response:
    say = translate(language_of(request))
    interests = municipality().interests(language_of(request))
    facts = [(say(what), at) for what, at in happened(seen.facts)]
    return page(
        request,
        "staff_member.html",
        person=seen,
        number=directory.short_number(seen.member_id),
        gender=say(GENDER_NAMES[seen.background.gender]),
        own=[{"key": label, "value": answer} for label, answer in _own(request, seen)],
        interests=[interests.get(slug, slug) for slug in seen.written.interests],
        facts=facts,
    )


def _own(request: Request, seen: Person) -> Iterator[tuple[str, str]]:
    """What was answered to the municipality's own fields; one that it asks no longer keeps its short name."""
    language = language_of(request)
    known = {own.slug: own for own in asked_by(municipality()).own}
    for slug, answer in seen.written.extra.items():
        label = known[slug].label[language] if slug in known else slug
        options = known[slug].options if slug in known else {}
        yield label, options[answer][language] if answer in options else answer


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > EARLIEST else None

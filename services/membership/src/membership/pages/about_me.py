"""Everything the panel holds about the member: as a page to read, and as a document to take along."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from membership.facts import facts_of, happened
from membership.member import NoSuchMember
from membership.own_page.about_me import about_me
from membership.own_page.signed_in import MemberOf, MembersRoute, NotSignedIn
from membership.pages.my_page import in_words
from membership.parts import PartsOf
from membership.signing_up import sealed_profile
from runtime.house import Now
from ui import language_of, mark, page, translate
from ui.formats import HERE

router = APIRouter(prefix="/min-side", include_in_schema=False, route_class=MembersRoute)

SERVICES = {
    "surveys": mark("Undersøkelser du er invitert til, og det du svarte"),
    "notifications": mark("E-poster vi har sendt deg"),
}
MAILS = {
    "confirmation": mark("Bekreft påmeldingen"),
    "sign_up_repeated": mark("Du er allerede med"),
    "invitation": mark("Invitasjon til en undersøkelse"),
    "member_invited": mark("Spørsmål om du vil være med videre"),
    "sign_in": mark("Lenke og kode til Min side"),
    "email_change": mark("Bekreft den nye adressen"),
    "stay": mark("Spørsmål om du fortsatt vil være med"),
}
OUTCOMES = {
    "queued": mark("Venter på å bli sendt"),
    "attempting": mark("Sendes nå"),
    "sent": mark("Sendt"),
    "failed": mark("Kom ikke fram"),
    "uncertain": mark("Vi vet ikke om den kom fram"),
    "dropped": mark("Ble ikke sendt"),
}


@router.get("/alt-om-meg")
async def read(request: Request, who: MemberOf, parts: PartsOf, now: Now) -> Response:
    everything = await _everything(who, parts, now)
    say = translate(language_of(request))
    facts = (await parts.log.load(facts_of, who.id)).state
    assert who.member.profile is not None
    return page(
        request,
        "about_me.html",
        everything=everything,
        asked=[_with_times(one, "invited_at", "answered_at") for one in everything["asked"] or ()],
        made_at=now,
        missing=[say(SERVICES[part["service"]]) for part in everything["missing"]],
        rows=in_words(request, sealed_profile.open_all(who.member.profile, who.key, who.id)),
        facts=[(say(what), at) for what, at in happened(facts)],
        mails=[_with_times(_mail(mail, say), "queued_at") for mail in everything["mails"] or ()],
    )


@router.get("/alt-om-meg.json")
async def take_along(who: MemberOf, parts: PartsOf, now: Now) -> Response:
    document = msgspec.json.format(msgspec.json.encode(await _everything(who, parts, now)), indent=2)
    name = f"alt-om-meg-{now.astimezone(HERE).date().isoformat()}.json"
    return Response(document, media_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _everything(who: MemberOf, parts: PartsOf, now: Now) -> dict[str, Any]:
    try:
        return await about_me(parts, who.id, now)
    except NoSuchMember:  # forgotten since the request came in
        raise NotSignedIn from None


def _mail(mail: dict[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    what, outcome = MAILS.get(mail["kind"], mail["kind"]), OUTCOMES.get(mail["outcome"], mail["outcome"])
    return {**mail, "what": say(what), "outcome": say(outcome)}


def _with_times(told: dict[str, Any], *names: str) -> dict[str, Any]:
    """What another service wrote as text, as times again."""
    return told | {name: datetime.fromisoformat(told[name]) for name in names if told.get(name)}

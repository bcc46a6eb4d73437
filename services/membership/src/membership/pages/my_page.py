"""A member's own page: what we know of them, what they were asked, and the way to every choice that is theirs."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from eventlog import Event
from membership import documents
from membership.events import Consent, MemberViewed
from membership.facts import facts_of
from membership.member import Member
from membership.over_time import was_asked
from membership.own_page.pausing import is_paused
from membership.own_page.signed_in import MemberOf, MembersRoute, SignedInMember
from membership.pages.form_fields import GENDER_NAMES
from membership.parts import PartsOf
from membership.signing_up import sealed_profile
from membership.signing_up.asked import FieldShown, asked_by, shown
from membership.signing_up.form import Applicant
from membership.stewarding import person
from runtime.house import Now
from ui import language_of, mark, page, site_of, translate

router = APIRouter(prefix="/min-side", include_in_schema=False, route_class=MembersRoute)

DONE = {
    "profil": mark("Opplysningene dine er endret."),
    "tilbake": mark("Pausen er over. Velkommen tilbake!"),
    "hvor-ofte": mark("Valget ditt er lagret."),
    "e-post": mark(
        "Vi har sendt en e-post til den nye adressen. Åpne den og bekreft innen ett døgn. Til da bruker vi den gamle."
    ),
}


@router.get("")
async def my_page(request: Request, who: MemberOf, parts: PartsOf, now: Now, done: str = "") -> Response:
    assert who.member.profile is not None
    written = sealed_profile.open_all(who.member.profile, who.key, who.id)
    facts = (await parts.log.load(facts_of, who.id)).state
    async with parts.engine.connect() as connection:
        asked = await was_asked.asked_of(connection, who.id)
    return page(
        request,
        "my_page.html",
        member=who.member,
        written=written,
        rows=in_words(request, written),
        paused=is_paused(who.member, now),
        asked=asked,
        seen=_seen(facts, who),
        consents=_consents(who.member),
        done=DONE.get(done, ""),
    )


def _consents(member: Member) -> list[tuple[datetime, Consent, str]]:
    """When, what, and its words in the language they read it in."""
    return [(at, given, documents.consent(given.version, given.language) or "") for at, given in member.consents]


def in_words(request: Request, written: Applicant) -> list[tuple[str, str]]:
    """What they wrote, as the form asks for it and in its words; the address stands beside how often it is written to."""
    language, here = language_of(request), site_of(request).municipality
    say, interests = translate(language), here.interests(language)
    ours = {
        "name": written.name,
        "birth_year": str(written.birth_year),
        "gender": say(GENDER_NAMES[written.gender]),
        "area": here.areas.get(written.area, written.area),
        "interests": ", ".join(interests.get(slug, slug) for slug in written.interests),
    }
    fields = [field for field in shown(asked_by(here), language, say) if field.name != "email"]
    return [(field.label, ours[field.name] if field.kind is None else _own(field, written)) for field in fields]


def _own(field: FieldShown, written: Applicant) -> str:
    answer = written.extra.get(field.name, "")
    return dict(field.options).get(answer, answer)


def _seen(facts: Sequence[Event], who: SignedInMember) -> list[tuple[object, person.Seen]]:
    """When somebody on the staff looked, who it was and why; the newest first."""
    looks = [(fact.viewed_at, person.read_seen(who.key, who.id, fact.seen)) for fact in facts if isinstance(fact, MemberViewed)]
    return [(at, seen) for at, seen in reversed(looks) if seen is not None]

"""A member comes in: asked for by address, let in by link or code. Decisions are in `sign_in.py`."""

from datetime import datetime
from uuid import UUID, uuid4

from membership.events import Language, SignedIn
from membership.member import Member, Status, members
from membership.own_page import personal_links, sign_in_limits
from membership.own_page.sign_in import AskToSignIn, NoSuchSignIn, SignIn, SignInCommand, SignInOver, UseCode, UseLink, sign_ins
from membership.parts import Parts


async def ask(parts: Parts, address: str, language: Language, held: UUID | None, now: datetime) -> UUID:
    """The same steps for every address. Returns the request the browser holds from now on.

    Asked again too soon, no mail goes out: a browser that holds the request of the latest mail keeps it, so that its code
    still fits.
    """
    request_id = uuid4()
    asked = await sign_in_limits.take(parts.engine, parts.address_hash(address), request_id, now)
    command = AskToSignIn(asked.member_id if asked.allowed else None, language)
    await parts.log.execute(sign_ins, request_id, command, now)
    return request_id if asked.allowed or held is None or asked.latest != held else held


async def state_of(parts: Parts, request_id: UUID) -> SignIn:
    return (await parts.log.load(sign_ins, request_id)).state


async def by_link(parts: Parts, request_id: UUID, now: datetime) -> UUID:
    """Who comes in. Raises NoSuchSignIn and SignInOver."""
    member_id = await _use(parts, request_id, UseLink(), now)
    assert member_id is not None
    return member_id


async def by_code(parts: Parts, request_id: UUID | None, written: str, now: datetime) -> UUID | None:
    """Who comes in, or None for a wrong code. Raises SignInOver, and so for a browser that has asked for nothing."""
    if request_id is None:
        raise SignInOver
    return await _use(parts, request_id, UseCode(personal_links.is_sign_in_code(parts, request_id, written)), now)


async def _use(parts: Parts, request_id: UUID, command: SignInCommand, now: datetime) -> UUID | None:
    outcome = await parts.log.execute(sign_ins, request_id, command, now)
    signed_in = next((event for event in outcome.events if isinstance(event, SignedIn)), None)
    if signed_in is None:
        return None
    member: Member = (await parts.log.load(members, signed_in.member_id)).state
    if member.status is not Status.active:
        raise NoSuchSignIn
    return signed_in.member_id

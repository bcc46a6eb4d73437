"""Who is signed in behind a request: what a member's own routes depend on."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.responses import Response

from eventlog import Refused
from membership.member import Member, Status, members
from membership.own_page.member_sessions import find_session
from membership.pages.cookies import session_in
from membership.parts import PartsOf
from runtime.house import Now
from runtime.problems import wants_json
from runtime.rights import OpenToAll
from sealing import Key

SIGN_IN_PAGE = "/min-side/logg-inn"


class NotSignedIn(Refused):
    code: ClassVar[str] = "not_signed_in"
    status: ClassVar[int] = 401
    title: ClassVar[str] = "Du må logge inn"


@dataclass(frozen=True)
class SignedInMember:
    id: UUID
    member: Member
    key: Key
    session: bytes


class OwnPage(OpenToAll):
    """Dependency: the member behind the request. Raises NotSignedIn; who was forgotten is nobody, whatever they hold."""

    word = "member"

    async def __call__(self, request: Request, parts: PartsOf, now: Now) -> SignedInMember:  # type: ignore[override] # FastAPI gives what is asked for
        token = session_in(request)
        session = await find_session(parts.engine, token, now) if token else None
        if session is None:
            raise NotSignedIn
        member: Member = (await parts.log.load(members, session.member_id)).state
        key = (await parts.keyring.get([session.member_id])).get(session.member_id)
        if member.status is not Status.active or key is None:
            raise NotSignedIn
        return SignedInMember(session.member_id, member, key, session.token_hash)


class MembersRoute(APIRoute):
    """Shows whoever is not signed in the way in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_show_the_way(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedIn:
                if wants_json(request):
                    raise
                return RedirectResponse(SIGN_IN_PAGE, 303)

        return handle_or_show_the_way


MemberOf = Annotated[SignedInMember, Depends(OwnPage())]

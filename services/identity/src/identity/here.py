"""What a route is given: the desk, the session behind the cookie, and the network the caller is counted under."""

from typing import Annotated

from fastapi import Depends, Request

from identity.cookies import token_in
from identity.desk import Desk
from identity.sessions import Session, find_session
from identity.signing_in import Caller
from identity.tries import network_of
from runtime.house import Now


async def _desk(request: Request) -> Desk:
    desk = request.app.state.house.own
    assert isinstance(desk, Desk)
    return desk


DeskHere = Annotated[Desk, Depends(_desk)]


async def _session(request: Request, desk: DeskHere, now: Now) -> Session | None:
    token = token_in(request)
    return None if token is None else await find_session(desk.engine, token, now)


async def _caller(request: Request) -> Caller:
    return Caller(network_of(request.client.host if request.client else ""))


SessionHere = Annotated[Session | None, Depends(_session)]
CallerHere = Annotated[Caller, Depends(_caller)]

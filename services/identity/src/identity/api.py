"""For programs: the gateway's question on every staff request, and signing in without pages."""

from math import ceil

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from identity.cookies import give_token, take_token, token_in
from identity.here import CallerHere, DeskHere
from identity.refusals import TooManyTries
from identity.roles import rights_of
from identity.sessions import close_session, find_session, hash_of
from identity.signing_in import sign_in_at_once
from runtime.house import Now
from runtime.problems import Problem, problem_response
from runtime.rights import HEADER, AnyStaff, open_to_all

router = APIRouter()


@router.get("/internal/authorize", dependencies=[open_to_all], include_in_schema=False)
async def authorize(request: Request, desk: DeskHere, now: Now) -> Response:
    """200 with the pass for whoever is signed in, else 401. Costs nothing but a dictionary look-up for 20 s at a time."""
    token = token_in(request)
    if token is None:
        return Response(status_code=401)
    kept = desk.passes.present(hash_of(token), now)
    if kept is not None:
        return Response(headers={HEADER: kept})
    session = await find_session(desk.engine, token, now)
    if session is None or not session.whole:
        return Response(status_code=401)
    account = await desk.account(session.account_id)
    if account.state.closed or not account.state.exists:
        return Response(status_code=401)
    made = desk.passes.make(session.token_hash, account.id, account.name, rights_of(account.state.roles), now)
    return Response(headers={HEADER: made})


class SignIn(BaseModel, extra="forbid"):
    name: str = Field(max_length=200)
    password: str = Field(max_length=256)
    code: str = Field(max_length=20, description="Six digits from the app, each good once")


@router.post("/api/identity/sign-in", status_code=204, dependencies=[open_to_all])
async def sign_in(request: Request, body: SignIn, desk: DeskHere, caller: CallerHere, now: Now) -> Response:
    """Both factors at once; sets the cookie that the pages use."""
    try:
        token = await sign_in_at_once(desk, body.name, body.password, body.code, caller, now)
    except TooManyTries as refusal:
        wait = ceil((refusal.until - now).total_seconds())
        problem = Problem(refusal.status, refusal.code, refusal.title, extra={"retry_after": wait})
        response = problem_response(request, problem)
        response.headers["Retry-After"] = str(wait)
        return response
    response = Response(status_code=204)
    give_token(request, response, token)
    return response


@router.post("/api/identity/sign-out", status_code=204, dependencies=[open_to_all])
async def sign_out(request: Request, desk: DeskHere) -> Response:
    response = Response(status_code=204)
    token = token_in(request)
    if token is not None:
        desk.passes.withdraw(token_hash=hash_of(token))
        await close_session(desk.engine, token)
        take_token(request, response)
    return response


class Me(BaseModel):
    id: str
    name: str
    rights: list[str]


@router.get("/api/identity/staff/me")
async def me(staff: AnyStaff) -> Me:
    """Who the gateway says you are, and what you may do."""
    return Me(id=str(staff.id), name=staff.name, rights=sorted(staff.rights))

"""Signing in on pages: password, then a code; the first time, the app is set up in between."""

from typing import Annotated
from urllib.parse import quote

import segno
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from eventlog import Refused
from identity.cookies import give_token, own_path, take_token, token_in
from identity.desk import Desk
from identity.here import CallerHere, DeskHere, SessionHere
from identity.pages.words import told, with_wait
from identity.refusals import OwnPasswordNeeded, WeakPassword
from identity.sessions import Session, close_session, hash_of
from identity.signing_in import begin, enrol, finish, finish_with_recovery_code
from identity.totp import enrolment_uri
from runtime.house import Now
from runtime.rights import open_to_all
from ui import mark, municipality, page

router = APIRouter(prefix="/staff", dependencies=[open_to_all], include_in_schema=False)

Text = Annotated[str, Form(max_length=300)]
Next = Annotated[str, Query(max_length=500)]
NextField = Annotated[str, Form(max_length=500)]

WRONG_PASSWORD = mark("Brukernavnet eller passordet stemmer ikke. Sjekk begge og prøv igjen.")
WRONG_CODE = mark("Koden stemmer ikke, eller den er brukt. Vent på neste kode i appen og skriv den inn.")
WRONG_RECOVERY_CODE = mark("Reservekoden stemmer ikke, eller den er brukt. Prøv en annen fra listen din.")


def to(path: str, after: str) -> RedirectResponse:
    return RedirectResponse(f"/staff/{path}?next={quote(own_path(after))}", 303)


@router.get("/sign-in")
async def password_page(request: Request, session: SessionHere, next: Next = "") -> Response:  # noqa: A002 – as in the address
    if session is not None and session.whole:
        return RedirectResponse(own_path(next), 303)
    return page(request, "sign_in.html", next=own_path(next), name="", errors=[])


@router.post("/sign-in")
async def give_password(
    request: Request,
    desk: DeskHere,
    caller: CallerHere,
    now: Now,
    name: Text = "",
    password: Text = "",
    next: NextField = "",  # noqa: A002 – as in the form
) -> Response:
    try:
        token, account = await begin(desk, name, password, caller, now)
    except Refused as refusal:
        errors = [("password", told(request, refusal, WRONG_PASSWORD, now))]
        shown = page(request, "sign_in.html", status=refusal.status, next=own_path(next), name=name, errors=errors)
        return with_wait(shown, refusal, now)
    response = to("sign-in/code" if account.state.enrolled else "sign-in/enrol", next)
    give_token(request, response, token)
    return response


@router.get("/sign-in/code")
async def code_page(request: Request, session: SessionHere, next: Next = "") -> Response:  # noqa: A002 – the name it has in the address
    if session is None or session.whole:
        return to("sign-in", next)
    return page(request, "sign_in_code.html", next=own_path(next), errors=[])


@router.post("/sign-in/code")
async def give_code(
    request: Request,
    desk: DeskHere,
    session: SessionHere,
    caller: CallerHere,
    now: Now,
    code: Text = "",
    next: NextField = "",  # noqa: A002 – the name it has in the address
) -> Response:
    if session is None or session.whole:
        return to("sign-in", next)
    try:
        token = await finish(desk, session, code, caller, now)
    except Refused as refusal:
        errors = [("code", told(request, refusal, WRONG_CODE, now))]
        shown = page(request, "sign_in_code.html", status=refusal.status, next=own_path(next), errors=errors)
        return with_wait(shown, refusal, now)
    return _in(request, token, next)


@router.get("/sign-in/recovery")
async def recovery_page(request: Request, session: SessionHere, next: Next = "") -> Response:  # noqa: A002 – the name it has in the address
    if session is None or session.whole:
        return to("sign-in", next)
    return page(request, "sign_in_recovery.html", next=own_path(next), errors=[])


@router.post("/sign-in/recovery")
async def give_recovery_code(
    request: Request,
    desk: DeskHere,
    session: SessionHere,
    caller: CallerHere,
    now: Now,
    code: Text = "",
    next: NextField = "",  # noqa: A002 – the name it has in the address
) -> Response:
    if session is None or session.whole:
        return to("sign-in", next)
    try:
        token = await finish_with_recovery_code(desk, session, code, caller, now)
    except Refused as refusal:
        errors = [("code", told(request, refusal, WRONG_RECOVERY_CODE, now))]
        shown = page(request, "sign_in_recovery.html", status=refusal.status, next=own_path(next), errors=errors)
        return with_wait(shown, refusal, now)
    return _in(request, token, "/staff/account")  # how many codes are left, and a new app, are there


@router.get("/sign-in/enrol")
async def enrol_page(request: Request, desk: DeskHere, session: SessionHere, next: Next = "") -> Response:  # noqa: A002 – the name it has in the address
    if session is None or session.offered_secret is None:
        return to("sign-in", next)
    return await _enrol_page(request, desk, session, next, [])


@router.post("/sign-in/enrol")
async def confirm_enrolment(
    request: Request,
    desk: DeskHere,
    session: SessionHere,
    caller: CallerHere,
    now: Now,
    code: Text = "",
    own_password: Text = "",
    next: NextField = "",  # noqa: A002 – the name it has in the address
) -> Response:
    if session is None or session.offered_secret is None:
        return to("sign-in", next)
    try:
        token, codes = await enrol(desk, session, code, own_password, caller, now)
    except Refused as refusal:
        place = "own_password" if isinstance(refusal, WeakPassword | OwnPasswordNeeded) else "code"
        errors = [(place, told(request, refusal, WRONG_CODE, now))]
        kept = code if place == "own_password" else ""  # the code was right and is not spent: nobody types it twice
        shown = await _enrol_page(request, desk, session, next, errors, refusal.status, code=kept)
        return with_wait(shown, refusal, now)
    response = page(request, "recovery_codes.html", codes=codes, next=own_path(next), errors=[])
    give_token(request, response, token)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, desk: DeskHere) -> Response:
    token = token_in(request)
    if token is not None:
        desk.passes.withdraw(token_hash=hash_of(token))
        await close_session(desk.engine, token)
    response = RedirectResponse("/staff/sign-in", 303)
    take_token(request, response)
    return response


async def _enrol_page(
    request: Request, desk: Desk, session: Session, after: str, errors: list[tuple[str, str]], status: int = 200, code: str = ""
) -> Response:
    account = await desk.account(session.account_id)
    secret = account.opened("totp", session.offered_secret) or ""
    uri = enrolment_uri(secret, account.name, municipality().name)
    return page(
        request,
        "enrol.html",
        status=status,
        next=own_path(after),
        errors=errors,
        code=code,
        name=account.name,
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        uri=uri,
        picture=segno.make(uri, micro=False).svg_data_uri(scale=5, border=3, dark="#000", light="#fff"),
        password_needed=account.state.password_is_initial,
    )


def _in(request: Request, token: str, after: str) -> Response:
    response = RedirectResponse(own_path(after), 303)
    give_token(request, response, token)
    return response

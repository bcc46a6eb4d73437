"""The way in for members: an address, then a link or a code from the mail. A GET changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from membership.own_page import member_sessions, personal_links, signing_in
from membership.own_page.sign_in import MOST_MISSES, NoSuchSignIn, SignInOver
from membership.pages import cookies
from membership.pages.form_fields import text_in
from membership.pages.languages import read_in
from membership.parts import Parts, PartsOf
from membership.signing_up.floods import Shown, Slowed, address_of
from membership.signing_up.form import ADDRESS_UNFIT, address_in
from runtime.house import Now
from runtime.rights import open_to_all
from sealing import read_link
from ui import language_of, mark, page, translate

router = APIRouter(prefix="/min-side", dependencies=[open_to_all], include_in_schema=False)

FEW_FIELDS = 5
ASKS = "sign_in.html"
STEP = 0.05
"""Seconds. An answer leaves on the next of these: a mail that is asked for costs half a millisecond, which could be seen."""
CODE_MISSING = mark("Skriv koden fra e-posten: åtte sifre")
CODE_WRONG = mark("Koden stemmer ikke. Se etter i den nyeste e-posten.")
Token = Annotated[str, Path(max_length=100)]


@router.get("/logg-inn")
async def ask_page(request: Request) -> Response:
    return asking(request, ASKS)


@router.post("/logg-inn")
async def ask(request: Request, parts: PartsOf, now: Now) -> Response:
    return await ask_for_a_way_in(request, parts, now, ASKS)


async def ask_for_a_way_in(request: Request, parts: Parts, now: datetime, template: str) -> Response:
    """From whichever page it is asked, the answer is the same for every address."""
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    written = text_in(form, "email")
    address = address_in(written)
    if address is None:
        return asking(request, template, written, [("email", ADDRESS_UNFIT)])
    # every wish for a way in is kept in the log: a flood of them is slowed as one of sign-ups is
    shown = Shown(text_in(form, "proof"), text_in(form, "ticket"))
    slowed = parts.floods.slow(address_of(request), shown, now, what="way_in")
    if slowed:
        return asking(request, template, written, slowed=slowed)
    return await _send_way_in(request, parts, address, now)


def asking(
    request: Request,
    template: str,
    written: str = "",
    problems: Sequence[tuple[str, str]] = (),
    slowed: Slowed | None = None,
) -> Response:
    errors = _said(request, problems)
    return page(
        request,
        template,
        status=429 if slowed else 422 if errors else 200,
        slowed=slowed,
        written=written[:300],
        errors=errors,
        error=dict(errors),
    )


async def _send_way_in(request: Request, parts: Parts, address: str, now: datetime) -> Response:
    began = asyncio.get_running_loop().time()
    held = await signing_in.ask(parts, address, read_in(request), cookies.request_in(request), now)
    await asyncio.sleep((began - asyncio.get_running_loop().time()) % STEP)
    response = RedirectResponse("/min-side/logg-inn/kode", 303)
    cookies.give_request(request, response, held)
    return response


@router.get("/logg-inn/kode")
async def code_page(request: Request) -> Response:
    return _code_page(request, [])


@router.post("/logg-inn/kode")
async def use_code(request: Request, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=FEW_FIELDS)
    written, asked = text_in(form, "code")[:40], cookies.request_in(request)
    if not written.strip():
        return _code_page(request, [("code", CODE_MISSING)])
    try:
        member_id = await signing_in.by_code(parts, asked, written, now)
    except SignInOver:
        return page(request, "sign_in_over.html", status=SignInOver.status)
    if member_id is None:
        return _code_page(request, [("code", CODE_WRONG)])
    response = await _let_in(request, parts, member_id, now)
    cookies.take_request(request, response)
    return response


@router.get("/inn/{token}")
async def link_page(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    """Shows a button and changes nothing: mail scanners follow links."""
    asked = await signing_in.state_of(parts, _request_of(parts, token))
    if asked.member_id is None:
        raise NoSuchSignIn
    if not asked.good_at(now):
        return page(request, "sign_in_over.html", status=SignInOver.status)
    return page(request, "sign_in_link.html", token=token)


@router.post("/inn/{token}")
async def use_link(request: Request, token: Token, parts: PartsOf, now: Now) -> Response:
    try:
        member_id = await signing_in.by_link(parts, _request_of(parts, token), now)
    except SignInOver:
        return page(request, "sign_in_over.html", status=SignInOver.status)
    return await _let_in(request, parts, member_id, now)


@router.post("/logg-ut")
async def sign_out(request: Request, parts: PartsOf) -> Response:
    token = cookies.session_in(request)
    if token is not None:
        await member_sessions.close_session(parts.engine, token)
    response = RedirectResponse("/", 303)
    cookies.take_session(request, response)
    return response


async def _let_in(request: Request, parts: Parts, member_id: UUID, now: datetime) -> Response:
    token = await member_sessions.open_session(parts.engine, member_id, now, cookies.session_in(request))
    response = RedirectResponse("/min-side", 303)
    cookies.give_session(request, response, token)
    return response


def _request_of(parts: Parts, token: str) -> UUID:
    request_id = read_link(parts.link_key, personal_links.SIGN_IN, token)
    if request_id is None:
        raise NoSuchSignIn
    return request_id


def _code_page(request: Request, problems: list[tuple[str, str]]) -> Response:
    errors = _said(request, problems)
    return page(
        request, "sign_in_code.html", status=422 if errors else 200, errors=errors, error=dict(errors), most=MOST_MISSES
    )


def _said(request: Request, problems: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    say = translate(language_of(request))
    return [(field, say(text)) for field, text in problems]

"""One's own account: password, recovery codes, another phone. Each change asks for the password again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from eventlog import Refused
from identity.account import RenewRecoveryCodes
from identity.desk import Desk
from identity.here import DeskHere, SessionHere
from identity.pages.words import ROLE_NAMES, told, with_wait
from identity.recovery import new_codes
from identity.refusals import WeakPassword
from identity.signing_in import change_password, confirm_password, offer_new_app
from runtime.house import Now
from runtime.rights import AnyStaff, Staff
from ui import mark, page

router = APIRouter(prefix="/staff", include_in_schema=False)

Text = Annotated[str, Form(max_length=300)]
WRONG = mark("Passordet stemmer ikke")


@router.get("/account")
async def account_page(request: Request, desk: DeskHere, staff: AnyStaff, done: str = "") -> Response:
    return await _page(request, desk, staff, done=done)


@router.get("/account/{act}")
async def back_to_account(act: str, staff: AnyStaff) -> Response:  # noqa: ARG001 – any address that a form was sent to
    """The address of an answered form, opened anew: in another language, or by a reload."""
    return RedirectResponse("/staff/account", 303)


@router.post("/account/password")
async def new_password(
    request: Request,
    desk: DeskHere,
    staff: AnyStaff,
    session: SessionHere,
    now: Now,
    present_password: Text = "",
    own_password: Text = "",
) -> Response:
    account = await desk.account(staff.id)
    try:
        await confirm_password(desk, account, present_password, now)
        assert session is not None
        await change_password(desk, session, account, own_password, now)
    except Refused as refusal:
        place = "own_password" if isinstance(refusal, WeakPassword) else "present_password"
        errors = [(place, told(request, refusal, WRONG, now))]
        return with_wait(await _page(request, desk, staff, errors=errors, status=refusal.status), refusal, now)
    return RedirectResponse("/staff/account?done=password", 303)


@router.post("/account/recovery-codes")
async def new_recovery_codes(
    request: Request, desk: DeskHere, staff: AnyStaff, now: Now, codes_password: Text = ""
) -> Response:
    account = await desk.account(staff.id)
    codes = new_codes()
    try:
        await confirm_password(desk, account, codes_password, now)
        await desk.execute(account.id, RenewRecoveryCodes(desk.recovery_hashes(account.id, codes)), now)
    except Refused as refusal:
        errors = [("codes_password", told(request, refusal, WRONG, now))]
        return with_wait(await _page(request, desk, staff, errors=errors, status=refusal.status), refusal, now)
    return page(request, "recovery_codes.html", codes=codes, next="/staff/account", errors=[])


@router.post("/account/app")
async def new_app(
    request: Request, desk: DeskHere, staff: AnyStaff, session: SessionHere, now: Now, app_password: Text = ""
) -> Response:
    account = await desk.account(staff.id)
    try:
        await confirm_password(desk, account, app_password, now)
        assert session is not None
        await offer_new_app(desk, session, account)
    except Refused as refusal:
        errors = [("app_password", told(request, refusal, WRONG, now))]
        return with_wait(await _page(request, desk, staff, errors=errors, status=refusal.status), refusal, now)
    return RedirectResponse("/staff/sign-in/enrol?next=/staff/account", 303)


async def _page(
    request: Request,
    desk: Desk,
    staff: Staff,
    *,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    account = await desk.account(staff.id)
    return page(
        request,
        "own_account.html",
        status=status,
        errors=errors or [],
        done=done,
        name=account.name,
        roles=[ROLE_NAMES[role] for role in sorted(account.state.roles) if role in ROLE_NAMES],
        codes_left=len(account.state.recovery_codes),
    )

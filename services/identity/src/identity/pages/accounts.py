"""The accounts of colleagues: make one, say what it may do, help somebody who is locked out, close it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from eventlog import AlreadyClaimed, Refused
from identity.account import CloseAccount, GrantRole, ResetSignIn, WithdrawRole
from identity.all_accounts import ALL_ACCOUNTS, all_accounts
from identity.desk import Desk, OpenedAccount
from identity.here import DeskHere
from identity.pages.words import ROLE_NAMES, say_in
from identity.passwords import hash_password, initial_password
from identity.refusals import NoSuchAccount, UnknownRole
from identity.sessions import close_sessions_of
from runtime.house import Now
from runtime.rights import Staff, needs
from ui import mark, page

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)

Manager = Annotated[Staff, needs("accounts:manage")]
Text = Annotated[str, Form(max_length=200)]
Roles = Annotated[list[str], Form(max_length=20)]

NAME_MISSING = mark("Skriv et brukernavn, for eksempel en e-postadresse")
NAME_TAKEN = mark("Dette brukernavnet er i bruk. Velg et annet.")
SHORTEST_NAME = 3


@router.get("")
async def list_page(request: Request, desk: DeskHere, _: Manager, done: str = "") -> Response:
    listed = await all_accounts(desk.engine)
    keys = await desk.keyring.get([account.account_id for account in listed])
    rows = [
        {
            "id": account.account_id,
            "name": keys[account.account_id].open("name", account.account_id, account.name),
            "roles": [ROLE_NAMES[role][0] for role in account.roles if role in ROLE_NAMES],
            "enrolled": account.enrolled,
            "last": account.last_signed_in_on,
        }
        for account in listed
        if account.account_id in keys
    ]
    return page(request, "accounts.html", rows=sorted(rows, key=lambda row: str(row["name"])), done=done, errors=[])


@router.get("/new")
async def new_page(request: Request, _: Manager) -> Response:
    return _new_page(request, [], "", [])


@router.post("/new")
async def create(
    request: Request,
    desk: DeskHere,
    staff: Manager,
    now: Now,
    name: Text = "",
    roles: Roles = [],  # noqa: B006 – FastAPI copies it
) -> Response:
    name = name.strip()
    if len(name) < SHORTEST_NAME:
        return _new_page(request, [("name", say_in(request)(NAME_MISSING))], name, roles)
    password = initial_password()
    try:
        _, outcome = await desk.create(name, password, frozenset(roles), now, by=staff.id)
    except AlreadyClaimed:
        return _new_page(request, [("name", say_in(request)(NAME_TAKEN))], name, roles)
    except UnknownRole as refusal:
        return _new_page(request, [("roles", say_in(request)(refusal.title))], name, roles)
    await desk.log.caught_up(ALL_ACCOUNTS.name, outcome.position)
    return page(request, "initial_password.html", name=name, password=password, errors=[])


@router.get("/{account_id}")
async def account_page(request: Request, desk: DeskHere, _: Manager, account_id: UUID, done: str = "") -> Response:
    return _account_page(request, await _open_account(desk, account_id), done=done)


@router.get("/{account_id}/{act}")
async def back_to_colleague(account_id: UUID, act: str, _: Manager) -> Response:  # noqa: ARG001 – any address that a form was sent to
    """The address of an answered form, opened anew: in another language, or by a reload."""
    return RedirectResponse(f"/staff/accounts/{account_id}", 303)


@router.post("/{account_id}/roles")
async def set_roles(
    request: Request,
    desk: DeskHere,
    staff: Manager,
    now: Now,
    account_id: UUID,
    roles: Roles = [],  # noqa: B006 – FastAPI makes it anew
) -> Response:
    account = await _open_account(desk, account_id)
    wanted, present = frozenset(roles), account.state.roles
    try:
        if not wanted:
            raise UnknownRole
        for role in sorted(wanted - present):
            await desk.execute(account_id, GrantRole(role, by=staff.id), now)
        for role in sorted(present - wanted):
            await desk.execute(account_id, WithdrawRole(account_id, role, by=staff.id), now)
    except Refused as refusal:
        errors = [("roles", say_in(request)(refusal.title))]
        return _account_page(request, account, status=refusal.status, errors=errors)
    finally:
        desk.passes.withdraw(account_id=account_id)
    return RedirectResponse(f"/staff/accounts/{account_id}?done=roles", 303)


@router.post("/{account_id}/reset")
async def reset(request: Request, desk: DeskHere, staff: Manager, now: Now, account_id: UUID) -> Response:
    """Lost phone and codes: a new initial password, enrolment from the start, signed out everywhere."""
    account = await _open_account(desk, account_id)
    password = initial_password()
    sealed = account.sealed("password", await hash_password(password))
    await desk.execute(account_id, ResetSignIn(account_id, sealed, by=staff.id), now)
    await _sign_out_everywhere(desk, account_id)
    return page(request, "initial_password.html", name=account.name, password=password, errors=[])


@router.post("/{account_id}/close")
async def close(desk: DeskHere, staff: Manager, now: Now, account_id: UUID) -> Response:
    """Closed for good; the name is free for a new account."""
    account = await _open_account(desk, account_id)
    command = CloseAccount(account_id, by=staff.id)
    outcome = await desk.close(account, command, now)
    await _sign_out_everywhere(desk, account_id)
    await desk.log.caught_up(ALL_ACCOUNTS.name, outcome.position)
    return RedirectResponse("/staff/accounts?done=closed", 303)


async def _sign_out_everywhere(desk: Desk, account_id: UUID) -> None:
    desk.passes.withdraw(account_id=account_id)
    await close_sessions_of(desk.engine, account_id)


async def _open_account(desk: Desk, account_id: UUID) -> OpenedAccount:
    account = await desk.account(account_id)
    if not account.state.exists or account.state.closed:
        raise NoSuchAccount
    return account


def _new_page(request: Request, errors: list[tuple[str, str]], name: str, roles: list[str]) -> Response:
    status = 422 if errors else 200
    return page(request, "new_account.html", status=status, errors=errors, name=name, chosen=roles, role_names=ROLE_NAMES)


def _account_page(request: Request, account: OpenedAccount, *, status: int = 200, **more: Any) -> Response:
    context = {"done": "", "errors": [], "role_names": ROLE_NAMES, **more}
    return page(
        request,
        "account.html",
        status=status,
        id=account.id,
        name=account.name,
        chosen=sorted(account.state.roles),
        enrolled=account.state.enrolled,
        own=account.id == getattr(request.state.staff, "id", None),
        **context,
    )

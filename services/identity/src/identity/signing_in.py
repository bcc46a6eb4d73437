"""Signing in: password, then a code. Every try is counted before it is checked, and every wrong way gets one answer."""

from dataclasses import dataclass
from datetime import datetime

from identity.account import ChangePassword, EnrolTotp, UseCode, UseRecoveryCode
from identity.desk import Desk, OpenedAccount
from identity.passwords import good_password, hash_password, password_matches
from identity.recovery import new_codes
from identity.refusals import NotEnrolled, WrongSignIn
from identity.sessions import Session, close_sessions_of, offer_secret, open_session
from identity.totp import matching_step, new_secret
from identity.tries import ACCOUNT, NETWORK, count_try, forgive

NOBODYS_SECRET = new_secret()


@dataclass(frozen=True)
class Caller:
    """Who tries: the network they come from, as it is counted."""

    network: str


async def check_password(desk: Desk, name: str, password: str, caller: Caller, now: datetime) -> OpenedAccount:
    """The account whose name and password these are, or WrongSignIn; for an unknown name at the same cost."""
    await count_try(desk.engine, {desk.name_key(name): ACCOUNT, desk.network_key(caller.network): NETWORK}, now)
    account = await desk.find(name)
    matches = await password_matches(account.opened("password", account.state.password or None), password)
    if not matches or account.state.closed:
        raise WrongSignIn
    await forgive(desk.engine, one_less=desk.network_key(caller.network))
    return account


async def begin(desk: Desk, name: str, password: str, caller: Caller, now: datetime) -> tuple[str, OpenedAccount]:
    """First factor: a half session. A first sign-in is offered a TOTP secret, which belongs to this browser alone."""
    account = await check_password(desk, name, password, caller, now)
    offered = None if account.state.enrolled else account.sealed("totp", new_secret())
    token = await open_session(desk.engine, account.id, now, whole=False, offered_secret=offered)
    return token, account


async def finish(desk: Desk, session: Session, code: str, caller: Caller, now: datetime) -> str:
    """Second factor, a code from the app: a whole session under a new token."""
    account = await _counted(desk, session, caller, now)
    await _use_code(desk, account, code, now)
    return await _let_in(desk, account, caller, now, instead_of=session.token_hash)


async def finish_with_recovery_code(desk: Desk, session: Session, code: str, caller: Caller, now: datetime) -> str:
    account = await _counted(desk, session, caller, now)
    hashed = desk.recovery_hashes(account.id, (code,))[0]
    await desk.execute(account.id, UseRecoveryCode(hashed), now)
    return await _let_in(desk, account, caller, now, instead_of=session.token_hash)


async def sign_in_at_once(desk: Desk, name: str, password: str, code: str, caller: Caller, now: datetime) -> str:
    """For programs: both factors in one request, and one answer for all that can be wrong, at one cost."""
    await count_try(desk.engine, {desk.name_key(name): ACCOUNT, desk.network_key(caller.network): NETWORK}, now)
    account = await desk.find(name)
    matches = await password_matches(account.opened("password", account.state.password or None), password)
    step = matching_step(account.opened("totp", account.state.totp) or NOBODYS_SECRET, code, now)
    if matches and not account.state.closed and not account.state.enrolled:
        raise NotEnrolled
    if not matches or account.state.closed or step is None:
        raise WrongSignIn
    await desk.execute(account.id, UseCode(step), now)
    return await _let_in(desk, account, caller, now)


async def confirm_password(desk: Desk, account: OpenedAccount, password: str, now: datetime) -> None:
    """Somebody already inside says the password again before changing how they sign in."""
    await count_try(desk.engine, {desk.name_key(account.name): ACCOUNT}, now)
    if not await password_matches(account.opened("password", account.state.password), password):
        raise WrongSignIn
    await forgive(desk.engine, clear=desk.name_key(account.name))


async def enrol(
    desk: Desk, session: Session, code: str, own_password: str | None, caller: Caller, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """The code shows that the app holds the offered secret: a whole session and ten recovery codes, shown once."""
    account = await _counted(desk, session, caller, now)
    secret = account.opened("totp", session.offered_secret)
    step = None if secret is None else matching_step(secret, code, now)
    if session.offered_secret is None or step is None:
        raise WrongSignIn
    codes = new_codes()
    command = EnrolTotp(
        secret=session.offered_secret,
        step=step,
        recovery_codes=desk.recovery_hashes(account.id, codes),
        password=await _own_password(account, own_password),
        second_factor_given=session.whole,
        signs_in=not session.whole,
    )
    await desk.execute(account.id, command, now)
    await close_sessions_of(desk.engine, account.id, but=session.token_hash)
    return await _let_in(desk, account, caller, now, instead_of=session.token_hash), codes


async def offer_new_app(desk: Desk, session: Session, account: OpenedAccount) -> None:
    await offer_secret(desk.engine, session, account.sealed("totp", new_secret()))


async def change_password(desk: Desk, session: Session, account: OpenedAccount, password: str, now: datetime) -> None:
    """A new password ends every other session of the account."""
    hashed = await hash_password(good_password(password, account.name))
    await desk.execute(account.id, ChangePassword(account.sealed("password", hashed)), now)
    await close_sessions_of(desk.engine, account.id, but=session.token_hash)
    desk.passes.withdraw(account_id=account.id)


async def _own_password(account: OpenedAccount, password: str | None) -> str | None:
    if not account.state.password_is_initial or password is None:
        return None
    return account.sealed("password", await hash_password(good_password(password, account.name)))


async def _counted(desk: Desk, session: Session, caller: Caller, now: datetime) -> OpenedAccount:
    account = await desk.account(session.account_id)
    keys = {desk.name_key(account.name): ACCOUNT, desk.network_key(caller.network): NETWORK}
    await count_try(desk.engine, keys, now)
    return account


async def _use_code(desk: Desk, account: OpenedAccount, code: str, now: datetime) -> None:
    secret = account.opened("totp", account.state.totp)
    step = None if secret is None else matching_step(secret, code, now)
    if step is None:
        raise WrongSignIn
    await desk.execute(account.id, UseCode(step), now)


async def _let_in(desk: Desk, account: OpenedAccount, caller: Caller, now: datetime, *, instead_of: bytes | None = None) -> str:
    await forgive(desk.engine, clear=desk.name_key(account.name), one_less=desk.network_key(caller.network))
    desk.passes.withdraw(account_id=account.id)
    return await open_session(desk.engine, account.id, now, whole=True, instead_of=instead_of)

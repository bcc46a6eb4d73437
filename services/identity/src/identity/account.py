"""One staff account: what may happen to it. Pure; hashes and sealed secrets are made at the edge and come in commands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never
from uuid import UUID

from eventlog import Decider, Event
from identity.events import (
    EVENTS,
    AccountClosed,
    AccountCreated,
    PasswordChanged,
    RecoveryCodesIssued,
    RecoveryCodeUsed,
    RoleGranted,
    RoleWithdrawn,
    SignInReset,
    StaffSignedIn,
    TotpEnrolled,
)
from identity.refusals import (
    AccountIsClosed,
    AlreadyEnrolled,
    NoSuchAccount,
    OwnAccount,
    OwnPasswordNeeded,
    UnknownRole,
    WrongSignIn,
)
from identity.roles import ADMINISTRATOR, ROLES


@dataclass(frozen=True)
class Account:
    name: str = ""
    password: str = ""
    password_is_initial: bool = True
    roles: frozenset[str] = frozenset()
    totp: str | None = None
    last_step: int = 0
    recovery_codes: frozenset[str] = field(default=frozenset())
    closed: bool = False

    @property
    def exists(self) -> bool:
        return bool(self.name)

    @property
    def enrolled(self) -> bool:
        return self.totp is not None


@dataclass(frozen=True)
class CreateAccount:
    name: str
    password: str
    roles: frozenset[str]
    by: UUID | None = None
    password_is_initial: bool = True


@dataclass(frozen=True)
class EnrolTotp:
    """The person has shown a right code for this secret. `password` is their own, when the present one was handed out."""

    secret: str
    step: int
    recovery_codes: tuple[str, ...] = ()
    password: str | None = None
    second_factor_given: bool = False
    signs_in: bool = True


@dataclass(frozen=True)
class UseCode:
    step: int


@dataclass(frozen=True)
class UseRecoveryCode:
    code: str


@dataclass(frozen=True)
class RenewRecoveryCodes:
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ChangePassword:
    password: str


@dataclass(frozen=True)
class GrantRole:
    role: str
    by: UUID | None = None


@dataclass(frozen=True)
class WithdrawRole:
    account_id: UUID
    role: str
    by: UUID | None = None


@dataclass(frozen=True)
class ResetSignIn:
    account_id: UUID
    password: str
    by: UUID | None = None


@dataclass(frozen=True)
class CloseAccount:
    account_id: UUID
    by: UUID | None = None


AccountCommand: TypeAlias = (
    CreateAccount
    | EnrolTotp
    | UseCode
    | UseRecoveryCode
    | RenewRecoveryCodes
    | ChangePassword
    | GrantRole
    | WithdrawRole
    | ResetSignIn
    | CloseAccount
)


def decide(command: AccountCommand, account: Account, now: datetime) -> Sequence[Event]:
    if isinstance(command, CreateAccount):
        return create(command, account)
    if not account.exists:
        raise NoSuchAccount
    if isinstance(command, CloseAccount):
        return close(command, account)
    if account.closed:
        raise AccountIsClosed
    return decide_open(command, account, now)


def decide_open(  # noqa: PLR0911 – one line per command: the table of contents of an account's life
    command: EnrolTotp
    | UseCode
    | UseRecoveryCode
    | RenewRecoveryCodes
    | ChangePassword
    | GrantRole
    | WithdrawRole
    | ResetSignIn,
    account: Account,
    now: datetime,
) -> Sequence[Event]:
    match command:
        case EnrolTotp():
            return enrol(command, account, now)
        case UseCode():
            return use_code(command, account, now)
        case UseRecoveryCode():
            return use_recovery_code(command, account, now)
        case RenewRecoveryCodes(codes):
            return [] if frozenset(codes) == account.recovery_codes else [RecoveryCodesIssued(codes=codes)]
        case ChangePassword(password):
            return [] if password == account.password else [PasswordChanged(password=password)]
        case GrantRole():
            return grant(command, account)
        case WithdrawRole():
            return withdraw(command, account)
        case ResetSignIn():
            return reset(command, account)
        case _:
            assert_never(command)


def create(command: CreateAccount, account: Account) -> Sequence[Event]:
    if account.exists:
        return []
    if not command.roles or not command.roles <= ROLES.keys():
        raise UnknownRole
    return [
        AccountCreated(
            name=command.name,
            password=command.password,
            password_is_initial=command.password_is_initial,
            roles=tuple(sorted(command.roles)),
            by=command.by,
        )
    ]


def enrol(command: EnrolTotp, account: Account, now: datetime) -> Sequence[Event]:
    if command.secret == account.totp:
        return []
    if account.enrolled and not command.second_factor_given:
        raise AlreadyEnrolled
    if account.password_is_initial and command.password is None:
        raise OwnPasswordNeeded
    events: list[Event] = [TotpEnrolled(secret=command.secret, step=command.step)]
    if command.recovery_codes:
        events.append(RecoveryCodesIssued(codes=command.recovery_codes))
    if command.password is not None:
        events.append(PasswordChanged(password=command.password))
    if command.signs_in:
        events.append(StaffSignedIn(at=now, step=command.step))
    return events


def use_code(command: UseCode, account: Account, now: datetime) -> Sequence[Event]:
    """A code is good once: its step, and every step before it, is spent. So this command is never quietly repeated."""
    if not account.enrolled or command.step <= account.last_step:
        raise WrongSignIn
    return [StaffSignedIn(at=now, step=command.step)]


def use_recovery_code(command: UseRecoveryCode, account: Account, now: datetime) -> Sequence[Event]:
    if command.code not in account.recovery_codes:
        raise WrongSignIn
    return [RecoveryCodeUsed(code=command.code), StaffSignedIn(at=now, step=account.last_step)]


def grant(command: GrantRole, account: Account) -> Sequence[Event]:
    if command.role not in ROLES:
        raise UnknownRole
    return [] if command.role in account.roles else [RoleGranted(role=command.role, by=command.by)]


def withdraw(command: WithdrawRole, account: Account) -> Sequence[Event]:
    if command.role not in account.roles:
        return []
    if command.role == ADMINISTRATOR and command.by == command.account_id:
        raise OwnAccount
    if len(account.roles) == 1:
        raise UnknownRole
    return [RoleWithdrawn(role=command.role, by=command.by)]


def reset(command: ResetSignIn, account: Account) -> Sequence[Event]:
    if command.by == command.account_id:
        raise OwnAccount
    return [] if command.password == account.password else [SignInReset(password=command.password, by=command.by)]


def close(command: CloseAccount, account: Account) -> Sequence[Event]:
    if command.by == command.account_id:
        raise OwnAccount
    return [] if account.closed else [AccountClosed(by=command.by)]


def evolve(account: Account, event: Event) -> Account:  # noqa: C901, PLR0911 – one line per event
    match event:
        case AccountCreated(name=name, password=password, password_is_initial=initial, roles=roles):
            return Account(name=name, password=password, password_is_initial=initial, roles=frozenset(roles))
        case TotpEnrolled(secret=secret, step=step):
            return replace(account, totp=secret, last_step=step)
        case RecoveryCodesIssued(codes=codes):
            return replace(account, recovery_codes=frozenset(codes))
        case RecoveryCodeUsed(code=code):
            return replace(account, recovery_codes=account.recovery_codes - {code})
        case PasswordChanged(password=password):
            return replace(account, password=password, password_is_initial=False)
        case StaffSignedIn(step=step):
            return replace(account, last_step=max(account.last_step, step))
        case RoleGranted(role=role):
            return replace(account, roles=account.roles | {role})
        case RoleWithdrawn(role=role):
            return replace(account, roles=account.roles - {role})
        case SignInReset(password=password):
            return replace(account, password=password, password_is_initial=True, totp=None, recovery_codes=frozenset())
        case AccountClosed():
            return replace(account, closed=True)
        case _:
            return account


account_decider: Decider[AccountCommand, Account] = Decider(decide, evolve, Account(), EVENTS)

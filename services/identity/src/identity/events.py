"""What identity remembers for ever. Names, password hashes and TOTP secrets are sealed with the account's own key."""

from datetime import datetime
from uuid import UUID

from eventlog import Event, EventTypes


class AccountCreated(Event, frozen=True, tag="account_created"):
    name: str  # sealed
    password: str  # sealed argon2 hash
    password_is_initial: bool
    roles: tuple[str, ...]
    by: UUID | None  # None: from the command line


class TotpEnrolled(Event, frozen=True, tag="totp_enrolled"):
    secret: str  # sealed
    step: int  # of the code that confirmed it: spent


class RecoveryCodesIssued(Event, frozen=True, tag="recovery_codes_issued"):
    codes: tuple[str, ...]  # keyed hashes


class RecoveryCodeUsed(Event, frozen=True, tag="recovery_code_used"):
    code: str


class PasswordChanged(Event, frozen=True, tag="password_changed"):
    password: str  # sealed argon2 hash


class StaffSignedIn(Event, frozen=True, tag="staff_signed_in"):
    at: datetime
    step: int  # of the code given: it and every one before it are spent


class RoleGranted(Event, frozen=True, tag="role_granted"):
    role: str
    by: UUID | None


class RoleWithdrawn(Event, frozen=True, tag="role_withdrawn"):
    role: str
    by: UUID | None


class SignInReset(Event, frozen=True, tag="sign_in_reset"):
    """Somebody lost both phone and codes: a new initial password, and enrolment from the start."""

    password: str  # sealed argon2 hash
    by: UUID | None


class AccountClosed(Event, frozen=True, tag="account_closed"):
    by: UUID | None


EVENTS = EventTypes(
    AccountCreated,
    TotpEnrolled,
    RecoveryCodesIssued,
    RecoveryCodeUsed,
    PasswordChanged,
    StaffSignedIn,
    RoleGranted,
    RoleWithdrawn,
    SignInReset,
    AccountClosed,
)

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from eventlog import Event
from identity.account import (
    Account,
    ChangePassword,
    CloseAccount,
    CreateAccount,
    EnrolTotp,
    GrantRole,
    RenewRecoveryCodes,
    ResetSignIn,
    UseCode,
    UseRecoveryCode,
    WithdrawRole,
    account_decider,
    decide,
)
from identity.events import (
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

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA, BERIT = UUID(int=1), UUID(int=2)
CREATED = AccountCreated(name="n", password="p", password_is_initial=True, roles=("steward",), by=None)
ENROLLED = (
    CREATED,
    TotpEnrolled(secret="s", step=100),
    RecoveryCodesIssued(codes=("a", "b")),
    PasswordChanged(password="own"),
    StaffSignedIn(at=NOW, step=100),
)
CLOSED = (*ENROLLED, AccountClosed(by=BERIT))


def after(*events: Event) -> Account:
    return account_decider.fold(events)


def decided(command: object, *events: Event) -> Sequence[Event]:
    return decide(command, after(*events), NOW)  # type: ignore[arg-type]


def test_an_account_is_created_with_its_roles_in_order() -> None:
    command = CreateAccount("n", "p", frozenset({"steward", "analyst"}), by=ANNA)
    created = AccountCreated(name="n", password="p", password_is_initial=True, roles=("analyst", "steward"), by=ANNA)
    assert decided(command) == [created]


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"king"}), frozenset({"steward", "king"})])
def test_an_account_is_refused_without_a_role_that_exists(roles: frozenset[str]) -> None:
    with pytest.raises(UnknownRole):
        decided(CreateAccount("n", "p", roles))


def test_creating_an_account_twice_is_quiet() -> None:
    assert decided(CreateAccount("n", "p", frozenset({"steward"})), CREATED) == []


def test_enrolment_gives_second_factor_codes_own_password_and_lets_in() -> None:
    assert decided(EnrolTotp("s", 100, ("a", "b"), password="own"), CREATED) == [*ENROLLED[1:]]


def test_enrolment_is_refused_without_an_own_password_while_the_first_is_one_that_was_handed_out() -> None:
    with pytest.raises(OwnPasswordNeeded):
        decided(EnrolTotp("s", 100, ("a",)), CREATED)


def test_a_second_app_is_refused_to_somebody_who_has_only_the_password() -> None:
    with pytest.raises(AlreadyEnrolled):
        decided(EnrolTotp("other", 100), *ENROLLED)


def test_a_second_app_replaces_the_first_for_somebody_who_gave_both_factors() -> None:
    events = decided(EnrolTotp("other", 7, ("c",), second_factor_given=True), *ENROLLED)
    account = account_decider.fold(events, after(*ENROLLED))
    assert (account.totp, account.last_step, account.recovery_codes) == ("other", 7, frozenset({"c"}))


def test_an_app_set_up_from_inside_or_by_an_operator_is_no_sign_in() -> None:
    command = EnrolTotp("other", 7, second_factor_given=True, signs_in=False)
    assert decided(command, *ENROLLED) == [TotpEnrolled(secret="other", step=7)]


def test_enrolling_the_same_secret_twice_is_quiet() -> None:
    assert decided(EnrolTotp("s", 101, ("x",)), *ENROLLED) == []


def test_a_newer_code_signs_in() -> None:
    assert decided(UseCode(101), *ENROLLED) == [StaffSignedIn(at=NOW, step=101)]


@pytest.mark.parametrize("step", [100, 99])
def test_a_code_that_was_used_or_is_older_is_refused(step: int) -> None:
    with pytest.raises(WrongSignIn):
        decided(UseCode(step), *ENROLLED)


def test_a_code_is_refused_before_enrolment() -> None:
    with pytest.raises(WrongSignIn):
        decided(UseCode(101), CREATED)


def test_a_recovery_code_signs_in_and_leaves_the_steps_as_they_were() -> None:
    assert decided(UseRecoveryCode("a"), *ENROLLED) == [RecoveryCodeUsed(code="a"), StaffSignedIn(at=NOW, step=100)]


def test_a_recovery_code_works_once() -> None:
    with pytest.raises(WrongSignIn):
        decided(UseRecoveryCode("a"), *ENROLLED, RecoveryCodeUsed(code="a"))


def test_new_recovery_codes_replace_the_old() -> None:
    events = decided(RenewRecoveryCodes(("c",)), *ENROLLED)
    assert events == [RecoveryCodesIssued(codes=("c",))]
    assert account_decider.fold(events, after(*ENROLLED)).recovery_codes == {"c"}


def test_the_same_recovery_codes_again_are_quiet() -> None:
    assert decided(RenewRecoveryCodes(("b", "a")), *ENROLLED) == []


def test_a_password_is_changed_and_is_then_ones_own() -> None:
    assert decided(ChangePassword("new"), CREATED) == [PasswordChanged(password="new")]
    assert not after(CREATED, PasswordChanged(password="new")).password_is_initial


def test_the_same_password_again_is_quiet() -> None:
    assert decided(ChangePassword("own"), *ENROLLED) == []


def test_a_role_is_granted() -> None:
    assert decided(GrantRole("author", by=BERIT), CREATED) == [RoleGranted(role="author", by=BERIT)]


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownRole):
        decided(GrantRole("king"), CREATED)


def test_a_role_held_already_is_quiet() -> None:
    assert decided(GrantRole("steward"), CREATED) == []


def test_a_role_is_withdrawn() -> None:
    events = decided(WithdrawRole(ANNA, "steward", by=BERIT), CREATED, RoleGranted(role="author", by=BERIT))
    assert events == [RoleWithdrawn(role="steward", by=BERIT)]


def test_the_last_role_stays_an_account_is_closed_instead() -> None:
    with pytest.raises(UnknownRole):
        decided(WithdrawRole(ANNA, "steward", by=BERIT), CREATED)


def test_nobody_takes_the_administrator_role_from_themselves() -> None:
    granted = RoleGranted(role="administrator", by=BERIT)
    with pytest.raises(OwnAccount):
        decided(WithdrawRole(ANNA, "administrator", by=ANNA), CREATED, granted)
    assert decided(WithdrawRole(ANNA, "administrator", by=BERIT), CREATED, granted)


def test_withdrawing_a_role_not_held_is_quiet() -> None:
    assert decided(WithdrawRole(ANNA, "author", by=BERIT), CREATED) == []


def test_a_reset_takes_app_and_codes_and_asks_for_enrolment_anew() -> None:
    events = decided(ResetSignIn(ANNA, "fresh", by=BERIT), *ENROLLED)
    account = account_decider.fold(events, after(*ENROLLED))
    assert events == [SignInReset(password="fresh", by=BERIT)]
    assert (account.enrolled, account.password_is_initial, account.recovery_codes) == (False, True, frozenset())
    assert account.last_step == 100, "a spent code stays spent"


def test_nobody_resets_their_own_sign_in() -> None:
    with pytest.raises(OwnAccount):
        decided(ResetSignIn(ANNA, "fresh", by=ANNA), *ENROLLED)


def test_the_same_reset_again_is_quiet() -> None:
    assert decided(ResetSignIn(ANNA, "own", by=BERIT), *ENROLLED) == []


def test_an_account_is_closed() -> None:
    assert decided(CloseAccount(ANNA, by=BERIT), *ENROLLED) == [AccountClosed(by=BERIT)]


def test_nobody_closes_their_own_account() -> None:
    with pytest.raises(OwnAccount):
        decided(CloseAccount(ANNA, by=ANNA), *ENROLLED)


def test_closing_twice_is_quiet() -> None:
    assert decided(CloseAccount(ANNA, by=BERIT), *CLOSED) == []


COMMANDS = [
    EnrolTotp("t", 1),
    UseCode(999),
    UseRecoveryCode("a"),
    RenewRecoveryCodes(("z",)),
    ChangePassword("z"),
    GrantRole("author"),
    WithdrawRole(ANNA, "steward"),
    ResetSignIn(ANNA, "z"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_nothing_happens_to_a_closed_account(command: object) -> None:
    with pytest.raises(AccountIsClosed):
        decided(command, *CLOSED)


@pytest.mark.parametrize("command", [*COMMANDS, CloseAccount(ANNA)], ids=lambda command: type(command).__name__)
def test_nothing_happens_to_an_account_that_is_not_there(command: object) -> None:
    with pytest.raises(NoSuchAccount):
        decided(command)

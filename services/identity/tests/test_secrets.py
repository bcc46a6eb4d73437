from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest

from identity.cookies import cookie_name, own_path
from identity.passwords import good_password, hash_password, initial_password, password_matches
from identity.recovery import code_hash, new_codes
from identity.refusals import WeakPassword
from identity.sessions import Session, alive
from identity.totp import STEP, enrolment_uri, matching_step, new_secret

NOW = datetime(2026, 11, 23, 9, 0, 15, tzinfo=UTC)
STEP_NOW = int(NOW.timestamp()) // STEP
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // STEP


@pytest.mark.parametrize(("steps_away", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_or_after_is_accepted_and_no_other(steps_away: int, accepted: bool) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOW + timedelta(seconds=STEP * steps_away))
    assert matching_step(RFC_SECRET, code, NOW) == (STEP_NOW + steps_away if accepted else None)


def test_a_code_may_be_typed_with_spaces() -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOW)
    assert matching_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", NOW) == STEP_NOW


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "æøåæøå", "1" * 300, "٣٣٣٣٣٣"])
def test_what_is_no_code_is_simply_wrong(code: str) -> None:
    assert matching_step(RFC_SECRET, code, NOW) is None


def test_a_new_secret_has_160_bits_and_an_address_an_app_can_read() -> None:
    secret = new_secret()
    assert len(secret) == 32
    assert pyotp.parse_uri(enrolment_uri(secret, "kari", "Bærum kommune")).issuer == "Bærum kommune"


@pytest.mark.parametrize(
    "password", ["kort", "elleve tegn", "aaaaaaaaaaaaaaaa", "kari nordmann 1", "samråd er best", "x" * 257]
)
def test_a_password_that_is_short_long_or_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        good_password(password, "kari@example.test")


@pytest.mark.parametrize(
    "password", ["fire helt vanlige ord", "Blåbærtur-2026", pytest.param(initial_password(), id="initial")]
)
def test_a_long_password_is_good_whatever_signs_it_has(password: str) -> None:
    assert good_password(password, "kari@example.test") == password


async def test_a_hash_knows_its_password_and_no_other() -> None:
    hashed = await hash_password("fire helt vanlige ord")
    assert hashed.startswith("$argon2id$")
    assert await password_matches(hashed, "fire helt vanlige ord")
    assert not await password_matches(hashed, "fire helt vanlige ore")
    assert not await password_matches(None, "fire helt vanlige ord")


def test_ten_recovery_codes_are_different_and_read_however_they_are_typed() -> None:
    codes = new_codes()
    hashed = code_hash(b"key", UUID(int=1), codes[0])
    assert len(set(codes)) == 10
    assert hashed == code_hash(b"key", UUID(int=1), f" {codes[0].upper().replace('-', ' ')} ")
    assert hashed != code_hash(b"key", UUID(int=2), codes[0]), "another account's code is another code"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/staff/surveys", "/staff/surveys"),
        ("/staff/surveys/1?side=2", "/staff/surveys/1?side=2"),
        ("https://evil.example/staff/", "/staff/"),
        ("//evil.example/staff/", "/staff/"),
        ("/staff//evil.example", "/staff/"),
        ("/staff/../join", "/staff/"),
        ("/staff/%2e%2e/join", "/staff/"),
        ("/staff/\\evil", "/staff/"),
        ("/staff/a\r\nSet-Cookie: x=1", "/staff/"),
        ("/staff/sign-in/code", "/staff/"),
        ("/bli-med", "/staff/"),
        ("", "/staff/"),
        (None, "/staff/"),
    ],
)
def test_after_signing_in_one_is_sent_to_own_staff_pages_only(wanted: str | None, given: str) -> None:
    assert own_path(wanted) == given


def session(*, whole: bool, opened: timedelta, seen: timedelta) -> Session:
    return Session(b"", UUID(int=1), NOW - opened, NOW - seen, NOW - opened if whole else None, None)


@pytest.mark.parametrize(
    ("whole", "opened", "seen", "lives"),
    [
        (True, timedelta(hours=9, minutes=59), timedelta(minutes=29), True),
        (True, timedelta(hours=9), timedelta(minutes=30), False),
        (True, timedelta(hours=10), timedelta(0), False),
        (False, timedelta(minutes=9), timedelta(minutes=9), True),
        (False, timedelta(minutes=10), timedelta(0), False),
    ],
)
def test_a_session_ends_after_30_idle_minutes_10_hours_or_10_minutes_half_way(
    whole: bool, opened: timedelta, seen: timedelta, lives: bool
) -> None:
    assert alive(session(whole=whole, opened=opened, seen=seen), NOW) is lives


@pytest.mark.parametrize(
    ("public_url", "name"), [("https://panel.example", "__Host-samrad-staff"), ("http://127.0.0.1:8080", "samrad-staff")]
)
def test_over_https_the_cookie_is_bound_to_this_very_host(public_url: str, name: str) -> None:
    assert cookie_name(public_url) == name

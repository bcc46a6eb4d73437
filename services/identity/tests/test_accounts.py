"""The pages about accounts: one's own, and those of colleagues."""

import re

import pyotp
import pytest
from sqlalchemy import text

from eventlog import Event
from identity import events
from identity.desk import OpenedAccount
from identity.roles import ROLES

from .conftest import PASSWORD, Town

TABLES = text("select table_name from information_schema.tables where table_schema = 'public'")


async def opened(town: Town, name: str) -> OpenedAccount:
    return await town.desk.find(name)


async def test_an_administrator_makes_an_account_and_sees_its_password_once(town: Town) -> None:
    browser = await town.signed_in("administrator")
    name = "kollega@example.test"
    made = await browser.post("/staff/accounts/new", {"name": f" {name} ", "roles": ["author", "analyst"]})
    password = re.search(r"<code>([a-z2-9-]{19})</code>", made.text)
    assert made.status_code == 200
    assert password
    listed = (await browser.get("/staff/accounts")).text
    assert name in listed
    assert "Venter på første innlogging" in listed
    answer = await town.browser().post("/staff/sign-in", {"name": name, "password": password[1]})
    assert answer.headers["location"].startswith("/staff/sign-in/enrol")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "", "roles": ["author"]}, "Skriv et brukernavn"),
        ({"name": "ny-2@example.test"}, "Velg minst én rolle"),
        ({"name": "ny-2@example.test", "roles": ["king"]}, "Velg minst én rolle"),
    ],
)
async def test_an_account_that_cannot_be_made_is_told_why(town: Town, form: dict[str, object], told: str) -> None:
    browser = await town.signed_in("administrator")
    answer = await browser.post("/staff/accounts/new", form)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert "<title>Feil:" in answer.text


async def test_a_name_is_taken_once_whatever_its_letters(town: Town) -> None:
    browser = await town.signed_in("administrator")
    name = await town.account()
    answer = await browser.post("/staff/accounts/new", {"name": name.upper(), "roles": ["author"]})
    assert (answer.status_code, "er i bruk" in answer.text) == (422, True)


async def test_a_new_role_counts_at_the_next_request(town: Town) -> None:
    colleague = await town.signed_in("author")
    me = (await colleague.get("/api/identity/staff/me")).json()
    browser = await town.signed_in("administrator")
    answer = await browser.post(f"/staff/accounts/{me['id']}/roles", {"roles": ["analyst", "steward"]})
    assert answer.status_code == 303
    now = (await colleague.get("/api/identity/staff/me")).json()
    assert set(now["rights"]) == ROLES["analyst"] | ROLES["steward"]
    page = (await browser.get(answer.headers["location"])).text
    assert "Rollene er lagret" in page


async def test_an_account_without_roles_is_refused(town: Town) -> None:
    account = await opened(town, await town.account())
    browser = await town.signed_in("administrator")
    answer = await browser.post(f"/staff/accounts/{account.id}/roles", {})
    assert (answer.status_code, "Velg minst én rolle" in answer.text) == (422, True)


async def test_a_reset_signs_out_and_starts_enrolment_again(town: Town) -> None:
    colleague = await town.signed_in()
    me = (await colleague.get("/api/identity/staff/me")).json()
    browser = await town.signed_in("administrator")
    answer = await browser.post(f"/staff/accounts/{me['id']}/reset")
    password = re.search(r"<code>([a-z2-9-]{19})</code>", answer.text)
    assert password
    assert (await colleague.authorize()).status_code == 401
    old = await town.browser().post("/staff/sign-in", {"name": me["name"], "password": PASSWORD})
    new = await town.browser().post("/staff/sign-in", {"name": me["name"], "password": password[1]})
    assert (old.status_code, new.headers["location"]) == (401, "/staff/sign-in/enrol?next=/staff/")


async def test_a_closed_account_is_out_at_once_and_its_name_is_free(town: Town) -> None:
    colleague = await town.signed_in()
    me = (await colleague.get("/api/identity/staff/me")).json()
    browser = await town.signed_in("administrator")
    answer = await browser.post(f"/staff/accounts/{me['id']}/close")
    assert answer.headers["location"] == "/staff/accounts?done=closed"
    assert (await colleague.authorize()).status_code == 401
    assert me["name"] not in (await browser.get("/staff/accounts")).text
    refused = await town.browser().post("/staff/sign-in", {"name": me["name"], "password": PASSWORD})
    assert refused.status_code == 401
    assert (await browser.get(f"/staff/accounts/{me['id']}")).status_code == 404
    again = await browser.post("/staff/accounts/new", {"name": me["name"], "roles": ["author"]})
    assert again.status_code == 200


async def test_nobody_closes_resets_or_demotes_themselves(town: Town) -> None:
    browser = await town.signed_in("administrator")
    me = (await browser.get("/api/identity/staff/me")).json()
    page = (await browser.get(f"/staff/accounts/{me['id']}")).text
    assert "Steng kontoen" not in page
    for act, form in (("close", {}), ("reset", {}), ("roles", {"roles": ["author"]})):
        answer = await browser.post(f"/staff/accounts/{me['id']}/{act}", form)
        assert answer.status_code == 409
        assert "Be en annen administrator" in answer.text
    assert "accounts:manage" in (await browser.get("/api/identity/staff/me")).json()["rights"]


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {"administrator"}))
async def test_only_administrators_manage_accounts(town: Town, role: str) -> None:
    browser = await town.signed_in(role)
    account = await opened(town, await town.account())
    for path in ("", "/new", f"/{account.id}"):
        assert (await browser.get(f"/staff/accounts{path}")).status_code == 403
    for path in ("/new", f"/{account.id}/roles", f"/{account.id}/reset", f"/{account.id}/close"):
        assert (await browser.post(f"/staff/accounts{path}", {"name": "x", "roles": ["administrator"]})).status_code == 403


async def test_a_new_password_signs_out_everywhere_else(town: Town) -> None:
    browser = await town.signed_in()
    name = (await browser.get("/api/identity/staff/me")).json()["name"]
    other = town.browser()
    await other.post("/api/identity/sign-in", json={"name": name, "password": PASSWORD, "code": town.clock.code()})
    form = {"present_password": PASSWORD, "own_password": "fem ganske vanlige ord her"}
    answer = await browser.post("/staff/account/password", form)
    assert answer.headers["location"] == "/staff/account?done=password"
    assert "Passordet er byttet" in (await browser.get("/staff/account?done=password")).text
    assert (await other.authorize()).status_code == 401
    assert (await town.browser().post("/staff/sign-in", {"name": name, "password": PASSWORD})).status_code == 401


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"present_password": "feil", "own_password": "fem ganske vanlige ord her"}, 401, "Passordet stemmer ikke"),
        ({"present_password": PASSWORD, "own_password": "kort"}, 422, "minst 12 tegn"),
        ({}, 401, "Passordet stemmer ikke"),
    ],
)
async def test_a_password_is_not_changed_for_a_borrowed_session_or_to_a_weak_one(
    town: Town, form: dict[str, str], status: int, told: str
) -> None:
    answer = await (await town.signed_in()).post("/staff/account/password", form)
    assert (answer.status_code, told in answer.text) == (status, True)


async def test_a_new_app_takes_over_when_it_has_shown_a_code(town: Town) -> None:
    browser = await town.signed_in()
    name = (await browser.get("/api/identity/staff/me")).json()["name"]
    assert (await browser.post("/staff/account/app", {"app_password": "feil"})).status_code == 401
    answer = await browser.post("/staff/account/app", {"app_password": PASSWORD})
    page = (await browser.get(answer.headers["location"])).text
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert secret
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    assert "own_password" not in page
    done = await browser.post("/staff/sign-in/enrol", {"code": app.at(town.clock.now), "next": "/staff/account"})
    assert done.text.count("<li><code>") == 10
    town.clock.on(seconds=30)
    for code, status in ((town.clock.code(), 401), (app.at(town.clock.now), 204)):
        body = {"name": name, "password": PASSWORD, "code": code}
        assert (await town.browser().post("/api/identity/sign-in", json=body)).status_code == status


async def test_the_address_of_an_answered_form_leads_back(town: Town) -> None:
    browser = await town.signed_in("administrator")
    account = await opened(town, await town.account())
    for path, back in (("/account/password?lang=nn", "/account"), (f"/accounts/{account.id}/roles", f"/accounts/{account.id}")):
        assert (await browser.get(f"/staff{path}")).headers["location"] == f"/staff{back}"


async def test_what_is_shown_once_offers_no_other_language(town: Town) -> None:
    browser = await town.signed_in("administrator")
    assert 'hreflang="nn"' in (await browser.get("/staff/account")).text
    for path, form in (
        ("/account/recovery-codes", {"codes_password": PASSWORD}),
        ("/accounts/new", {"name": "en@gang", "roles": "author"}),
    ):
        answer = await browser.post(f"/staff{path}", form)
        assert (answer.status_code, "hreflang" in answer.text) == (200, False)


async def test_nothing_personal_or_secret_stands_in_the_clear_at_rest(town: Town) -> None:
    """Names, passwords, secrets and codes of everybody made so far, looked for in every table."""
    browser = await town.signed_in("administrator")
    codes = (await browser.post("/staff/account/recovery-codes", {"codes_password": PASSWORD})).text
    needles = [*re.findall(r"<code>([a-z2-9-]{14})</code>", codes), "example.test", PASSWORD, "argon2", "GEZDGNBV"]
    needles += [*browser.cookies.values()]
    async with town.desk.engine.connect() as connection:
        tables = list((await connection.execute(TABLES)).scalars())
        rows = [
            row for table in tables for row in (await connection.execute(text(f'select t::text from "{table}" t'))).scalars()
        ]
    assert len(rows) > 20
    assert [needle for needle in needles if any(needle in row for row in rows)] == []


async def test_the_bus_hears_of_sign_ins_and_accounts_without_names(town: Town) -> None:
    await town.signed_in("author")
    async with town.desk.engine.connect() as connection:
        rows = (await connection.execute(text("select subject, data from announcements order by position desc limit 2"))).all()
    assert [(row[0], set(row[1])) for row in rows] == [
        ("identity.v1.staff_signed_in", {"staff_id", "at"}),
        ("identity.v1.account_created", {"staff_id", "roles"}),
    ]


def test_every_event_of_an_account_is_a_type_the_log_can_read() -> None:
    made = {cls for cls in vars(events).values() if isinstance(cls, type) and issubclass(cls, Event) and cls is not Event}
    assert len(events.EVENTS.names) == len(made)

"""Signing in through the routes, on real parts."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from statistics import median

import jwt
import pyotp
import pytest
from sqlalchemy import text

from identity.sessions import hash_of

from .conftest import PASSWORD, SECRET, Browser, Town


def secret_on(text: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", text)
    assert found
    return found[1].replace(" ", "")


async def test_a_colleague_signs_in_for_the_first_time_and_sets_up_the_app(town: Town) -> None:
    town.clock.on(seconds=30)
    name = "ny@example.test"
    await town.desk.create(name, "abcd-efgh-2345", frozenset({"steward"}), town.clock.now)
    browser = town.browser()
    answer = await browser.post("/staff/sign-in", {"name": name, "password": "abcd-efgh-2345", "next": "/staff/panel"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in/enrol?next=/staff/panel")
    assert (await browser.authorize()).status_code == 401, "a password alone opens nothing"

    page = (await browser.get("/staff/sign-in/enrol?next=/staff/panel")).text
    assert 'src="data:image/svg+xml' in page
    secret = secret_on(page)
    assert secret == secret_on((await browser.get("/staff/sign-in/enrol")).text), "looking again changes nothing"

    code = pyotp.TOTP(secret).at(town.clock.now)
    wrong = await browser.post("/staff/sign-in/enrol", {"code": "000000", "own_password": PASSWORD})
    assert (wrong.status_code, "Koden stemmer ikke" in wrong.text) == (401, True)
    weak = await browser.post("/staff/sign-in/enrol", {"code": code, "own_password": "kort"})
    assert (weak.status_code, "minst 12 tegn" in weak.text) == (422, True)

    half = browser.cookies
    done = await browser.post("/staff/sign-in/enrol", {"code": code, "own_password": PASSWORD, "next": "/staff/panel"})
    assert done.status_code == 200, done.text
    assert len(re.findall(r"<code>[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}</code>", done.text)) == 10
    assert 'href="/staff/panel"' in done.text
    assert browser.cookies != half, "a new token for the whole session"
    assert (await browser.authorize()).status_code == 200


async def test_password_then_code_opens_the_page_that_was_wanted(town: Town) -> None:
    name = await town.account()
    browser = town.browser()
    answer = await browser.post("/staff/sign-in", {"name": name.upper(), "password": PASSWORD, "next": "/staff/panel"})
    assert answer.headers["location"] == "/staff/sign-in/code?next=/staff/panel"
    page = (await browser.get("/staff/sign-in/code?next=/staff/panel")).text
    assert 'autocomplete="one-time-code"' in page
    answer = await browser.post("/staff/sign-in/code", {"code": town.clock.code(), "next": "/staff/panel"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/panel")
    assert (await browser.authorize()).status_code == 200


async def test_the_pass_is_one_that_every_service_can_verify(town: Town) -> None:
    browser = await town.signed_in("author")
    token = (await browser.authorize()).headers["X-Samrad-Staff"]
    key = town.settings.staff_token_public_key
    claims = jwt.decode(token, key, ["EdDSA"], audience="samrad", options={"verify_exp": False})
    assert claims["rights"] == ["results:read", "surveys:read", "surveys:write"]
    assert claims["exp"] - town.clock.now.timestamp() <= 60
    me = (await browser.get("/api/identity/staff/me")).json()
    assert (me["id"], me["name"]) == (claims["sub"], claims["name"])


async def test_a_pass_is_made_once_in_twenty_seconds(town: Town) -> None:
    browser = await town.signed_in()
    first, second = [(await browser.authorize()).headers["X-Samrad-Staff"] for _ in range(2)]
    town.clock.on(seconds=21)
    third = (await browser.authorize()).headers["X-Samrad-Staff"]
    assert first == second != third


async def test_no_pass_is_made_for_a_made_up_cookie_or_none(town: Town) -> None:
    browser = town.browser()
    assert (await browser.authorize()).status_code == 401
    browser.set_cookie("samrad-staff", "x" * 43)
    assert (await browser.authorize()).status_code == 401


async def test_a_code_is_good_once_even_for_two_at_the_same_moment(town: Town) -> None:
    name = await town.account()
    body = {"name": name, "password": PASSWORD, "code": town.clock.code()}
    answers = await asyncio.gather(*(town.browser().post("/api/identity/sign-in", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 401, 401, 401]
    again = await town.browser().post("/api/identity/sign-in", json=body)
    assert (again.status_code, again.json()["type"]) == (401, "urn:samrad:problem:wrong_sign_in")


async def test_a_recovery_code_lets_in_once_and_the_account_page_says_how_many_are_left(town: Town) -> None:
    browser = await town.signed_in()
    codes = await new_codes(browser)
    name = (await browser.get("/api/identity/staff/me")).json()["name"]
    for expected in (303, 401):
        other = town.browser()
        await other.post("/staff/sign-in", {"name": name, "password": PASSWORD})
        answer = await other.post("/staff/sign-in/recovery", {"code": codes[3]})
        assert answer.status_code == expected
    assert "Du har 9 ubrukte reservekoder" in (await browser.get("/staff/account")).text


async def new_codes(browser: Browser) -> list[str]:
    answer = await browser.post("/staff/account/recovery-codes", {"codes_password": PASSWORD})
    return re.findall(r"<code>([a-z2-9-]{14})</code>", answer.text)


async def test_new_recovery_codes_need_the_password_and_end_the_old(town: Town) -> None:
    browser = await town.signed_in()
    old = await new_codes(browser)
    wrong = await browser.post("/staff/account/recovery-codes", {"codes_password": "feil"})
    assert (wrong.status_code, "Passordet stemmer ikke" in wrong.text) == (401, True)
    assert not set(old) & set(await new_codes(browser))
    name = (await browser.get("/api/identity/staff/me")).json()["name"]
    other = town.browser()
    await other.post("/staff/sign-in", {"name": name, "password": PASSWORD})
    assert (await other.post("/staff/sign-in/recovery", {"code": old[0]})).status_code == 401


async def test_unknown_name_wrong_password_and_wrong_code_get_the_same_answer(town: Town) -> None:
    name = await town.account()
    tries = [
        {"name": "ingen@example.test", "password": PASSWORD, "code": "123456"},
        {"name": name, "password": "feil passord her", "code": "123456"},
        {"name": name, "password": PASSWORD, "code": "123456"},
    ]
    answers = [await town.browser("192.0.2.20").post("/api/identity/sign-in", json=body) for body in tries]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    pages = [
        await town.browser("192.0.2.20").post("/staff/sign-in", {"name": "x", "password": body["password"]}) for body in tries
    ]
    assert len({(page.status_code, page.text) for page in pages}) == 1


async def test_an_unknown_name_costs_as_much_as_a_known_one(town: Town) -> None:
    name = await town.account()
    known, unknown = [], []
    for n in range(12):
        known.append(await cost_of(town, name, f"198.51.100.{n}"))
        unknown.append(await cost_of(town, f"ukjent{n}@example.test", f"198.51.100.{n}"))
        town.clock.on(minutes=6)
    assert 0.6 < median(known) / median(unknown) < 1.7, (median(known), median(unknown))


async def cost_of(town: Town, name: str, address: str) -> float:
    begun = time.perf_counter()
    answer = await town.browser(address).post("/staff/sign-in", {"name": name, "password": "feil passord her"})
    assert answer.status_code == 401
    return time.perf_counter() - begun


async def test_after_five_wrong_tries_an_account_waits_and_then_lets_its_owner_in(town: Town) -> None:
    name = await town.account()
    wrong = {"name": name, "password": "feil passord her", "code": "123456"}
    for _ in range(5):
        assert (await town.browser().post("/api/identity/sign-in", json=wrong)).status_code == 401
    right = wrong | {"password": PASSWORD, "code": pyotp.TOTP(SECRET).at(town.clock.now)}
    answer = await town.browser("203.0.113.5").post("/api/identity/sign-in", json=right)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1"), "from anywhere, right or wrong"
    page = await town.browser().post("/staff/sign-in", {"name": name, "password": PASSWORD})
    assert (page.status_code, "Vent 1 sekund." in page.text) == (429, True)
    town.clock.on(seconds=1)
    assert (await town.browser().post("/api/identity/sign-in", json=right)).status_code == 204
    assert (await town.browser().post("/api/identity/sign-in", json=wrong)).status_code == 401, "signing in forgave the tries"


async def test_an_account_that_does_not_exist_waits_just_the_same(town: Town) -> None:
    wrong = {"name": "finnes-ikke@example.test", "password": "feil passord her", "code": "123456"}
    statuses = [(await town.browser("192.0.2.30").post("/api/identity/sign-in", json=wrong)).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


async def test_forty_tries_at_once_are_forty_tries(town: Town) -> None:
    name = await town.account()
    wrong = {"name": name, "password": "feil passord her", "code": "123456"}
    answers = await asyncio.gather(
        *(town.browser(f"198.51.100.{100 + n}").post("/api/identity/sign-in", json=wrong) for n in range(40))
    )
    assert sum(answer.status_code == 401 for answer in answers) == 5


async def test_a_network_that_tries_many_accounts_waits(town: Town) -> None:
    for n in range(30):
        wrong = {"name": f"n{n}@example.test", "password": "x", "code": "1"}
        assert (await town.browser("203.0.113.77").post("/api/identity/sign-in", json=wrong)).status_code == 401
    name = await town.account()
    body = {"name": name, "password": PASSWORD, "code": town.clock.code()}
    town.clock.on(seconds=-30)
    assert (await town.browser("203.0.113.77").post("/api/identity/sign-in", json=body)).status_code == 429
    assert (await town.browser("203.0.113.78").post("/api/identity/sign-in", json=body)).status_code == 204


async def test_a_session_ends_after_half_an_hour_of_rest_and_a_request_keeps_it(town: Town) -> None:
    browser = await town.signed_in()
    for _ in range(3):
        town.clock.on(minutes=29)
        assert (await browser.authorize()).status_code == 200
    town.clock.on(minutes=31)
    assert (await browser.authorize()).status_code == 401


async def test_a_session_ends_after_ten_hours_of_work(town: Town) -> None:
    browser = await town.signed_in()
    for _ in range(29):
        town.clock.on(minutes=20)
        assert (await browser.authorize()).status_code == 200
    town.clock.on(minutes=20)
    assert (await browser.authorize()).status_code == 401


async def test_the_half_way_session_lasts_ten_minutes(town: Town) -> None:
    browser = town.browser()
    await browser.post("/staff/sign-in", {"name": await town.account(), "password": PASSWORD})
    town.clock.on(minutes=10)
    answer = await browser.post("/staff/sign-in/code", {"code": town.clock.code()})
    assert answer.headers["location"].startswith("/staff/sign-in?")


async def test_signing_out_ends_the_session_at_once(town: Town) -> None:
    browser = await town.signed_in()
    stolen = browser.cookies["samrad-staff"]
    answer = await browser.post("/staff/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")
    thief = town.browser()
    thief.set_cookie("samrad-staff", stolen)
    assert (await thief.authorize()).status_code == 401


async def test_reading_pages_does_not_write_more_than_once_a_minute(town: Town) -> None:
    browser = await town.signed_in()
    token = browser.cookies["samrad-staff"]
    before = await seen_at(town, token)
    town.clock.on(seconds=50)
    await browser.authorize()
    assert await seen_at(town, token) == before
    town.clock.on(seconds=30)
    await browser.authorize()
    assert await seen_at(town, token) == before + timedelta(seconds=80)


async def seen_at(town: Town, token: str) -> datetime:
    async with town.desk.engine.connect() as connection:
        found = await connection.scalar(text("select seen_at from sessions where token_hash = :h"), {"h": hash_of(token)})
    assert isinstance(found, datetime)
    return found.astimezone(UTC)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(town: Town) -> None:
    name = await town.account()
    body = {"name": name, "password": PASSWORD, "code": town.clock.code()}
    cookie = (await town.browser().post("/api/identity/sign-in", json=body)).headers["set-cookie"]
    assert re.fullmatch(r"samrad-staff=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie), cookie


async def test_another_site_cannot_sign_anybody_in_or_out(town: Town) -> None:
    browser = await town.signed_in()
    for path in ("/staff/sign-in", "/staff/sign-out", "/api/identity/sign-in"):
        answer = await browser.post(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert (await browser.authorize()).status_code == 200


@pytest.mark.parametrize("path", ["/staff/sign-in/code", "/staff/sign-in/enrol", "/staff/sign-in/recovery"])
async def test_later_steps_start_over_without_a_session(town: Town, path: str) -> None:
    for answer in (await town.browser().get(path), await town.browser().post(path, {"code": "123456"})):
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in?next=/staff/")


async def test_a_password_alone_cannot_replace_the_app(town: Town) -> None:
    browser = town.browser()
    await browser.post("/staff/sign-in", {"name": await town.account(), "password": PASSWORD})
    assert (await browser.get("/staff/sign-in/enrol")).headers["location"].startswith("/staff/sign-in?")


@pytest.mark.parametrize("body", [{}, {"name": "x" * 5000}, {"name": "x", "password": "y", "code": 7}, {"extra": 1}, []])
async def test_a_sign_in_that_is_none_is_a_problem_and_no_fault(town: Town, body: object) -> None:
    answer = await town.browser().post("/api/identity/sign-in", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")

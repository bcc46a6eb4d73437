import asyncio
from uuid import UUID

import httpx
import pytest

from membership.events import SignedIn, SignInMissed, SignInRequested
from membership.main import service
from membership.own_page import personal_links
from membership.settings import Settings
from runtime.serve import create_app

from .conftest import PUBLIC_URL, Running, staff_headers, words

KARI = "kari@nordmann.test"
PAGE = {"accept": "text/html"}


async def ask(running: Running, address: str = KARI, client: httpx.AsyncClient | None = None) -> UUID:
    answer = await (client or running.client).post("/min-side/logg-inn", data={"email": address}, headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/min-side/logg-inn/kode"), answer.text
    return (await running.events(SignInRequested))[-1].stream_id


async def write_code(running: Running, code: str) -> httpx.Response:
    return await running.client.post("/min-side/logg-inn/kode", data={"code": code}, headers=PAGE)


async def my_page(running: Running, client: httpx.AsyncClient | None = None) -> int:
    return (await (client or running.client).get("/min-side", headers=PAGE)).status_code


async def a_minute_later(running: Running) -> None:
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("update sign_in_limits set last_at = last_at - interval '61 seconds'")


@pytest.fixture
async def browsers(running: Running) -> list[httpx.AsyncClient]:
    """Two more, on the same service."""
    transport = running.client._transport
    return [httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) for _ in range(2)]


async def test_a_member_comes_in_by_the_code_and_out_again(running: Running) -> None:
    await running.join(email=KARI)
    assert await my_page(running) == 303
    request_id = await ask(running, " Kari@Nordmann.test ")
    code = personal_links.sign_in_code(running.parts, request_id)
    let_in = await write_code(running, f"{code[:4]} {code[4:]}")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/min-side")
    assert "Kari Nordmann" in words((await running.client.get("/min-side", headers=PAGE)).text)
    assert (await running.client.post("/min-side/logg-ut")).status_code == 303
    assert await my_page(running) == 303


async def test_a_member_comes_in_by_the_link_and_looking_at_it_changes_nothing(running: Running) -> None:
    await running.join(email=KARI)
    path = personal_links.sign_in_path(running.parts, await ask(running))
    before = len(await running.events())
    for _ in range(3):
        await running.client.get(path)
        await running.client.head(path)
    assert len(await running.events()) == before
    assert "Gå inn" in words((await running.client.get(path, headers=PAGE)).text)
    assert (await running.client.post(path, headers=PAGE)).headers["location"] == "/min-side"
    assert await my_page(running) == 200
    assert (await running.client.post(path, headers=PAGE)).status_code == 410
    assert (await running.client.get(path, headers=PAGE)).status_code == 410


async def test_of_two_browsers_that_use_a_link_at_once_exactly_one_comes_in(
    running: Running, browsers: list[httpx.AsyncClient]
) -> None:
    await running.join(email=KARI)
    path = personal_links.sign_in_path(running.parts, await ask(running))
    answers = await asyncio.gather(*(browser.post(path) for browser in browsers * 5))
    assert sorted(a.status_code for a in answers) == [303] + [410] * 9
    assert len(await running.events(SignedIn)) == 1
    assert sorted([await my_page(running, browser) for browser in browsers]) == [200, 303]


async def test_the_answer_is_the_same_for_every_address(running: Running, browsers: list[httpx.AsyncClient]) -> None:
    await running.join(email=KARI)
    answers = []
    for address in (KARI, "nobody@nordmann.test", KARI, "nobody@nordmann.test"):
        running.client.cookies.clear()
        answer = await running.client.post("/min-side/logg-inn", data={"email": address}, headers=PAGE)
        cookie = answer.headers.pop("set-cookie")
        name, _, attributes = cookie.partition("=")
        answers.append((answer.status_code, dict(answer.headers), answer.content, name, len(cookie), attributes[43:]))
    assert len({repr(answer) for answer in answers}) == 1
    assert len(await running.events(SignInRequested)) == 4
    wrong = []
    for address in (KARI, "nobody@nordmann.test"):
        await a_minute_later(running)
        await ask(running, address)
        wrong.append([(a.status_code, a.content) for a in [await write_code(running, "00000000") for _ in range(7)]])
    assert wrong[0] == wrong[1]
    assert [status for status, _ in wrong[0]] == [422] * 5 + [410] * 2


async def test_guessing_is_stopped_after_five_codes_and_the_link_still_works(running: Running) -> None:
    await running.join(email=KARI)
    request_id = await ask(running)
    for guess in range(5):
        assert (await write_code(running, f"{guess:08d}")).status_code == 422
    assert (await write_code(running, personal_links.sign_in_code(running.parts, request_id))).status_code == 410
    assert len(await running.events(SignInMissed)) == 5
    assert (await running.client.post(personal_links.sign_in_path(running.parts, request_id))).status_code == 303


async def test_twenty_guesses_at_once_are_five(running: Running) -> None:
    await running.join(email=KARI)
    await ask(running)
    answers = await asyncio.gather(*(write_code(running, f"{guess:08d}") for guess in range(20)))
    assert {a.status_code for a in answers} <= {422, 410, 409}
    assert len(await running.events(SignInMissed)) <= 5


async def test_a_code_is_worth_nothing_in_another_browser(running: Running, browsers: list[httpx.AsyncClient]) -> None:
    await running.join(email=KARI)
    code = personal_links.sign_in_code(running.parts, await ask(running))
    other = await browsers[0].post("/min-side/logg-inn/kode", data={"code": code}, headers=PAGE)
    assert other.status_code == 410


async def test_one_mail_a_minute_and_six_a_day_and_the_code_of_the_first_still_fits(running: Running) -> None:
    kari = await running.join(email=KARI)
    first = await ask(running)
    await ask(running)
    assert [r.event.member_id for r in await running.events() if isinstance(r.event, SignInRequested)] == [kari, None]
    assert (await write_code(running, personal_links.sign_in_code(running.parts, first))).status_code == 303
    for _ in range(8):
        await a_minute_later(running)
        await ask(running)
    mailed = [r for r in await running.events(SignInRequested) if getattr(r.event, "member_id", None)]
    assert len(mailed) == 6


async def test_twenty_requests_at_once_are_one_mail(running: Running) -> None:
    kari = await running.join(email=KARI)
    await asyncio.gather(*(ask(running) for _ in range(20)))
    asked = [getattr(r.event, "member_id", None) for r in await running.events(SignInRequested)]
    assert (len(asked), asked.count(kari)) == (20, 1)


async def test_a_session_ends_after_thirty_idle_minutes_and_after_ten_hours(running: Running, settings: Settings) -> None:
    await running.join(email=KARI)
    await running.client.post(personal_links.sign_in_path(running.parts, await ask(running)))
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("update member_sessions set seen_at = seen_at - interval '31 minutes'")
    assert await my_page(running) == 303
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("update member_sessions set seen_at = now(), opened_at = now() - interval '11 hours'")
    assert await my_page(running) == 303


async def test_a_session_that_was_stolen_is_worth_nothing_when_its_member_is_forgotten(running: Running) -> None:
    await running.join(email=KARI)
    await running.client.post(personal_links.sign_in_path(running.parts, await ask(running)))
    stolen = running.client.cookies["samrad-member"]
    await running.client.post("/staff/panel/forget", data={"email": KARI}, headers=staff_headers())
    answer = await running.client.get("/min-side", headers={"accept": "text/html", "cookie": f"samrad-member={stolen}"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/min-side/logg-inn")


async def test_only_the_hash_of_a_session_is_kept_and_the_old_one_ends_when_a_new_begins(running: Running) -> None:
    await running.join(email=KARI)
    await running.client.post(personal_links.sign_in_path(running.parts, await ask(running)))
    first = running.client.cookies["samrad-member"]
    await a_minute_later(running)
    await running.client.post(personal_links.sign_in_path(running.parts, await ask(running)))
    assert running.client.cookies["samrad-member"] != first
    async with running.parts.engine.connect() as connection:
        kept = (await connection.exec_driver_sql("select token_hash from member_sessions")).scalars().all()
    assert len(kept) == 1
    assert len(kept[0]) == 32


async def test_cookies_are_bound_to_the_host_over_https(settings: Settings) -> None:
    app = create_app(service(settings.model_copy(update={"public_url": "https://panel.test"})))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://panel.test") as client:
            answer = await client.post("/min-side/logg-inn", data={"email": KARI})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-samrad-sign-in=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=600"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("path", ["/min-side/inn/unknown", f"/min-side/inn/{'x' * 43}"])
async def test_a_link_we_never_made_is_unknown(running: Running, path: str) -> None:
    assert (await running.client.get(path, headers=PAGE)).status_code == 404
    assert (await running.client.post(path, headers=PAGE)).status_code == 404


@pytest.mark.parametrize("address", ["", "kari", "kari@", "a" * 400 + "@x.test"])
async def test_what_can_be_no_address_is_said_to_be_none(running: Running, address: str) -> None:
    answer = await running.client.post("/min-side/logg-inn", data={"email": address}, headers=PAGE)
    assert answer.status_code == 422
    assert "Skriv en e-postadresse" in words(answer.text)
    assert await running.events() == []


@pytest.mark.parametrize("path", ["/min-side/logg-inn", "/min-side/logg-inn/kode"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_way_in_is_there_in_every_language(running: Running, path: str, language: str) -> None:
    response = await running.client.get(path, params={"lang": language}, headers=PAGE)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text


async def test_a_program_that_is_not_signed_in_is_told_so(running: Running) -> None:
    answer = await running.client.get("/min-side", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:samrad:problem:not_signed_in")

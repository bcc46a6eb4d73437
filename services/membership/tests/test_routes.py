import asyncio

import pytest

from membership.events import MemberJoined, Notice, SignedUp

from .conftest import FORM, Running, staff_headers, words

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize("path", ["/", "/bli-med", "/k/byfesten", "/bli-med/sendt", "/bekreft/velkommen", "/personvern"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_every_public_page_is_there_in_every_language(running: Running, path: str, language: str) -> None:
    response = await running.client.get(path, params={"lang": language}, headers=PAGE)
    assert response.status_code == 200, response.text
    assert f'<html lang="{language}"' in response.text


async def test_a_resident_becomes_a_member(running: Running) -> None:
    front = words((await running.client.get("/", headers=PAGE)).text)
    assert "Vær med og forme Bærum" in front
    assert "er med nå" not in front

    signed_up = await running.sign_up()
    assert (signed_up.status_code, signed_up.headers["location"]) == (303, "/bli-med/sendt")
    member_id = (await running.events(SignedUp))[0].stream_id
    path = running.parts.confirm_path(member_id)

    assert "Ja, jeg vil være med" in (await running.client.get(path, headers=PAGE)).text
    confirmed = await running.client.post(path)
    assert (confirmed.status_code, confirmed.headers["location"]) == (303, "/bekreft/velkommen")
    await running.everything_projected()
    assert "1 innbygger er med nå." in words((await running.client.get("/", headers=PAGE)).text)


async def test_looking_at_the_confirm_page_changes_nothing(running: Running) -> None:
    await running.sign_up()
    path = running.parts.confirm_path((await running.events(SignedUp))[0].stream_id)
    for _ in range(3):
        await running.client.get(path)
        await running.client.head(path)
    assert await running.events(MemberJoined) == []


async def test_confirming_twice_is_one_member(running: Running) -> None:
    member_id = await running.join()
    path = running.parts.confirm_path(member_id)
    assert (await running.client.post(path)).headers["location"] == "/bekreft/velkommen"
    assert (await running.client.get(path)).headers["location"] == "/bekreft/velkommen"
    assert len(await running.events(MemberJoined)) == 1


async def test_the_background_told_of_a_member_is_coarse(running: Running) -> None:
    await running.join()
    (joined,) = await running.events(MemberJoined)
    assert isinstance(joined.event, MemberJoined)
    background = joined.event.background
    assert (background.age_band, background.gender, background.area) == ("40-49", "woman", "sandvika")
    assert (background.interests, background.language) == (("climate", "schools"), "nb")


async def test_the_answer_to_a_known_a_waiting_and_a_new_address_is_the_same(running: Running) -> None:
    await running.join(email="known@nordmann.test")
    await running.sign_up(email="waiting@nordmann.test")
    addresses = ["known@nordmann.test", "KNOWN@nordmann.test", "waiting@nordmann.test", "new@nordmann.test"]
    answers = [await running.sign_up(email=address) for address in addresses]
    assert len({(a.status_code, a.headers["location"], a.content) for a in answers}) == 1
    assert len({frozenset(a.headers.items()) for a in answers}) == 1


async def test_a_member_is_told_when_somebody_uses_their_address_but_not_again_within_ten_minutes(running: Running) -> None:
    member_id = await running.join(email="known@nordmann.test")
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("update mail_limits set last_at = last_at - interval '11 minutes'")
    await running.sign_up(email="known@nordmann.test")
    await running.sign_up(email="known@nordmann.test")
    assert await running.notices() == [Notice.confirm, Notice.already_member, Notice.nothing]
    told = [r.event.told for r in await running.events() if isinstance(r.event, SignedUp)]
    assert told == [None, member_id, member_id]


async def test_one_address_gets_at_most_three_mails_a_day(running: Running) -> None:
    for _ in range(5):
        await running.sign_up()
        async with running.parts.engine.begin() as connection:
            await connection.exec_driver_sql("update mail_limits set last_at = last_at - interval '11 minutes'")
    assert await running.notices() == [Notice.confirm] * 3 + [Notice.nothing] * 2


async def test_twenty_sign_ups_at_once_are_one_mail(running: Running) -> None:
    await asyncio.gather(*(running.sign_up() for _ in range(20)))
    notices = await running.notices()
    assert (len(notices), notices.count(Notice.confirm)) == (20, 1)


async def test_two_sign_ups_of_one_address_confirmed_at_once_are_one_member(running: Running) -> None:
    await running.sign_up()
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("delete from mail_limits")
    await running.sign_up(name="Kari N.")
    paths = [running.parts.confirm_path(r.stream_id) for r in await running.events(SignedUp)]
    answers = await asyncio.gather(*(running.client.post(path) for path in paths * 2))
    assert {a.headers["location"] for a in answers} == {"/bekreft/velkommen"}
    assert len(await running.events(MemberJoined)) == 1


async def test_a_child_is_refused_before_anything_is_stored(running: Running) -> None:
    response = await running.sign_up(birth_year="2020")
    assert response.status_code == 422
    assert "Du må fylle minst 15 år i år" in words(response.text)
    assert await running.events() == []
    async with running.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from mail_limits")).scalar() == 0


async def test_what_must_be_put_right_is_said_and_what_was_written_is_kept(running: Running) -> None:
    response = await running.sign_up(email="kari@", name='Kari "<b>"')
    assert response.status_code == 422
    assert "<title>Feil: Bli med" in response.text
    assert "Skriv en e-postadresse som navn@eksempel.no" in response.text
    assert "Kari &#34;&lt;b&gt;&#34;" in response.text
    assert "<b>" not in response.text


async def test_a_machine_that_fills_in_the_trap_hears_what_all_hear(running: Running) -> None:
    answer = await running.sign_up(website="https://spam.test")
    assert (answer.status_code, answer.headers["location"]) == (303, "/bli-med/sendt")
    assert await running.events() == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "æ" * 43, "%00", "A" * 99])
async def test_an_unknown_link_says_so(running: Running, token: str) -> None:
    for response in (
        await running.client.get(f"/bekreft/{token}", headers=PAGE),
        await running.client.post(f"/bekreft/{token}", headers=PAGE),
    ):
        assert response.status_code == 404
        assert "Vi kjenner ikke denne lenken" in response.text


async def test_a_link_that_is_too_old_says_so_in_words(running: Running) -> None:
    await running.sign_up()
    member_id = (await running.events(SignedUp))[0].stream_id
    await running.parts.keyring.destroy(member_id)
    response = await running.client.post(running.parts.confirm_path(member_id), headers=PAGE)
    assert response.status_code == 410
    assert "Lenken er gått ut på dato" in words(response.text)


async def test_rubbish_is_refused_without_a_fault(running: Running) -> None:
    client = running.client
    requests = [
        client.post("/bli-med", content=b"\xff\xfe\x00" * 500, headers={"content-type": "application/x-www-form-urlencoded"}),
        client.post("/bli-med", content=b"not multipart", headers={"content-type": "multipart/form-data; boundary=x"}),
        client.post("/bli-med", data={f"f{n}": "x" for n in range(200)}),
        client.post("/bli-med", content=b"a" * 100_000, headers={"content-type": "application/x-www-form-urlencoded"}),
        client.post("/bli-med", files={"name": ("x.txt", b"x")}, data={"email": "x"}),
        client.post("/api/membership/sign-ups", json={"name": ["x"]}),
        client.post("/api/membership/sign-ups", content=b"{", headers={"content-type": "application/json"}),
        client.post("/api/membership/confirmations", json={"token": "x" * 1000}),
        client.get("/k/" + "x" * 500),
    ]
    statuses = [(await request).status_code for request in requests]
    assert all(400 <= status < 500 for status in statuses), statuses
    assert await running.events() == []


async def test_another_sites_form_is_refused(running: Running) -> None:
    response = await running.client.post("/bli-med", data=FORM, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


async def test_the_start_page_shows_each_only_the_rooms_they_may_enter(running: Running) -> None:
    page = words((await running.client.get("/staff/", headers=staff_headers())).text)
    assert "Dette venter på deg" in page
    assert "Ingen kampanje går nå" in page
    assert "Hvem på huset har tilgang" not in page
    other = words((await running.client.get("/staff/", headers=staff_headers("accounts:manage"))).text)
    assert "Hvem på huset har tilgang" in other
    assert "Hvem er med" not in other


@pytest.mark.parametrize("path", ["/staff/", "/staff/panel", "/staff/panel/campaigns", "/api/membership/staff/panel"])
async def test_staff_pages_are_for_staff_alone(running: Running, path: str) -> None:
    assert (await running.client.get(path)).status_code == 401
    if path != "/staff/":
        assert (await running.client.get(path, headers=staff_headers("results:read"))).status_code == 403


async def test_a_web_client_can_join_by_json(running: Running) -> None:
    form = (await running.client.get("/api/membership/form")).json()
    body = {**FORM, "birth_year": 1984, "consent": form["consent_version"], "language": "nn"}
    accepted = await running.client.post("/api/membership/sign-ups", json=body)
    assert (accepted.status_code, accepted.json()) == (202, {"status": "check_your_mail"})
    member_id = (await running.events(SignedUp))[0].stream_id
    token = running.parts.confirm_path(member_id).removeprefix("/bekreft/")
    confirmed = await running.client.post("/api/membership/confirmations", json={"token": token})
    assert (confirmed.status_code, confirmed.json()) == (200, {"status": "member"})
    await running.everything_projected()
    assert (await running.client.get("/api/membership/panel")).json() == {"members": 1, "results": []}


async def test_a_web_client_is_told_what_to_put_right(running: Running) -> None:
    body = {**FORM, "birth_year": 2020}
    refused = await running.client.post("/api/membership/sign-ups", json=body)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["errors"] == [{"field": "birth_year", "text": "Du må fylle minst 15 år i år for å være med"}]

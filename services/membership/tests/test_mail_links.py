from datetime import UTC, datetime, timedelta

import pytest

from membership.events import MemberPaused, MemberResumed, MemberStayed, PauseReason, SignInRequested
from membership.over_time.staying import AskToStay, staying
from membership.own_page import personal_links

from .conftest import Running, staff_headers, words

KARI = "kari@nordmann.test"
PAGE = {"accept": "text/html"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def unsubscribe_path(running: Running) -> str:
    return personal_links.unsubscribe_path(running.parts, await running.join(email=KARI))


async def test_looking_at_the_link_changes_nothing_and_the_button_pauses_and_can_be_undone(running: Running) -> None:
    path = await unsubscribe_path(running)
    for _ in range(3):
        assert "Ikke send meg flere invitasjoner" in words((await running.client.get(path, headers=PAGE)).text)
    assert await running.events(MemberPaused) == []
    for _ in range(2):
        assert (await running.client.post(path, headers=PAGE)).headers["location"] == path
    (paused,) = [r.event for r in await running.events(MemberPaused)]
    assert isinstance(paused, MemberPaused)
    assert (paused.until, paused.reason) == (None, PauseReason.unsubscribed)
    assert "Du får ikke flere invitasjoner" in words((await running.client.get(path, headers=PAGE)).text)
    assert (await running.client.post(f"{path}/angre")).status_code == 303
    assert len(await running.events(MemberResumed)) == 1


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"sec-fetch-site": "cross-site", "origin": "https://mail.test"}])
@pytest.mark.parametrize("multipart", [False, True])
async def test_a_mail_programs_one_click_is_heeded_without_a_redirect(
    running: Running, headers: dict[str, str], multipart: bool
) -> None:
    path = await unsubscribe_path(running)
    if multipart:
        answer = await running.client.post(path, files={"List-Unsubscribe": (None, "One-Click")}, headers=headers)
    else:
        answer = await running.client.post(path, data=ONE_CLICK, headers=headers)
    assert answer.status_code == 200
    assert len(await running.events(MemberPaused)) == 1


async def test_other_pages_take_no_form_from_another_site(running: Running) -> None:
    answer = await running.client.post("/avmeld", data={"email": KARI}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_a_link_never_made_and_one_of_a_forgotten_member_are_equally_unknown(running: Running) -> None:
    path = await unsubscribe_path(running)
    await running.client.post("/staff/panel/forget", data={"email": KARI}, headers=staff_headers())
    for way in (path, f"/avmeld/{'x' * 43}", "/avmeld/x"):
        for answer in (await running.client.get(way, headers=PAGE), await running.client.post(way, headers=PAGE)):
            assert answer.status_code == 404
            assert "Vi kjenner ikke denne lenken" in words(answer.text)
    assert await running.events(MemberPaused) == []


async def test_whoever_lost_the_link_gets_a_way_in_alike_for_every_address(running: Running) -> None:
    await running.join(email=KARI)
    answers = [await running.client.post("/avmeld", data={"email": a}) for a in (KARI, "nobody@nordmann.test")]
    assert {(a.status_code, a.headers["location"], a.content) for a in answers} == {(303, "/min-side/logg-inn/kode", b"")}
    assert len(await running.events(SignInRequested)) == 2
    assert (await running.client.post("/avmeld", data={"email": "kari"}, headers=PAGE)).status_code == 422


async def test_one_who_was_asked_stays_by_the_button_and_not_by_looking(running: Running) -> None:
    kari = await running.join(email=KARI)
    path = personal_links.stay_path(running.parts, kari)
    later = datetime.now(UTC) + timedelta(days=800)
    await running.parts.log.execute(staying, kari, AskToStay(datetime.now(UTC).date()), later)
    for _ in range(3):
        assert "Ja, jeg vil bli" in words((await running.client.get(path, headers=PAGE)).text)
    assert await running.events(MemberStayed) == []
    for _ in range(2):
        assert (await running.client.post(path)).status_code == 303
    assert len(await running.events(MemberStayed)) == 1
    assert "Fint at du blir" in words((await running.client.get(path, headers=PAGE)).text)


async def test_a_link_of_one_purpose_is_worth_nothing_for_another(running: Running) -> None:
    kari = await running.join(email=KARI)
    token = personal_links.unsubscribe_path(running.parts, kari).rpartition("/")[2]
    for way in (f"/min-side/bli/{token}", f"/min-side/inn/{token}", f"/slettet/{token}"):
        assert (await running.client.get(way, headers=PAGE)).status_code == 404
    assert (await running.client.get(f"/min-side/ny-adresse/{token}", headers=PAGE)).status_code == 410

from uuid import UUID, uuid4

import httpx
import pytest

from membership.events import MemberViewed
from membership.stewarding.person import read_seen

from .conftest import Running, staff_headers, words

READ = staff_headers("members:read")
WHY = {"reason": "mail", "note": "Kom i retur"}


async def look(running: Running, member_id: UUID, **written: str) -> httpx.Response:
    return await running.client.post(f"/staff/panel/members/{member_id}", data=written or WHY, headers=READ)


async def test_a_reason_is_asked_for_before_anything_is_shown_or_recorded(running: Running) -> None:
    kari = await running.join(name="Kari Nordmann")
    page = (await running.client.get(f"/staff/panel/members/{kari}", headers=READ)).text
    assert "Hvorfor vil du se hvem dette er?" in words(page)
    assert "Kari" not in page
    assert await running.events(MemberViewed) == []


async def test_a_look_is_recorded_and_only_then_shows_the_member(running: Running) -> None:
    kari = await running.join(name="Kari Nordmann", email="kari@nordmann.test")
    shown = words((await look(running, kari)).text)
    for text in ("Kari Nordmann", "kari@nordmann.test", "1984", "Kvinne", "Ble medlem", "Meldte seg på", "Ingen grense"):
        assert text in shown
    (viewed,) = await running.events(MemberViewed)
    assert isinstance(viewed.event, MemberViewed)
    assert "En ansatt" not in viewed.event.seen
    key = (await running.parts.keyring.get([kari]))[kari]
    seen = read_seen(key, kari, viewed.event.seen)
    assert seen is not None
    assert (seen.name, seen.reason) == ("En ansatt", "E-posten kommer ikke fram: Kom i retur")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"reason": "nysgjerrig"}, "Velg hvorfor du vil se medlemmet"),
        ({"reason": "other"}, "Skriv hvorfor"),
        ({"reason": "mail", "note": "x" * 201}, "Skriv det med høyst 200 tegn"),
    ],
)
async def test_without_a_reason_nothing_is_shown(running: Running, written: dict[str, str], said: str) -> None:
    kari = await running.join(name="Kari Nordmann")
    response = await look(running, kari, **written)
    assert response.status_code == 422
    assert said in words(response.text)
    assert "Kari" not in response.text
    assert await running.events(MemberViewed) == []


async def test_nobody_is_shown_who_is_no_member(running: Running) -> None:
    await running.join(email="kari@nordmann.test")
    member_id = (await running.events())[-1].stream_id
    await running.client.post("/staff/panel/forget", data={"email": "kari@nordmann.test"}, headers=staff_headers())
    for unknown in (member_id, uuid4()):
        assert (await running.client.get(f"/staff/panel/members/{unknown}", headers=READ)).status_code == 404
        assert (await look(running, unknown)).status_code == 404
    assert await running.events(MemberViewed) == []


async def test_who_looked_stands_in_the_list_for_those_who_look_after_the_staff(running: Running) -> None:
    manage = staff_headers("accounts:manage")
    assert "Ingen har åpnet et medlem" in (await running.client.get("/staff/panel/views", headers=manage)).text
    kari = await running.join(name="Kari Nordmann", email="kari@nordmann.test")
    await look(running, kari)
    await running.everything_projected()
    page = words((await running.client.get("/staff/panel/views", headers=manage)).text)
    assert f"En ansatt {kari.hex[:4]}-{kari.hex[4:8]}" in page
    assert "Kari" not in page

    await running.client.post("/staff/panel/forget", data={"email": "kari@nordmann.test"}, headers=staff_headers())
    page = words((await running.client.get("/staff/panel/views", headers=manage)).text)
    assert f"Ansatt {UUID(int=7).hex[:8]} {kari.hex[:4]}" in page
    assert (await running.client.get("/staff/panel/views?before=1", headers=manage)).status_code == 200
    assert (await running.client.get("/staff/panel/views", headers=READ)).status_code == 403

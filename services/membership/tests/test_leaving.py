import httpx

from membership.events import MemberForgotten, SignedUp, SignUpExpired
from membership.resolving import Question, Request, resolve

from .conftest import Running, staff_headers, words
from .test_member import NOW

KARI = "kari@nordmann.test"


async def forget(running: Running, address: str, *rights: str) -> httpx.Response:
    return await running.client.post("/staff/panel/forget", data={"email": address}, headers=staff_headers(*rights))


async def test_a_member_who_asks_is_erased(running: Running) -> None:
    kari, ola = await running.join(email=KARI), await running.join()
    response = await forget(running, " Kari@Nordmann.test ")
    assert response.status_code == 303
    assert "Medlemmet er slettet" in (await running.client.get(response.headers["location"], headers=staff_headers())).text

    assert [r.stream_id for r in await running.events(MemberForgotten)] == [kari]
    assert set(await running.parts.keyring.get([kari, ola])) == {ola}
    assert (await running.client.get("/api/membership/panel")).json()["members"] == 1
    question = Question([Request(kari, "invitation", kari)])
    assert [a.status for a in (await resolve(running.parts, question, NOW)).answers] == ["gone"]


async def test_one_who_was_erased_may_join_again_as_somebody_new(running: Running) -> None:
    first = await running.join(email=KARI)
    await forget(running, KARI)
    assert await running.join(email=KARI) != first


async def test_an_erasure_that_was_interrupted_goes_on_when_asked_again(running: Running) -> None:
    kari = await running.join(email=KARI)
    await running.parts.keyring.destroy(kari)  # and then the machine stopped
    assert (await forget(running, KARI)).status_code == 303
    assert len(await running.events(MemberForgotten)) == 1


async def test_an_unknown_address_is_said_to_be_unknown(running: Running) -> None:
    response = await forget(running, "ola@nordmann.test")
    assert response.status_code == 422
    assert "Ingen medlem har denne adressen" in words(response.text)


async def test_only_those_who_may_write_erase(running: Running) -> None:
    await running.join(email=KARI)
    assert (await forget(running, KARI, "panel:read")).status_code == 403
    assert await running.events(MemberForgotten) == []


async def test_what_was_signed_up_again_with_the_address_goes_with_the_member(running: Running) -> None:
    kari, ola = await running.join(email=KARI), await running.join()
    await running.sign_up(email=KARI)
    await running.sign_up(email="per@nordmann.test")
    again, other = [r.stream_id for r in await running.events(SignedUp)][-2:]
    await forget(running, KARI)
    assert set(await running.parts.keyring.get([kari, again, ola, other])) == {ola, other}
    assert [r.stream_id for r in await running.events(SignUpExpired)] == [again]

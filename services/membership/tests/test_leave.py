import asyncio
import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from eventlog import Append
from membership.erasing import certificate, leaving
from membership.events import Forgetting, ImportCompleted, MemberForgotten, SignedUp
from membership.parts import Parts

from .conftest import FORM, Running, staff_headers, words
from .test_my_page import KARI, PAGE, come_in, new_address, send, shown


async def test_a_member_leaves_in_two_clicks_and_nothing_leads_to_them(running: Running) -> None:
    kari = await come_in(running)
    await running.client.post("/min-side/logg-inn", data={"email": KARI})
    assert "Slette alt om deg?" in await shown(running, "/min-side/slett")
    left = await send(running, "/min-side/slett")
    assert left.headers["location"] == f"/slettet/{certificate.token_of(running.parts, kari)}"
    (forgotten,) = [r.event for r in await running.events(MemberForgotten)]
    assert isinstance(forgotten, MemberForgotten)
    assert (forgotten.cause, forgotten.forgotten_by) == (Forgetting.left, None)
    assert await running.parts.keyring.get([kari]) == {}
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        for table in ("claims", "mail_limits", "sign_in_limits", "member_sessions", "panel"):
            assert (await connection.exec_driver_sql(f"select count(*) from {table}")).scalar() == 0, table


async def test_the_certificate_shows_the_number_and_no_name_and_is_there_for_good(running: Running) -> None:
    kari = await come_in(running)
    path = (await send(running, "/min-side/slett")).headers["location"]
    for _ in range(2):
        page = await shown(running, path)
        assert "Du er slettet" in page
        assert str(kari) in page
        assert str(FORM["name"]) not in page


async def test_the_certificate_is_checked_with_the_public_key_alone(running: Running) -> None:
    kari = await come_in(running)
    path = (await send(running, "/min-side/slett")).headers["location"]
    file = await running.client.get(f"{path}/bevis.json")
    assert file.headers["content-disposition"] == f'attachment; filename="slettet-{kari}.json"'
    given = json.loads(file.content)
    key = (await running.client.get("/api/membership/certificate-key")).json()["public_key"]
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
    said = given["statement"]
    assert (said["member"], said["format"]) == (str(kari), "samrad.certificate/1")
    signature = base64.b64decode(given["signature"])
    public.verify(signature, json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    changed = json.dumps({**said, "member": "another"}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(InvalidSignature):
        public.verify(signature, changed.encode())


async def test_a_leaving_that_was_interrupted_goes_on_when_asked_again(running: Running) -> None:
    kari = await come_in(running)
    await running.parts.destroy_keys([kari])  # and then the machine stopped
    assert (await running.client.get("/min-side", headers=PAGE)).status_code == 303
    assert (await send(running, "/min-side/slett")).status_code == 303
    assert len(await running.events(MemberForgotten)) == 1


async def test_a_form_that_was_sent_twice_leaves_nothing_that_can_be_read(running: Running) -> None:
    for address in (KARI, KARI, "ola@nordmann.test"):
        await running.sign_up(email=address)
    kari, again, ola = [r.stream_id for r in await running.events(SignedUp)]
    await running.client.post(running.parts.confirm_path(kari))
    await running.everything_projected()
    await leaving.leave(running.parts, kari, datetime.now(UTC))
    assert set(await running.parts.keyring.get([kari, again, ola])) == {ola}


async def test_a_sign_up_that_cannot_be_read_keeps_nobody_from_leaving(running: Running) -> None:
    kari = await come_in(running)
    await running.sign_up(email="ola@nordmann.test")
    ola = (await running.events(SignedUp))[-1].event
    stray = uuid4()
    await running.parts.keyring.create(stray)  # as after a keyring that was put back wrongly: not the key it was sealed with
    position = await running.parts.log.append(Append(stray, 0, [ola]))
    await running.parts.log.caught_up("waiting", position)
    assert (await send(running, "/min-side/slett")).status_code == 303
    assert await running.parts.keyring.get([kari]) == {}


async def test_who_was_brought_along_with_an_address_they_moved_to_is_erased_with_them(running: Running) -> None:
    file = {"file": ("panel.csv", b"e-post;year\nny@nordmann.test;1980\n")}
    uploaded = (await running.client.post("/staff/panel/import", files=file, headers=staff_headers())).headers["location"]
    await running.client.post(f"{uploaded}/order", data={"email": "0", "birth": "1"}, headers=staff_headers())
    while not await running.events(ImportCompleted):
        await asyncio.sleep(0.1)
    (brought,) = [r.stream_id for r in await running.events(SignedUp)]
    kari = await come_in(running)
    await running.client.post(await new_address(running, kari, "ny@nordmann.test"))
    await send(running, "/min-side/slett")
    assert await running.parts.keyring.get([kari, brought]) == {}
    async with running.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from claims")).scalar() == 0


async def test_an_address_confirmed_while_its_member_leaves_is_free_afterwards(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    kari = await come_in(running)
    link = await new_address(running, kari, "ny@nordmann.test")
    destroy = Parts.destroy_keys

    async def confirm_first(parts: Parts, member_ids: Sequence[UUID]) -> None:
        await running.client.post(link)
        await destroy(parts, member_ids)

    monkeypatch.setattr(Parts, "destroy_keys", confirm_first)
    await leaving.leave(running.parts, kari, datetime.now(UTC))
    for address in (KARI, "ny@nordmann.test"):
        assert await running.parts.addresses.member_with(running.parts.address_hash(address)) is None


async def test_asked_again_when_it_is_done_the_certificate_is_shown_and_nothing_happens(running: Running) -> None:
    kari = await come_in(running)
    token = certificate.token_of(running.parts, kari)
    answers = [await send(running, "/min-side/slett", certificate=token) for _ in range(2)]
    assert [a.headers["location"] for a in answers] == [f"/slettet/{token}"] * 2
    assert len(await running.events(MemberForgotten)) == 1


async def test_nobody_leaves_without_being_signed_in_and_a_certificate_of_a_member_is_unknown(running: Running) -> None:
    kari = await come_in(running)
    token = certificate.token_of(running.parts, kari)
    running.client.cookies.clear()
    for written in ({}, {"certificate": token}, {"certificate": "x"}):
        assert (await send(running, "/min-side/slett", **written)).headers["location"] == "/min-side/logg-inn"
    assert (await running.client.get(f"/slettet/{token}", headers=PAGE)).status_code == 404
    assert "Vi kjenner ikke" in words((await running.client.get(f"/slettet/{token}", headers=PAGE)).text)
    assert await running.events(MemberForgotten) == []

"""A file of people on its way through the house."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from eventlog import Append, LogUnavailable
from membership.events import (
    ImportCancelled,
    ImportCompleted,
    ImportUploaded,
    MemberJoined,
    Notice,
    SignedUp,
    SignUpExpired,
    Source,
)
from membership.importing import inviting, kept
from membership.importing.inviting import bring_in, erase_old
from membership.importing.panel_import import ImportGone
from membership.member import TIME_TO_CONFIRM_IMPORTED
from membership.signing_up.expiry import SLACK, expire_unconfirmed

from .conftest import Running, staff_headers, words

PATH = "/staff/panel/import"
COLUMNS = {"email": "0", "birth": "1"}
CONSENT = {"consent": "2026-11"}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "EVERY", 0.05)


def file_of(n: int, *rows: str) -> bytes:
    people = [f"person{i}@nordmann.test;{1950 + i % 50};Person {i}" for i in range(n)]
    return "\n".join(["E-post;Fødselsår;Navn", *people, *rows]).encode()


async def upload(running: Running, content: bytes) -> str:
    response = await running.client.post(PATH, files={"file": ("panel.csv", content)}, headers=staff_headers())
    assert response.status_code == 303, words(response.text)
    return response.headers["location"]


async def order(running: Running, path: str) -> UUID:
    response = await running.client.post(f"{path}/order", data={**COLUMNS, "name": "2"}, headers=staff_headers())
    assert response.status_code == 303, words(response.text)
    return UUID(path.rpartition("/")[2])


async def done(running: Running, import_id: UUID) -> ImportCompleted:
    """The worker of the service does it; this only waits."""
    for _ in range(300):
        for recorded in await running.events(ImportCompleted):
            if recorded.stream_id == import_id:
                assert isinstance(recorded.event, ImportCompleted)
                return recorded.event
        await asyncio.sleep(0.05)
    raise AssertionError("the import was not completed")


async def bring(running: Running, content: bytes) -> ImportCompleted:
    return await done(running, await order(running, await upload(running, content)))


async def see(running: Running, path: str) -> str:
    response = await running.client.get(path, headers=staff_headers())
    assert response.status_code == 200, response.text
    return words(response.text)


async def invited(running: Running) -> list[UUID]:
    signed_up = await running.events(SignedUp)
    return [r.stream_id for r in signed_up if isinstance(r.event, SignedUp) and r.event.source is Source.imported]


async def test_a_panel_is_looked_at_ordered_and_invited(running: Running) -> None:
    path = await upload(running, file_of(3, "ikke en adresse;1984;Ola", "barn@nordmann.test;2020;Barn"))
    preview = await see(running, path)
    assert "Filen har 5 rader. Ingenting er sendt ennå." in preview
    assert "person0@nordmann.test" in preview
    assert "Hent inn 3 personer" in preview
    assert "E-postadressen er ikke gyldig" in preview
    assert await invited(running) == []

    import_id = await order(running, path)
    completed = await done(running, import_id)
    assert (completed.invited, completed.known) == (3, 0)
    assert completed.rejected == {"email_unfit": 1, "too_young": 1}
    page = await see(running, path)
    assert "Panelet er hentet inn" in page
    assert "5 E-postadressen er ikke gyldig" in page

    for recorded in await running.events(SignedUp):
        assert isinstance(recorded.event, SignedUp)
        assert (recorded.event.notice, recorded.event.consent) == (Notice.confirm, None)


async def test_the_rows_lie_sealed_and_are_gone_when_it_is_done(running: Running) -> None:
    path = await upload(running, file_of(2))
    import_id = UUID(path.rpartition("/")[2])
    async with running.parts.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("select sealed from import_rows")).scalars().all()
        assert len(rows) == 2
        assert "nordmann" not in str(rows)
    assert len((await kept.read(running.parts, import_id)).rows) == 2

    await done(running, await order(running, path))
    with pytest.raises(ImportGone):
        await kept.read(running.parts, import_id)
    async with running.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from import_rows")).scalar() == 0


async def test_looking_at_a_file_changes_nothing(running: Running) -> None:
    path = await upload(running, file_of(2))
    before = await running.events()
    for _ in range(2):
        await see(running, path)
        await see(running, f"{path}?chosen=1&email=0&birth=1&n=2")
        await see(running, PATH)
        assert (await running.client.get(f"{path}/rejected", headers=staff_headers())).status_code == 200
    assert await running.events() == before


async def test_the_same_file_brought_in_twice_invites_nobody_twice(running: Running) -> None:
    assert (await bring(running, file_of(20))).invited == 20
    again = await bring(running, file_of(20))
    assert (again.invited, again.known) == (0, 20)
    assert len(await invited(running)) == 20


async def test_the_same_file_twice_at_once_invites_nobody_twice(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "AT_ONCE", 7)
    first, second = [await order(running, await upload(running, file_of(40))) for _ in range(2)]
    now = datetime.now(UTC)
    await asyncio.gather(*(bring_in(running.parts, import_id, now) for import_id in (first, second, first)))
    counts = [await done(running, import_id) for import_id in (first, second)]
    assert sum(count.invited for count in counts) == 40
    assert sum(count.known for count in counts) == 40
    assert len(await invited(running)) == 40


async def test_killed_in_the_middle_it_goes_on_and_invites_each_once(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "AT_ONCE", 10)
    append_each, calls = running.parts.log.append_each, 0

    async def killed_at_the_third(appends: Sequence[Append]) -> object:
        nonlocal calls
        calls += 1
        result = await append_each(appends)
        if calls == 3:  # it is in the log, and the one who wrote it never heard
            raise LogUnavailable
        return result

    monkeypatch.setattr(running.parts.log, "append_each", killed_at_the_third)
    completed = await bring(running, file_of(45))
    assert (completed.invited, completed.known) == (45, 0)
    assert len(await invited(running)) == len(set(await invited(running))) == 45


async def test_a_member_is_known_from_before(running: Running) -> None:
    await running.join(email="person1@nordmann.test")
    path = await upload(running, file_of(3))
    assert "1 er kjent fra før" in await see(running, path)
    completed = await done(running, await order(running, path))
    assert (completed.invited, completed.known) == (2, 1)


async def test_the_mails_are_counted_so_that_an_address_gets_no_flood(running: Running) -> None:
    await bring(running, file_of(1))
    await running.sign_up(email="person0@nordmann.test")
    assert (await running.notices()) == [Notice.confirm, Notice.nothing]


async def test_one_brought_along_becomes_a_member_by_consent(running: Running) -> None:
    await bring(running, file_of(1))
    (member_id,) = await invited(running)
    path = running.parts.confirm_path(member_id)
    page = words((await running.client.get(path, headers={"accept": "text/html"})).text)
    assert "person0@nordmann.test" in page
    assert "Jeg vil være med i innbyggerpanelet" in page

    refused = await running.client.post(path, headers={"accept": "text/html"})
    assert refused.status_code == 422
    assert "Kryss av for at du vil være med" in words(refused.text)
    assert await running.events(MemberJoined) == []

    assert (await running.client.post(path, data=CONSENT)).headers["location"] == "/bekreft/velkommen"
    (joined,) = await running.events(MemberJoined)
    assert isinstance(joined.event, MemberJoined)
    assert joined.event.consent is not None
    assert (joined.event.consent.version, joined.event.consent.language) == ("2026-11", "nb")
    assert (await bring(running, file_of(1))).known == 1


async def test_one_brought_along_sees_what_the_earlier_panel_knew(running: Running) -> None:
    path = await upload(running, "E-post;Fødselsår;Område;Temaer\nkari@nordmann.test;1984;Sandvika;climate\n".encode())
    chosen = {**COLUMNS, "area": "2", "interests": "3"}
    assert (await running.client.post(f"{path}/order", data=chosen, headers=staff_headers())).status_code == 303
    await done(running, UUID(path.rpartition("/")[2]))
    (member_id,) = await invited(running)
    page = await running.client.get(running.parts.confirm_path(member_id), headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Område Sandvika Temaer Klima og miljø" in words(page.text)


async def test_one_brought_along_may_say_no_and_is_erased_at_once(running: Running) -> None:
    await bring(running, file_of(1))
    (member_id,) = await invited(running)
    path = running.parts.confirm_path(member_id)
    for _ in range(2):
        assert (await running.client.post(f"{path}/nei")).headers["location"] == "/bekreft/slettet"
    assert [r.stream_id for r in await running.events(SignUpExpired)] == [member_id]
    assert await running.parts.keyring.get([member_id]) == {}
    gone = await running.client.get(path, headers={"accept": "text/html"})
    assert gone.status_code == 410
    assert "person0" not in gone.text
    assert (await running.client.post(path, data=CONSENT)).status_code == 410


async def test_a_member_does_not_leave_by_the_no_of_an_old_mail(running: Running) -> None:
    member_id = await running.join()
    assert (await running.client.post(f"{running.parts.confirm_path(member_id)}/nei")).status_code == 404
    assert set(await running.parts.keyring.get([member_id])) == {member_id}


async def test_one_who_said_no_or_never_answered_may_be_asked_anew(running: Running) -> None:
    await bring(running, file_of(2))
    first, second = await invited(running)
    await running.client.post(f"{running.parts.confirm_path(first)}/nei")
    await running.everything_projected()
    late = datetime.now(UTC) + TIME_TO_CONFIRM_IMPORTED
    assert await expire_unconfirmed(running.parts, late - timedelta(hours=1)) == 0
    assert await expire_unconfirmed(running.parts, late + SLACK + timedelta(minutes=1)) == 1
    assert await running.parts.keyring.get([first, second]) == {}
    assert (await bring(running, file_of(2))).invited == 2


async def test_who_was_forgotten_may_be_asked_anew(running: Running) -> None:
    await bring(running, file_of(1))
    (member_id,) = await invited(running)
    await running.client.post(running.parts.confirm_path(member_id), data=CONSENT)
    forgotten = await running.client.post(
        "/staff/panel/forget", data={"email": "person0@nordmann.test"}, headers=staff_headers()
    )
    assert forgotten.status_code == 303
    assert (await bring(running, file_of(1))).invited == 1


async def test_one_who_was_asked_may_be_forgotten_by_their_address(running: Running) -> None:
    await bring(running, file_of(1))
    (member_id,) = await invited(running)
    form = {"email": "person0@nordmann.test"}
    assert (await running.client.post("/staff/panel/forget", data=form, headers=staff_headers())).status_code == 303
    assert [r.stream_id for r in await running.events(SignUpExpired)] == [member_id]
    assert await running.parts.keyring.get([member_id]) == {}
    assert (await running.client.post("/staff/panel/forget", data=form, headers=staff_headers())).status_code == 422


async def test_who_joins_by_themselves_is_not_asked_any_more(running: Running) -> None:
    await bring(running, file_of(1))
    (asked,) = await invited(running)
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("delete from mail_limits")
    joined = await running.join(email="person0@nordmann.test")
    assert [r.stream_id for r in await running.events(SignUpExpired)] == [asked]
    assert set(await running.parts.keyring.get([asked, joined])) == {joined}


async def test_five_hundred_are_done_in_a_moment(running: Running) -> None:
    path = await upload(running, file_of(500))
    began = time.monotonic()
    assert (await done(running, await order(running, path))).invited == 500
    assert time.monotonic() - began < 10  # the figure for 10,000 is `make import-bench`


async def test_a_file_may_be_thrown_away(running: Running) -> None:
    path = await upload(running, file_of(1))
    assert (await running.client.post(f"{path}/cancel", headers=staff_headers())).status_code == 303
    assert "Filen er slettet" in await see(running, path)
    with pytest.raises(ImportGone):
        await kept.read(running.parts, UUID(path.rpartition("/")[2]))
    assert (await running.client.post(f"{path}/order", data=COLUMNS, headers=staff_headers())).status_code == 410


async def test_a_file_nobody_went_on_with_is_gone_after_a_day(running: Running) -> None:
    import_id = UUID((await upload(running, file_of(1))).rpartition("/")[2])
    await erase_old(running.parts, datetime.now(UTC) + timedelta(hours=23))
    assert (await kept.read(running.parts, import_id)).rows
    await erase_old(running.parts, datetime.now(UTC) + timedelta(hours=25))
    with pytest.raises(ImportGone):
        await kept.read(running.parts, import_id)
    (cancelled,) = await running.events(ImportCancelled)
    assert isinstance(cancelled.event, ImportCancelled)
    assert cancelled.event.cancelled_by is None


async def test_an_order_without_its_columns_is_refused(running: Running) -> None:
    path = await upload(running, b"a;b\nkari@nordmann.test;1984\n")
    assert "Vi trenger to kolonner til" in await see(running, path)
    assert (await running.client.post(f"{path}/order", headers=staff_headers())).status_code == 422
    assert "Hent inn 1 person" in await see(running, f"{path}?chosen=1&email=0&birth=1")


async def test_the_start_page_says_which_files_wait_and_what_was_left_out(running: Running) -> None:
    assert "er ikke hentet inn" not in await see(running, "/staff/")
    path = await upload(running, file_of(1, "feil;1984;Ola"))
    await running.everything_projected()
    assert "En fil med medlemmer er ikke hentet inn 2 rader" in await see(running, "/staff/")
    await done(running, await order(running, path))
    await running.everything_projected()
    page = await see(running, "/staff/")
    assert "1 rad ble ikke med" in page
    assert "er ikke hentet inn" not in page
    other = await running.client.get("/staff/", headers=staff_headers("panel:read"))
    assert "ble ikke med" not in other.text


async def test_the_rejected_rows_are_downloaded_with_what_stood_in_them(running: Running) -> None:
    path = await upload(running, file_of(1, "=2+5@x;1984;Ola"))
    response = await running.client.get(f"{path}/rejected", headers=staff_headers())
    assert response.content.decode("utf-8-sig").splitlines() == [
        "Rad;Grunn;E-post;Fødselsår;Navn",
        "3;E-postadressen er ikke gyldig;'=2+5@x;1984;Ola",
    ]
    await done(running, await order(running, path))
    response = await running.client.get(f"{path}/rejected", headers=staff_headers())
    assert response.content.decode("utf-8-sig").splitlines() == ["Rad;Grunn", "3;E-postadressen er ikke gyldig"]


async def test_many_rejected_rows_are_shown_a_page_at_a_time(running: Running) -> None:
    path = await upload(running, file_of(1, *["tull;1984;Ola"] * 120))
    response = await running.client.get(path, headers=staff_headers())
    assert response.text.count("E-postadressen er ikke gyldig") == 51  # a page, and how many in all
    assert "Neste side" in response.text


@pytest.mark.parametrize("content", [b"", bytes(range(256)), b"E-post\n"])
async def test_a_file_that_cannot_be_used_is_refused_on_the_page(running: Running, content: bytes) -> None:
    response = await running.client.post(PATH, files={"file": ("x.csv", content)}, headers=staff_headers())
    assert response.status_code == 422
    assert await running.events(ImportUploaded) == []


@pytest.mark.parametrize("act", ["", "/order", "/cancel"])
async def test_only_those_who_may_write_bring_people_in(running: Running, act: str) -> None:
    path = PATH if act == "" else f"{PATH}/{UUID(int=1)}{act}"
    response = await running.client.post(path, headers=staff_headers("panel:read"))
    assert response.status_code == 403
    assert (
        await running.client.post(path if act else f"{path}/{UUID(int=1)}/order", headers=staff_headers())
    ).status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_every_page_is_there_in_every_language(running: Running, language: str) -> None:
    path = await upload(running, file_of(1, "tull;1984;Ola"))
    import_id = await order(running, await upload(running, file_of(2)))
    await done(running, import_id)
    for shown in (PATH, path, f"{PATH}/{import_id}", "/bekreft/slettet"):
        response: httpx.Response = await running.client.get(shown, params={"lang": language}, headers=staff_headers())
        assert response.status_code == 200, response.text
        assert f'<html lang="{language}"' in response.text

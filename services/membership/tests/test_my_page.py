import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from eventlog import Heard
from membership.events import (
    ContactBudgetChosen,
    EmailChanged,
    EmailChangeRequested,
    MemberBackgroundChanged,
    MemberPaused,
    MemberResumed,
    ProfileChanged,
)
from membership.member import members
from membership.over_time import was_asked
from membership.own_page import personal_links
from membership.own_page.member_sessions import open_session
from membership.signing_up import sealed_profile
from membership.signing_up.form import Applicant

from .conftest import FORM, Running, staff_headers, words

KARI = "kari@nordmann.test"
PAGE = {"accept": "text/html"}
PROFILE = {**FORM, "language": "nb"}


async def come_in(running: Running, email: str = KARI) -> UUID:
    member_id = await running.join(email=email)
    running.client.cookies.set("samrad-member", await open_session(running.parts.engine, member_id, datetime.now(UTC), None))
    return member_id


async def shown(running: Running, path: str = "/min-side") -> str:
    response = await running.client.get(path, headers=PAGE)
    assert response.status_code == 200, response.text
    return words(response.text)


async def send(running: Running, path: str, **written: object) -> httpx.Response:
    return await running.client.post(path, data=written, headers=PAGE)


async def opened(running: Running, member_id: UUID) -> Applicant:
    member = (await running.parts.log.load(members, member_id)).state
    assert member.profile is not None
    return sealed_profile.open_all(member.profile, (await running.parts.keyring.get([member_id]))[member_id], member_id)


async def test_my_page_shows_all_a_member_wrote(running: Running) -> None:
    await come_in(running)
    page = await shown(running)
    for text in ("Kari Nordmann", KARI, "1984", "Kvinne", "Sandvika", "Ingen grense", "Vi har ikke spurt deg om noe ennå"):
        assert text in page


@pytest.mark.parametrize("path", ["", "/profil", "/pause", "/hvor-ofte", "/e-post", "/slett"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_every_page_of_a_member_is_there_in_every_language_and_changes_nothing(
    running: Running, path: str, language: str
) -> None:
    assert (await running.client.get(f"/min-side{path}", headers=PAGE)).status_code == 303
    await come_in(running)
    before = len(await running.events())
    response = await running.client.get(f"/min-side{path}", params={"lang": language}, headers=PAGE)
    assert response.status_code == 200, response.text
    assert f'<html lang="{language}"' in response.text
    assert len(await running.events()) == before


async def test_a_member_changes_what_they_wrote_and_the_house_hears_of_the_coarse_part(running: Running) -> None:
    kari = await come_in(running)
    changed = {**PROFILE, "name": "Kari Gift", "area": "bekkestua", "language": "nn", "email": "sneaked@nordmann.test"}
    assert (await send(running, "/min-side/profil", **changed)).headers["location"] == "/min-side?done=profil"
    now = await opened(running, kari)
    assert (now.name, now.area, now.email, now.birth_year) == ("Kari Gift", "bekkestua", KARI, 1984)
    (heard,) = [r.event for r in await running.events(MemberBackgroundChanged)]
    assert isinstance(heard, MemberBackgroundChanged)
    assert (heard.background.area, heard.background.language) == ("bekkestua", "nn")


async def test_saving_the_profile_as_it_was_is_not_recorded(running: Running) -> None:
    await come_in(running)
    for _ in range(2):
        assert (await send(running, "/min-side/profil", **PROFILE)).status_code == 303
    assert await running.events(ProfileChanged) == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Skriv navnet ditt"),
        ("birth_year", "2020", "Du må fylle minst 15 år i år"),
        ("area", "Oslo", "Velg området du bor i"),
        ("language", "se", "Velg språket vi skal skrive til deg på"),
    ],
)
async def test_a_profile_that_must_be_put_right_is_shown_again(running: Running, field: str, value: str, told: str) -> None:
    await come_in(running)
    response = await send(running, "/min-side/profil", **{**PROFILE, field: value})
    assert response.status_code == 422
    assert told in words(response.text)
    assert await running.events(ProfileChanged) == []


async def test_a_member_pauses_until_a_day_or_until_they_say_and_comes_back(running: Running) -> None:
    await come_in(running)
    until = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    assert (await send(running, "/min-side/pause", how="until", until=until)).headers["location"] == "/min-side"
    assert "Du har pause" in await shown(running)
    await send(running, "/min-side/pause", how="for-now", until="")
    assert "Vi spør deg ikke før du sier fra" in await shown(running)
    assert (await send(running, "/min-side/tilbake")).headers["location"] == "/min-side?done=tilbake"
    assert "Du har pause" not in await shown(running)
    assert (len(await running.events(MemberPaused)), len(await running.events(MemberResumed))) == (2, 1)


@pytest.mark.parametrize(
    ("how", "until"), [("", ""), ("until", ""), ("until", "2020-01-01"), ("until", "9999-12-31"), ("until", "i morgen")]
)
async def test_a_pause_without_an_end_that_can_be_is_asked_about_again(running: Running, how: str, until: str) -> None:
    await come_in(running)
    assert (await send(running, "/min-side/pause", how=how, until=until)).status_code == 422
    assert await running.events(MemberPaused) == []


async def test_a_member_chooses_how_often_they_are_asked(running: Running) -> None:
    await come_in(running)
    for most in ("2", "2", "no-limit"):
        assert (await send(running, "/min-side/hvor-ofte", most=most)).status_code == 303
    assert [getattr(r.event, "most_a_month", 0) for r in await running.events(ContactBudgetChosen)] == [2, None]
    for most in ("", "3", "-1", "1e9"):
        assert (await send(running, "/min-side/hvor-ofte", most=most)).status_code == 422


async def new_address(running: Running, member_id: UUID, address: str) -> str:
    assert (await send(running, "/min-side/e-post", email=address)).headers["location"] == "/min-side?done=e-post"
    sealed = (await running.parts.log.load(members, member_id)).state.new_email
    assert sealed is not None
    return personal_links.new_address_path(running.parts, member_id, sealed)


async def test_a_member_moves_to_another_address_when_its_owner_says_yes(running: Running) -> None:
    kari = await come_in(running)
    path = await new_address(running, kari, "ny@nordmann.test")
    running.client.cookies.clear()
    for _ in range(3):
        assert "Bruk denne adressen" in await shown(running, path)
    assert (await opened(running, kari)).email == KARI
    for _ in range(2):
        assert (await running.client.post(path)).headers["location"] == path
    assert "Adressen er byttet" in await shown(running, path)
    assert (await opened(running, kari)).email == "ny@nordmann.test"
    assert len(await running.events(EmailChanged)) == 1
    of = running.parts.addresses.member_with
    assert await of(running.parts.address_hash("ny@nordmann.test")) == kari
    assert await of(running.parts.address_hash(KARI)) is None


async def test_of_the_address_they_moved_from_not_even_a_print_is_kept(running: Running) -> None:
    kari = await come_in(running)
    await running.client.post("/min-side/logg-inn", data={"email": KARI})
    await running.client.post(await new_address(running, kari, "ny@nordmann.test"))
    async with running.parts.engine.connect() as connection:
        for table in ("mail_limits", "sign_in_limits"):
            assert (await connection.exec_driver_sql(f"select count(*) from {table}")).scalar() == 0, table


async def test_the_same_mailbox_written_another_way_is_no_conflict_with_oneself(running: Running) -> None:
    kari = await come_in(running)
    path = await new_address(running, kari, "Kari@nordmann.test")
    assert (await running.client.post(path)).status_code == 303
    assert (await opened(running, kari)).email == "Kari@nordmann.test"
    assert await running.parts.addresses.member_with(running.parts.address_hash(KARI)) == kari


async def test_an_address_that_is_anothers_tells_nothing_on_the_page_and_is_never_taken(running: Running) -> None:
    ola = await running.join(email="ola@nordmann.test")
    kari = await come_in(running)
    free, taken = [await send(running, "/min-side/e-post", email=a) for a in ("free@nordmann.test", "ola@nordmann.test")]
    assert (free.status_code, free.headers["location"], free.content) == (taken.status_code, taken.headers["location"], b"")
    path = await new_address(running, kari, "ola@nordmann.test")
    assert (await running.client.post(path, headers=PAGE)).status_code == 409
    assert (await opened(running, kari)).email == KARI
    assert await running.parts.addresses.member_with(running.parts.address_hash("ola@nordmann.test")) == ola


async def test_a_later_request_makes_the_earlier_link_worthless_and_a_fourth_a_day_is_refused(running: Running) -> None:
    kari = await come_in(running)
    first = await new_address(running, kari, "one@nordmann.test")
    second = await new_address(running, kari, "two@nordmann.test")
    assert (await running.client.post(first, headers=PAGE)).status_code == 410
    assert (await running.client.get(first, headers=PAGE)).status_code == 410
    answers = await asyncio.gather(*(running.client.post(second) for _ in range(6)))
    assert {a.status_code for a in answers} == {303}
    assert len(await running.events(EmailChanged)) == 1
    await new_address(running, kari, "three@nordmann.test")
    assert (await send(running, "/min-side/e-post", email="four@nordmann.test")).status_code == 422
    assert len(await running.events(EmailChangeRequested)) == 3


async def test_the_link_of_an_address_that_is_ours_confirms_no_other(running: Running) -> None:
    kari = await come_in(running)
    own = await new_address(running, kari, "ny@nordmann.test")
    await running.client.post(own)
    other = await new_address(running, kari, "kommunen@nordmann.test")
    assert (await running.client.post(own)).headers["location"] == own
    assert "Adressen er byttet" in await shown(running, own)
    assert (await opened(running, kari)).email == "ny@nordmann.test"
    assert await running.parts.addresses.member_with(running.parts.address_hash("kommunen@nordmann.test")) is None
    await running.client.post(other)
    assert (await opened(running, kari)).email == "kommunen@nordmann.test"


@pytest.mark.parametrize("address", ["", "kari", KARI])
async def test_an_address_that_is_none_or_the_same_is_asked_about_again(running: Running, address: str) -> None:
    await come_in(running)
    assert (await send(running, "/min-side/e-post", email=address)).status_code == 422


async def test_a_member_reads_which_staff_looked_at_them_and_why(running: Running) -> None:
    kari = await come_in(running)
    assert "Ingen av de ansatte" in await shown(running)
    await running.client.post(f"/staff/panel/members/{kari}", data={"reason": "mail"}, headers=staff_headers("members:read"))
    page = await shown(running)
    assert "En ansatt" in page
    assert "E-posten kommer ikke fram" in page


def heard(n: int, type_: str, **data: object) -> Heard:
    return Heard(n, uuid4(), f"surveys.v1.{type_}", msgspec.json.encode(data))


async def test_a_member_sees_what_they_were_asked_and_nobody_elses_and_nothing_is_left_when_they_go(
    running: Running,
) -> None:
    ola = await running.join()
    kari, survey = await come_in(running), uuid4()
    published = {"survey_id": survey, "title": {"nb": "Om klima"}, "published_at": datetime(2026, 10, 1, tzinfo=UTC)}
    issued = {"invitation_id": uuid4(), "survey_id": survey, "member_id": kari}
    batch = [heard(1, "survey_published", **published), heard(2, "invitation_issued", **issued), heard(3, "another")]
    for _ in range(2):  # heard again, it is the same
        async with running.parts.engine.begin() as connection:
            await was_asked.hear(connection, batch)
            assert len(await was_asked.asked_of(connection, kari)) == 1
            assert await was_asked.asked_of(connection, ola) == []
    assert "Om klima" in await shown(running)
    await send(running, "/min-side/slett")
    await running.everything_projected()
    async with running.parts.engine.begin() as connection:
        await was_asked.hear(connection, batch)  # an invitation that was under way
        assert await was_asked.asked_of(connection, kari) == []

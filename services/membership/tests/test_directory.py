import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from membership.stewarding import directory
from membership.stewarding.directory import Activity, Filter, find

from .conftest import Running, staff_headers, words

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MEMBERS = "/staff/panel/members"
FIRST_DAY = f"?after=-62135596800000000.{0:032x}"
ADD = """
insert into panel (member_id, age_band, gender, area, interests, language, campaign, joined_at, paused,
    paused_until, active_on)
select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '30-39', 'woman', 'sandvika', array['climate'], 'nb',
    'byfesten', timestamptz '2026-11-01 12:00:00+00' - n * interval '1 day', false, null, date '2026-11-20'
from generate_series(1, %s) n
"""


async def a_panel(running: Running, many: int, *changes: str) -> None:
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql(ADD % many)
        for change in changes:
            await connection.exec_driver_sql(f"update panel set {change}")


async def found(running: Running, wanted: Filter, after: str = "") -> list[int]:
    async with running.parts.engine.connect() as connection:
        return [listed.member_id.int % 16 for listed in (await find(connection, wanted, NOW, after)).listed]


@pytest.mark.parametrize(
    ("wanted", "change"),
    [
        (Filter(age_band="80+"), "age_band = '80+'"),
        (Filter(gender="man"), "gender = 'man'"),
        (Filter(area="stabekk"), "area = 'stabekk'"),
        (Filter(interest="schools"), "interests = array['climate', 'schools']"),
        (Filter(campaign="plakaten"), "campaign = 'plakaten'"),
        (Filter(activity=Activity.paused), "paused = true"),
        (Filter(activity=Activity.asleep), "active_on = date '2024-11-25'"),
        (Filter(age_band="80+", gender="man"), "age_band = '80+', gender = 'man'"),
    ],
)
async def test_each_choice_narrows_to_those_it_fits(running: Running, wanted: Filter, change: str) -> None:
    await a_panel(running, 3, f"{change} where joined_at < timestamptz '2026-10-30'")
    assert await found(running, wanted) == [3]


async def test_activity_and_joining_are_counted_from_today(running: Running) -> None:
    await a_panel(
        running,
        3,
        "active_on = date '2026-08-25' where right(member_id::text, 1) = '2'",
        "active_on = date '2025-11-25' where right(member_id::text, 1) = '3'",
    )
    assert len(await found(running, Filter(activity=Activity.quarter))) == 1
    assert len(await found(running, Filter(activity=Activity.year))) == 2
    assert len(await found(running, Filter(joined_since=date(2026, 10, 30)))) == 2
    assert len(await found(running, Filter(joined_since=date(2026, 11, 1)))) == 0


async def test_one_who_pauses_until_a_day_to_come_is_not_asleep(running: Running) -> None:
    await a_panel(running, 1, "active_on = date '2020-01-01', paused = true, paused_until = date '2026-12-01'")
    assert await found(running, Filter(activity=Activity.asleep)) == []
    assert len(await found(running, Filter(activity=Activity.paused))) == 1


async def test_every_member_stands_on_exactly_one_page(running: Running) -> None:
    await a_panel(running, 120, "joined_at = timestamptz '2026-10-01' where right(member_id::text, 1) = '4'")
    seen: list[UUID] = []
    after: str | None = ""
    async with running.parts.engine.connect() as connection:
        while after is not None:
            members = await find(connection, Filter(), NOW, after)
            seen += [listed.member_id for listed in members.listed]
            after = members.after
    assert len(seen) == len(set(seen)) == 120
    assert members.count == 120


async def test_a_large_panel_is_not_counted_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "COUNTED", 5)
    await a_panel(running, 6)
    assert "Over 5 medlemmer" in words(await shown(running))


@pytest.mark.parametrize("after", ["x", "1.x", "9" * 40 + ".0", "-1", "."])
async def test_a_place_that_is_none_begins_at_the_start(running: Running, after: str) -> None:
    await a_panel(running, 1)
    assert len(await found(running, Filter(), after)) == 1


async def shown(running: Running, query: str = "") -> str:
    response = await running.client.get(MEMBERS + query, headers=staff_headers("members:read"))
    assert response.status_code == 200, response.text
    return response.text


async def test_the_page_tells_the_background_and_never_the_name(running: Running) -> None:
    member_id = await running.join(name="Kari Nordmann", email="kari@nordmann.test")
    await running.everything_projected()
    page = await shown(running)
    assert f"{member_id.hex[:4]}-{member_id.hex[4:8]}" in page
    assert "40–49 år" in page
    assert "Kari" not in page
    assert "nordmann.test" not in page


async def test_nothing_found_and_nobody_there_teach_what_to_do(running: Running) -> None:
    assert "Ingen er med ennå" in await shown(running)
    assert "Velg færre kjennetegn" in await shown(running, "?gender=man")
    assert "Velg færre kjennetegn" in await shown(running, "?activity=asleep&joined_since=2026-01-01&area=finnes-ikke")


@pytest.mark.parametrize("query", ["?area=%00", "?campaign=a%20b", "?interest=" + "x" * 61, "?gender='"])
async def test_a_choice_no_list_offers_is_told_so(running: Running, query: str) -> None:
    assert (await running.client.get(MEMBERS + query, headers=staff_headers("members:read"))).status_code == 422


@pytest.mark.parametrize(
    "query", ["?joined_since=0001-01-01", "?joined_since=9999-12-31", "?joined_since=x", "?after=%00", FIRST_DAY]
)
async def test_a_strange_day_or_place_does_no_harm(running: Running, query: str) -> None:
    assert (await running.client.get(MEMBERS + query, headers=staff_headers("members:read"))).status_code == 200


async def test_the_next_page_keeps_the_choices(running: Running) -> None:
    await a_panel(running, 60)
    (link,) = re.findall(r'href="([^"]+)" rel="next"', await shown(running, "?gender=woman&area=sandvika"))
    second = await shown(running, link.replace("&amp;", "&").removeprefix(MEMBERS))
    assert second.count('<th scope="row">') == 10
    assert "gender=woman&amp;area=sandvika" in second


async def test_a_member_is_found_by_the_exact_address(running: Running) -> None:
    member_id = await running.join(email="kari@nordmann.test")
    headers = staff_headers("members:read")
    response = await running.client.post(f"{MEMBERS}/find", data={"email": " Kari@nordmann.test "}, headers=headers)
    assert (response.status_code, response.headers["location"]) == (303, f"{MEMBERS}/{member_id}")
    unknown = await running.client.post(f"{MEMBERS}/find", data={"email": "ola@nordmann.test"}, headers=headers)
    assert unknown.status_code == 422
    assert "Ingen medlem har denne adressen" in words(unknown.text)


async def test_only_those_who_may_see_members_come_in(running: Running) -> None:
    for right in ("panel:read", "panel:write", "accounts:manage"):
        assert (await running.client.get(MEMBERS, headers=staff_headers(right))).status_code == 403

from uuid import uuid4

import httpx
import pytest

from membership.campaigns import recruitment
from membership.campaigns.campaign_events import CampaignChanged, CampaignCreated, EffortRecorded
from membership.events import MemberJoined

from .conftest import Running, staff_headers, words

PAGE = {"accept": "text/html"}
CAMPAIGN = {
    "message": "Si din mening på Byfesten",
    "channel": "event",
    "slug": "byfesten",
    "starts_on": "2026-01-01",
    "ends_on": "",
}


async def make(running: Running, **changes: str) -> httpx.Response:
    response = await running.client.post("/staff/panel/campaigns", data={**CAMPAIGN, **changes}, headers=staff_headers())
    assert response.status_code == 303, response.text
    return response


async def look(running: Running, path: str = "/staff/panel/campaigns/byfesten") -> str:
    return words((await running.client.get(path, headers=staff_headers())).text)


async def test_a_campaign_is_remembered_and_counted(running: Running) -> None:
    created = await running.client.post("/staff/panel/campaigns", data=CAMPAIGN, headers=staff_headers())
    assert created.status_code == 303, created.text
    shown = await running.client.get(created.headers["location"], headers=staff_headers())
    assert "http://panel.test/k/byfesten" in words(shown.text)

    form = (await running.client.get("/k/byfesten", headers=PAGE)).text
    assert 'name="campaign" value="byfesten"' in form
    await running.join(campaign="byfesten")
    await running.sign_up(campaign="byfesten")
    await running.join(campaign="finnes-ikke")
    await running.everything_projected()
    (campaign,) = (await running.client.get("/api/membership/staff/campaigns", headers=staff_headers())).json()
    assert (campaign["sign_ups"], campaign["joined"], campaign["link"]) == (2, 1, "http://panel.test/k/byfesten")
    joined = [r.event for r in await running.events(MemberJoined)]
    assert [j.campaign for j in joined if isinstance(j, MemberJoined)] == ["byfesten", None]


async def test_a_campaign_form_says_what_is_wrong(running: Running) -> None:
    await running.client.post("/staff/panel/campaigns", data=CAMPAIGN, headers=staff_headers())
    for change, said in (
        ({"slug": "Byfesten"}, "Bruk 2–40 små bokstaver"),
        ({"message": "Noe annet"}, "En annen kampanje har allerede denne korte adressen"),
        ({"channel": "radio"}, "Velg kanalen"),
        ({"starts_on": "i går"}, "Skriv startdagen"),
        ({"ends_on": "2025-01-01", "slug": "ny"}, "Kampanjen kan ikke slutte før den begynner"),
    ):
        response = await running.client.post("/staff/panel/campaigns", data={**CAMPAIGN, **change}, headers=staff_headers())
        assert response.status_code == 422
        assert said in words(response.text)
    assert len(await running.events(CampaignCreated)) == 1


async def test_only_those_who_may_write_make_campaigns(running: Running) -> None:
    reader = staff_headers("panel:read")
    assert (await running.client.post("/staff/panel/campaigns", data=CAMPAIGN, headers=reader)).status_code == 403
    assert "Ny kampanje" not in (await running.client.get("/staff/panel/campaigns", headers=reader)).text


async def test_a_new_campaign_is_shown_with_its_link_at_once(running: Running) -> None:
    made = await make(running)
    assert made.headers["location"] == "/staff/panel/campaigns/byfesten?done=made"
    page = await look(running, made.headers["location"])
    assert "Kampanjen er laget" in page
    assert "http://panel.test/k/byfesten" in page
    assert "Ingen har åpnet lenken ennå" in page


async def test_a_campaigns_page_shows_who_joined_and_small_groups_are_not_counted_out(running: Running) -> None:
    await make(running)
    for _ in range(10):
        await running.join(campaign="byfesten")
    await running.join(campaign="byfesten", gender="man", area="fornebu")
    await running.everything_projected()
    page = await look(running)
    assert "40–49 år 10 1–9 0 0" in page
    assert "Fornebu 1–9" in page
    assert "Bekreftet og ble medlem 11" in page
    assert "Ingen har vært med i et år ennå" in page


async def test_other_modules_can_ask_what_campaigns_yield(running: Running) -> None:
    await make(running)
    await make(running, slug="plakaten")
    gone = await running.join(campaign="byfesten", email="ut@nordmann.test")
    await running.sign_up(campaign="byfesten")
    await running.client.post("/staff/panel/forget", data={"email": "ut@nordmann.test"}, headers=staff_headers())
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        by_slug = {given.slug: given for given in await recruitment.yields(connection)}
    given = by_slug["byfesten"]
    assert (given.sign_ups, given.joined, given.hours, given.visits) == (2, 1, None, 0), gone
    assert given.joined_by_group == {("40-49", "woman"): 1}
    assert by_slug["plakaten"].joined_by_group == {}


async def test_who_stayed_is_told_of_those_who_joined_a_year_ago(running: Running) -> None:
    await make(running)
    for name in ("a", "b", "c"):
        await running.join(campaign="byfesten", email=f"{name}@nordmann.test")
    await running.client.post("/staff/panel/forget", data={"email": "a@nordmann.test"}, headers=staff_headers())
    await running.everything_projected()
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("update panel set joined_at = joined_at - interval '366 days'")
        await connection.exec_driver_sql("update campaign_days set day = day - 366")
    assert "67 % er med fortsatt etter et år 2 av 3 som ble med for minst et år siden" in (await look(running)).replace(
        "\u00a0", " "
    )


async def test_neighbours_are_counted_like_other_campaigns_without_anybody_making_one(running: Running) -> None:
    assert "Anbefal panelet til en nabo" in await look(running, "/staff/panel/campaigns/nabo")
    await running.join(campaign="nabo")
    await running.join(campaign="nabo")
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        (given,) = await recruitment.yields(connection)
    assert (given.slug, given.channel, given.sign_ups, given.joined) == ("nabo", "neighbour", 2, 2)
    assert await running.events(CampaignCreated) == []
    assert "Endre kampanjen" not in await look(running, "/staff/panel/campaigns/nabo")


async def test_effort_is_written_down_added_up_and_sent_twice_counts_once(running: Running) -> None:
    await make(running)
    form = {"entry_id": str(uuid4()), "hours": "1,5", "kroner": "1 000"}
    for sent in (form, form, {**form, "entry_id": str(uuid4()), "hours": "−0,25", "kroner": ""}):
        answer = await running.client.post("/staff/panel/campaigns/byfesten/effort", data=sent, headers=staff_headers())
        assert answer.headers["location"] == "/staff/panel/campaigns/byfesten?done=effort"
    assert len(await running.events(EffortRecorded)) == 2
    async with running.parts.engine.connect() as connection:
        (campaign,) = await recruitment.all_campaigns(connection)
    assert (str(campaign.hours), campaign.kroner) == ("1.25", 1000)


@pytest.mark.parametrize("hours", ["mye", "NaN", "1e999999", "1e999999999999", "0e9999999", "0,1", "", "-5", "٣²"])
async def test_effort_that_cannot_be_read_is_said_so(running: Running, hours: str) -> None:
    await make(running)
    form = {"entry_id": str(uuid4()), "hours": hours}
    answer = await running.client.post("/staff/panel/campaigns/byfesten/effort", data=form, headers=staff_headers())
    assert answer.status_code == 422
    assert 'href="#hours"' in answer.text


async def test_kroner_of_a_million_digits_are_never_written_out(running: Running) -> None:
    await make(running)
    form = {"entry_id": str(uuid4()), "hours": "1", "kroner": "1e3"}
    answer = await running.client.post("/staff/panel/campaigns/byfesten/effort", data=form, headers=staff_headers())
    assert answer.status_code == 422


async def test_what_a_campaign_says_can_be_changed(running: Running) -> None:
    await make(running)
    form = {"message": "Møt oss på torget", "starts_on": "2026-02-01", "ends_on": "2026-03-01"}
    answer = await running.client.post("/staff/panel/campaigns/byfesten", data=form, headers=staff_headers())
    assert answer.status_code == 303
    assert "Møt oss på torget" in await look(running)
    wrong = await running.client.post(
        "/staff/panel/campaigns/byfesten", data={**form, "ends_on": "2026-01-01"}, headers=staff_headers()
    )
    assert wrong.status_code == 422
    assert "Kampanjen kan ikke slutte før den begynner" in words(wrong.text)
    assert len(await running.events(CampaignChanged)) == 1


@pytest.mark.parametrize("slug", ["finnes-ikke", "%00", "a%00b", "æ", "x" * 61])
async def test_a_campaign_that_is_not_there_is_not_found(running: Running, slug: str) -> None:
    form = {"message": "Hei", "starts_on": "2026-02-01", "entry_id": str(uuid4()), "hours": "1"}
    for answer in (
        await running.client.get(f"/staff/panel/campaigns/{slug}", headers=staff_headers()),
        await running.client.post(f"/staff/panel/campaigns/{slug}", data=form, headers=staff_headers()),
        await running.client.post(f"/staff/panel/campaigns/{slug}/effort", data=form, headers=staff_headers()),
    ):
        assert answer.status_code in {404, 422}, answer.text
    assert await running.events() == []


async def test_a_thousand_campaigns_come_fifty_at_a_time(running: Running) -> None:
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql(
            "insert into campaigns (slug, channel, message, starts_on, position) select 'k' || n, 'other', 'Kampanje ' || n, "
            "date '2026-01-01' + n / 3, n from generate_series(1, 1000) n"
        )
    seen: list[str] = []
    path: str | None = "/staff/panel/campaigns"
    while path:
        html = (await running.client.get(path, headers=staff_headers())).text
        rows = [line.split("/k/")[1].split("<")[0] for line in html.splitlines() if '<tr><th scope="row">' in line]
        assert len(rows) <= 50
        seen += rows
        following = html.split('" rel="next"')[0].rsplit('href="', 1)[1] if 'rel="next"' in html else None
        path = following
    assert seen == [f"k{n}" for n in range(1000, 0, -1)]

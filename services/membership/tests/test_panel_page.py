import pytest

from eventlog import Append
from eventlog.projections import project_next
from membership import panel
from membership.events import BackgroundChange, MemberBackgroundChanged, MemberForgotten, MemberJoined, PopulationReplaced
from membership.mirroring.movements import Cell, cells, months
from membership.mirroring.population import POPULATION
from membership.over_time.birthdays import grow_older
from membership.pages.population import PATH
from ui.formats import HERE

from .conftest import Running, staff_headers, words

AREAS = b"area,persons\nsandvika,9000\nfornebu,1000\n"
FORM = {"dated": "2026-01-01", "source": "Eksempeltall"}


async def shown(running: Running, path: str = "/staff/panel") -> str:
    return words((await running.client.get(path, headers=staff_headers(), params={"lang": "nb"})).text)


async def upload(running: Running, content: bytes, **changes: str) -> str:
    response = await running.client.post(
        PATH, files={"file": ("tall.csv", content)}, data={**FORM, **changes}, headers=staff_headers()
    )
    assert response.status_code == (200 if "Ingenting er tatt i bruk ennå" in response.text else 422), response.text
    return words(response.text)


async def use(running: Running, table: str, **changes: str) -> int:
    data = {**FORM, "table": table, **changes}
    return (await running.client.post(f"{PATH}/use", data=data, headers=staff_headers())).status_code


async def test_an_empty_panel_and_a_small_one_say_what_to_do(running: Running) -> None:
    assert "Ingen er med ennå" in await shown(running)
    await running.join()
    await running.everything_projected()
    assert "Panelet er for lite" in await shown(running)


async def test_the_panel_stands_beside_the_population(running: Running) -> None:
    for _ in range(20):
        await running.join()
    await running.everything_projected()
    page = await shown(running)
    assert "20 medlemmer" in page
    assert "9 % likt befolkningen" in page
    assert "Kvinner 40–49 år 20 100,0 % 8,6 % 91,4 0–4 Flere enn ved loddtrekning" in page
    assert "Rekrutter bredt" in page
    assert "Kilde: SSB, tabell 07459 (NLOD 2.0), 1. januar 2026." in page
    assert "9 % likt befolkningen" in await shown(running, "/staff/")


async def test_a_small_group_cannot_be_worked_out(running: Running) -> None:
    """Eleven in all: one man could be told from ten women, so neither is."""
    for _ in range(10):
        await running.join()
    await running.join(gender="man", area="fornebu")
    await running.everything_projected()
    page = await shown(running)
    assert "Kvinner 40–49 år skjult" in page
    assert "Menn 40–49 år skjult" in page
    assert "Fornebu skjult" in page
    answer = (await running.client.get("/api/membership/staff/panel", headers=staff_headers())).json()
    assert (answer["members"], answer["areas"]["fornebu"], answer["areas"]["sandvika"]) == (11, None, None)
    assert {group["members"] for group in answer["groups"]} == {None, 0}


async def test_a_program_is_given_the_figures_of_the_page(running: Running) -> None:
    for _ in range(20):
        await running.join()
    await running.everything_projected()
    answer = (await running.client.get("/api/membership/staff/composition", headers=staff_headers())).json()
    assert answer["population"] == {"source": "SSB, tabell 07459 (NLOD 2.0)", "dated": "2026-01-01", "persons": 109_415}
    group = next(g for g in answer["groups"] if (g["age_band"], g["gender"]) == ("40-49", "woman"))
    assert (group["members"], group["by_lot_high"], group["verdict"]) == (20, 4, "more")
    assert answer["mirror"]["overlap"] == round(9_369 / 109_415, 4)
    assert all(gain["more"] == 10 for gain in answer["recruit_next"])
    assert [(month["joined"], month["left"], month["total"]) for month in answer["months"]] == [(20, 0, 20)]


async def test_figures_are_looked_at_and_then_taken_into_use(running: Running) -> None:
    for _ in range(20):
        await running.join()
    await running.everything_projected()
    assert "Det følger ingen offisielle tall for områdene med" in await shown(running)
    looked = await upload(running, AREAS)
    assert "10 000 innbyggere" in looked
    assert "Sandvika 9 000 90,0 %" in looked
    assert await running.events(PopulationReplaced) == []
    assert await use(running, AREAS.decode()) == 303
    assert await use(running, AREAS.decode()) == 303
    (replaced,) = await running.events(PopulationReplaced)
    assert replaced.stream_id == POPULATION
    page = await shown(running)
    assert "Sandvika 20 100,0 % 90,0 % 10,0 15–20 Som ved loddtrekning" in page
    assert "Kilde: Eksempeltall, 1. januar 2026." in page
    assert "Kilde: SSB, tabell 07459" in page


async def test_one_can_go_back_to_what_was(running: Running) -> None:
    own = "gender,age_band,persons\nwoman,40-49,10\nman,40-49,30\n"
    assert await use(running, own) == 303
    assert "Eksempeltall, 1. januar 2026: 40 innbyggere" in await shown(running, PATH)
    back = await running.client.post(f"{PATH}/back", data={"to": "2024-01-01"}, headers=staff_headers())
    assert back.headers["location"] == f"{PATH}?done=1"
    assert "SSB, tabell 07459 (NLOD 2.0), 1. januar 2024: 106 750 innbyggere" in await shown(running, PATH)
    first = (await running.events(PopulationReplaced))[0].position
    await running.client.post(f"{PATH}/back", data={"to": f"{first}"}, headers=staff_headers())
    assert "Eksempeltall, 1. januar 2026: 40 innbyggere" in await shown(running, PATH)
    unknown = await running.client.post(f"{PATH}/back", data={"to": "x"}, headers=staff_headers())
    assert unknown.status_code == 404


async def test_what_is_wrong_with_a_file_is_told_row_by_row(running: Running) -> None:
    said = await upload(running, b'area,persons\noslo,1\n<b>"x"</b>,2\nfornebu,=1+1\n')
    assert "3 feil i filen" in said
    assert "2 «oslo» er ikke et av områdene" in said
    assert "4 «=1+1» er ikke et helt antall personer" in said
    assert "&lt;b&gt;" in said
    for content, changes, reason in (
        (b"\x00\xff\xfe", {}, "Filen er ikke ren tekst"),
        (AREAS, {"dated": "i fjor"}, "Datoen må være en dag som har vært"),
        (AREAS, {"dated": "2999-01-01"}, "Datoen må være en dag som har vært"),
        (AREAS, {"source": ""}, "Skriv hvor tallene kommer fra"),
        (b"area,persons\nfornebu,1\n", {}, "Tabellen må ha minst to grupper"),
    ):
        assert reason in await upload(running, content, **changes)
    nothing = await running.client.post(PATH, data=FORM, headers=staff_headers())
    assert (nothing.status_code, "Velg en fil" in nothing.text) == (422, True)
    assert await running.events(PopulationReplaced) == []


async def test_hostile_requests_change_nothing(running: Running) -> None:
    large = await running.client.post(PATH, content=b"x" * 1_100_000, headers={**staff_headers(), "content-type": "text/csv"})
    told = {**staff_headers(), "content-length": "104857600"}
    assert (large.status_code, (await running.client.post(PATH, content=b"x", headers=told)).status_code) == (413, 413)
    many = "".join(f"x{n},1\n" for n in range(9_900))
    assert "Og 8 900 til" in await upload(running, b"area,persons\n" + many.encode())
    assert await use(running, "area,persons\noslo,1\n") == 422
    assert await use(running, AREAS.decode(), dated="x") == 422
    assert await use(running, AREAS.decode(), source="\x00") == 422
    assert await running.events(PopulationReplaced) == []


async def test_only_those_who_may_write_replace_figures(running: Running) -> None:
    reader = staff_headers("panel:read")
    assert "Last opp andre tall" not in (await running.client.get(PATH, headers=reader)).text
    for path in (PATH, f"{PATH}/use", f"{PATH}/back"):
        assert (await running.client.post(path, data={}, headers=reader)).status_code == 403


async def test_movements_are_counted_by_month_and_the_same_when_filled_again(running: Running) -> None:
    _, moved, gone = [await running.join() for _ in range(3)]
    background = next(r.event.background for r in await running.events(MemberJoined) if isinstance(r.event, MemberJoined))
    now = (await running.events())[-1].recorded_at
    await grow_older(running.parts, now)  # so that this year nobody looks at their ages again
    other = type(background)("50-59", "woman", "fornebu", background.interests, "nb")
    for stream, event in (
        (moved, MemberBackgroundChanged(other, BackgroundChange.birthday, now)),
        (gone, MemberForgotten(now, None)),
    ):
        await running.parts.log.append(Append(stream, 2, [event]))
    await running.everything_projected()
    expected = {Cell("40-49", "woman", "sandvika"): 1, Cell("50-59", "woman", "fornebu"): 1}
    for _ in range(2):
        async with running.parts.engine.connect() as connection:
            assert {cell: n for cell, n in (await cells(connection)).items() if n} == expected
            (month,) = await months(connection, now.astimezone(HERE).date())
        assert (month.joined, month.departed, month.total) == (3, 1, 2)
        assert {group: n for group, n in month.members.items() if n} == {("40-49", "woman"): 1, ("50-59", "woman"): 1}
        async with running.parts.engine.begin() as connection:
            await connection.exec_driver_sql("truncate panel, panel_movements")
            await connection.exec_driver_sql("delete from checkpoints where projection = 'panel'")
        while await project_next(running.parts.log, running.parts.engine, [panel.projection]):
            pass


@pytest.mark.parametrize("path", [PATH, "/api/membership/staff/composition"])
async def test_the_figures_are_for_staff_alone(running: Running, path: str) -> None:
    assert (await running.client.get(path)).status_code == 401
    assert (await running.client.get(path, headers=staff_headers("results:read"))).status_code == 403

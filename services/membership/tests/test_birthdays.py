from datetime import UTC, datetime

import pytest

from membership.events import MemberBackgroundChanged
from membership.over_time import birthdays
from membership.over_time.birthdays import grow_older

from .conftest import Running

NEW_YEAR = datetime(2034, 1, 1, 12, tzinfo=UTC)  # who was born in 1984 turns 50 this year


async def bands(running: Running) -> list[str]:
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        rows = await connection.exec_driver_sql("select age_band from panel order by age_band")
        return [row[0] for row in rows]


async def test_in_a_new_year_the_band_follows_the_year_of_birth(running: Running) -> None:
    kari = await running.join(birth_year="1984")
    await running.join(birth_year="1986")
    await running.everything_projected()
    assert await grow_older(running.parts, NEW_YEAR) == 1
    assert [r.stream_id for r in await running.events(MemberBackgroundChanged)] == [kari]
    assert await bands(running) == ["40-49", "50-59"]


async def test_it_happens_once_a_year(running: Running) -> None:
    await running.join(birth_year="1984")
    await running.everything_projected()
    assert await grow_older(running.parts, datetime(2033, 12, 31, 12, tzinfo=UTC)) == 0
    assert await grow_older(running.parts, NEW_YEAR) == 1
    assert await grow_older(running.parts, NEW_YEAR) == 0
    assert await grow_older(running.parts, datetime(2035, 1, 1, 12, tzinfo=UTC)) == 0


async def test_one_who_left_grows_no_older(running: Running) -> None:
    kari = await running.join(birth_year="1984")
    await running.everything_projected()
    await running.parts.destroy_keys([kari])
    assert await grow_older(running.parts, NEW_YEAR) == 0


async def test_interrupted_it_goes_on_where_it_was(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(birthdays, "AT_ONCE", 2)
    for _ in range(5):
        await running.join(birth_year="1984")
    await running.everything_projected()
    begun = 0

    async def machine_stops(*_: object) -> int:
        nonlocal begun
        begun += 1
        if begun == 2:
            raise OSError
        return await grow(*_)  # type: ignore[arg-type]

    grow = birthdays._grow
    monkeypatch.setattr(birthdays, "_grow", machine_stops)
    with pytest.raises(OSError):  # noqa: PT011 - it is ours
        await grow_older(running.parts, NEW_YEAR)
    monkeypatch.setattr(birthdays, "_grow", grow)
    assert await grow_older(running.parts, NEW_YEAR) == 3
    assert await bands(running) == ["50-59"] * 5

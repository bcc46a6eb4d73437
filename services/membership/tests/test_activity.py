"""Of those nothing else was heard from, surveys is asked once a day who answered; of the others never."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from faststream.nats import NatsBroker
from sqlalchemy import text

from membership.campaigns import neighbours
from membership.campaigns.neighbours import Neighbours, NoAnswer
from membership.over_time.activity import end_of, learn

from .conftest import Running

LATER = datetime.now(UTC) + timedelta(days=731)


async def known(running: Running) -> dict[UUID, date | None]:
    async with running.parts.engine.connect() as connection:
        return {row.member_id: row.last_on for row in await connection.execute(text("select * from activity"))}


async def test_each_is_asked_about_once_a_day_and_only_when_they_seem_asleep(running: Running, own_nats: Any) -> None:
    answers, silent = await running.join(), await running.join()
    asked: list[int] = []

    async def took_part(question: dict[str, list[str]]) -> dict[str, dict[str, str]]:
        asked.append(len(question["member_ids"]))
        return {"months": {str(answers): f"{LATER - timedelta(days=60):%Y-%m}"}}

    broker = NatsBroker(own_nats.url, logger=None)
    broker.subscriber("rpc.surveys.took_part")(took_part)
    await broker.start()
    parts = dataclasses.replace(running.parts, neighbours=Neighbours(own_nats.url))
    await running.everything_projected()
    assert await learn(parts, datetime.now(UTC)) == 0
    assert await learn(parts, LATER) == 2
    assert await learn(parts, LATER) == 0
    assert await learn(parts, LATER + timedelta(days=1)) == 1  # of the one who answered it is known
    assert asked == [2, 1]
    told = await known(running)
    assert told[silent] is None
    assert told[answers] == end_of(f"{LATER - timedelta(days=60):%Y-%m}", LATER.date())
    await parts.neighbours.close()
    await broker.stop()


async def test_who_is_no_member_any_more_is_forgotten_though_nobody_answers(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "PATIENCE", 0.3)
    stays = await running.join()
    await running.everything_projected()
    async with running.parts.engine.begin() as connection:
        for member_id in (stays, UUID(int=1)):
            await connection.execute(text("insert into activity values (:id, null, current_date)"), {"id": member_id})
    assert await learn(running.parts, datetime.now(UTC)) == 0
    assert list(await known(running)) == [stays]


async def test_without_an_answer_nothing_is_noted(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "PATIENCE", 0.3)
    await running.join()
    await running.everything_projected()
    with pytest.raises(NoAnswer):
        await learn(running.parts, LATER)
    assert await known(running) == {}


def test_a_month_counts_to_its_last_day_but_not_beyond_today() -> None:
    assert end_of("2019-12", date(2020, 3, 1)) == date(2019, 12, 31)
    assert end_of("2020-02", date(2020, 3, 1)) == date(2020, 2, 29)
    assert end_of("2020-03", date(2020, 3, 7)) == date(2020, 3, 7)

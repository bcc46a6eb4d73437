"""The promise under fire, at the size CI can bear. The longer runs are `make faults`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from local.acting import client
from local.stack import Stack
from tests.faults.broker import go_without, lose_the_store
from tests.faults.run import ANSWERS, EVERY, KILLS, LINKS, MEMBERS, RATE
from tests.faults.storm import Town, storm


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    with Stack(Path(tmp_path_factory.mktemp("faults")) / "run") as stack:
        async with client(stack.endpoints) as http:
            town = Town(stack, http)
            await town.office.sign_in()
            await town.recruit(MEMBERS)
            yield town


async def test_a_wiped_broker_store_is_filled_again_and_all_events_reach_analytics(town: Town) -> None:
    ledger, seconds = await lose_the_store(town, before=100, after=200)
    assert ledger.is_clean, ledger.lines()
    assert len(ledger.acknowledged) == ledger.counted == 300
    assert seconds <= 60


async def test_with_the_broker_away_for_a_whole_survey_everybody_is_heard(town: Town) -> None:
    """Sign-ups and answers are accepted without it; what follows from them comes after."""
    ledger, _ = await go_without(town, joining=20)
    assert ledger.is_clean, ledger.lines()
    assert len(ledger.acknowledged) == MEMBERS


async def test_no_acknowledged_answer_is_lost_or_counted_twice_whatever_is_killed(town: Town) -> None:
    while len(town.links) < LINKS:
        await town.invite()
    ledger = await storm(town, kills=KILLS, answers=ANSWERS, every=EVERY, rate=RATE)
    print("\n".join(ledger.lines()))
    assert ledger.is_clean, ledger.lines()
    assert ledger.kills.total() >= 30
    assert len(ledger.acknowledged) >= 2_000

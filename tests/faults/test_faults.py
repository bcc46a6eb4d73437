"""The promise under fire, at the size CI can bear. The longer runs are `make faults`."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from local.acting import client
from local.stack import Stack
from tests.faults.ledger import Ledger
from tests.faults.run import ANSWERS, EVERY, KILLS, LINKS, MEMBERS, RATE
from tests.faults.storm import Town, answer_all, drain, storm, until


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    with Stack(Path(tmp_path_factory.mktemp("faults")) / "run") as stack:
        async with client(stack.endpoints) as http:
            town = Town(stack, http)
            await town.office.sign_in()
            await town.recruit(MEMBERS)
            yield town


async def test_a_wiped_broker_store_is_filled_again_and_all_events_reach_analytics(town: Town) -> None:
    await town.invite()
    ledger = Ledger()
    links, town.links = town.links[100:], town.links[:100]
    await answer_all(town, ledger, 200, lambda: False)
    await asyncio.to_thread(town.stack.wipe_jetstream)
    town.links = links[:200]
    await answer_all(town, ledger, 200, lambda: False)
    await drain(town, ledger, 60)
    assert len(ledger.acknowledged) == 300
    assert ledger.counted == 300
    assert ledger.is_clean, ledger.lines()


async def test_with_the_broker_away_for_a_whole_survey_everybody_is_heard(town: Town) -> None:
    """Sign-ups, publication, invitations and answers are accepted without it; what follows from them comes after."""
    survey_id = await town.invite()
    before = await town.completed()
    await asyncio.to_thread(town.stack.stop, "nats")
    ledger = Ledger()
    answers = len(town.links)
    await answer_all(town, ledger, 200, lambda: False)
    assert len(ledger.acknowledged) == answers
    joined = 20
    await town.sign_up(joined)
    assert (await town.office.counts(survey_id))["completed"] == 0
    await asyncio.to_thread(town.stack.start, "nats")
    await town.confirm_all(joined)
    await until(town.completed, before + answers)
    await drain(town, ledger, 60)
    assert ledger.is_clean, ledger.lines()


async def test_no_acknowledged_answer_is_lost_or_counted_twice_whatever_is_killed(town: Town) -> None:
    while len(town.links) < LINKS:
        await town.invite()
    ledger = await storm(town, kills=KILLS, answers=ANSWERS, every=EVERY, rate=RATE)
    print("\n".join(ledger.lines()))
    assert ledger.is_clean, ledger.lines()
    assert ledger.kills.total() >= 30
    assert len(ledger.acknowledged) >= 2_000

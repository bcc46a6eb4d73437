"""The broker's two worst days: its store is lost while the house runs, and it is away for the whole of a survey."""

import asyncio
import time

from tests.faults.ledger import Ledger
from tests.faults.storm import Town, answer_all, drain, until

AT_A_RATE = 200.0


async def lose_the_store(town: Town, before: int, after: int) -> tuple[Ledger, float]:
    """Answers before and after the loss; seconds from the loss until analytics has them all."""
    await town.invite()
    ledger = Ledger()
    rest, town.links = town.links[before:], town.links[:before]
    await answer_all(town, ledger, AT_A_RATE, lambda: False)
    await asyncio.to_thread(town.stack.wipe_jetstream)
    lost = time.monotonic()
    town.links = rest[:after]
    await answer_all(town, ledger, AT_A_RATE, lambda: False)
    await drain(town, ledger, 60)
    return ledger, time.monotonic() - lost


async def go_without(town: Town, joining: int) -> tuple[Ledger, float]:
    """Everybody answers and some join while the broker is away; seconds from its return until all is counted."""
    survey_id = await town.invite()
    before = await town.completed()
    await asyncio.to_thread(town.stack.stop, "nats")
    ledger = Ledger()
    await answer_all(town, ledger, AT_A_RATE, lambda: False)
    await town.sign_up(joining)
    assert (await town.office.counts(survey_id))["completed"] == 0
    await asyncio.to_thread(town.stack.start, "nats")
    back = time.monotonic()
    await town.confirm_all(joining)
    await until(town.completed, before + len(ledger.acknowledged))
    caught_up = time.monotonic() - back
    await drain(town, ledger, 60)
    return ledger, caught_up

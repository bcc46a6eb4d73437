"""`make faults`: people answer while every process is killed at random; prints the ledger. `MINUTES=60` makes it a soak.

Exits with 1 when an acknowledged answer is lost, one is counted twice, or a client failed after ten seconds of trying again.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from local.acting import client
from local.stack import Stack
from tests.faults.broker import go_without, lose_the_store
from tests.faults.ledger import Ledger
from tests.faults.storm import Town, storm

CHECKOUT = Path(__file__).resolve().parents[2]
MEMBERS = 450
KILLS = 32
ANSWERS = 2_000
LINKS = 2_700  # a few more, for answers that come while the last are killed
EVERY = (0.8, 2.2)
RATE = 45.0


async def run(stack: Stack, minutes: float) -> Ledger:
    """The CI size once, or storm after storm for so many minutes, all on one stack."""
    whole = Ledger()
    async with client(stack.endpoints) as http:
        town = Town(stack, http)
        await town.office.sign_in()
        await town.recruit(MEMBERS)
        await bad_days(town)
        ends = time.monotonic() + minutes * 60
        while True:
            while len(town.links) < LINKS:
                await town.invite()
            add(whole, await storm(town, kills=KILLS, answers=ANSWERS, every=EVERY, rate=RATE))
            if time.monotonic() > ends or not whole.is_clean:
                return whole
            print("\n".join(whole.lines()), end="\n\n", flush=True)


async def bad_days(town: Town) -> None:
    ledger, seconds = await lose_the_store(town, before=100, after=200)
    told(f"broker's store lost: {ledger.counted} of {ledger.stored} answers shown after", seconds, "(goal <= 60)")
    ledger, seconds = await go_without(town, joining=20)
    answers = f"{len(ledger.acknowledged)} of {MEMBERS} answers, 20 of 20 sign-ups"
    told(f"broker away for a whole survey: {answers} accepted; counted after", seconds)


def told(what: str, seconds: float, goal: str = "") -> None:
    print(f"{what} {seconds:.1f} s {goal}", flush=True)


def add(whole: Ledger, part: Ledger) -> None:
    """The last settling is of all that the stack holds, so it replaces the one before."""
    whole.acknowledged |= part.acknowledged
    whole.gave_up |= part.gave_up
    whole.waits += part.waits
    whole.kills += part.kills
    whole.lost += part.lost
    whole.doubled, whole.counted, whole.stored = part.doubled, part.counted, part.stored


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=0.0)
    minutes = parser.parse_args().minutes
    (CHECKOUT / ".run").mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="faults-", dir=CHECKOUT / ".run") as folder, Stack(Path(folder) / "run") as stack:
        ledger = asyncio.run(run(stack, minutes))
    print("\n".join(ledger.lines()))
    return 0 if ledger.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

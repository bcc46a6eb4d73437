"""Carries out what is ordered: one at a time, in a process of its own (`program.py`). Killed, it is taken up again."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.rehearsal import kept, program
from surveys.rehearsal.kept import Taken
from surveys.rehearsal.outcome import Outcome
from surveys.rehearsal.program import Task

EVERY = 0.5
PATIENCE = 180.0
LONGEST_LINE = 64 * 1024 * 1024


async def rehearse_for_ever(engine: AsyncEngine) -> None:
    while True:
        async with engine.begin() as connection:
            taken = await kept.take(connection, datetime.now(UTC))
        if taken is None:
            await asyncio.sleep(EVERY)
        else:
            await carry_out(engine, taken)


async def carry_out(engine: AsyncEngine, taken: Taken) -> None:
    outcome: Outcome | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            async with aclosing(apart(taken.task)) as lines:
                async for said in lines:
                    if isinstance(said, Outcome):
                        outcome = said
                    else:
                        await _walked(engine, taken, said)
    except TimeoutError:
        pass
    async with engine.begin() as connection:
        await kept.done(connection, taken, outcome)
    structlog.get_logger("surveys.rehearsal").info("rehearsed", found=outcome is not None)


async def _walked(engine: AsyncEngine, taken: Taken, people: int) -> None:
    async with engine.begin() as connection:
        await kept.walked(connection, taken, people, datetime.now(UTC))


async def apart(task: Task) -> AsyncGenerator[int | Outcome, None]:
    """What the program says, line by line. It is ended when nobody listens any more."""
    pipe = asyncio.subprocess.PIPE
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", program.__name__, stdin=pipe, stdout=pipe, stderr=quiet, env={}, limit=LONGEST_LINE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    over = False
    try:
        process.stdin.write(msgspec.json.encode(task))
        process.stdin.close()
        async for line in process.stdout:
            if not line.endswith(b"\n"):
                break  # the program was killed in the middle of a line
            yield msgspec.json.decode(line, type=int | Outcome)
        over = True
    finally:
        if not over:
            process.kill()
        await process.wait()

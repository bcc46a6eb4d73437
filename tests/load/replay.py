"""Every read model of membership is dropped and filled anew from a panel's whole life: is it the same, and how fast?

make replay             at least 50,000 facts, with erased members among them
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from eventlog import EventLog, Hearing, Projection
from local.stack import Stack
from membership.events import EVENTS
from membership.main import PROJECTIONS
from membership.published import announce
from membership.rebuild import TABLES, drop, project_all
from runtime.migrate import upgrade
from tests.load.panel_life import Panel, fill
from tests.load.servers import bench_database

PEOPLE = 14_000
FACTS = 50_000
RATE = 20_000
ROUNDS = 3
ROWS = "select count(*), coalesce(md5(string_agg(row::text, '' order by row::text)), '') from {table} as row"


@dataclass(frozen=True)
class Replay:
    panel: Panel
    same: bool
    rows: int
    rates: Sequence[float]


async def replay(database_url: str, keyring_url: str, people: int, rounds: int = ROUNDS) -> Replay:
    """`database_url`: a database with membership's migrations and no facts."""
    panel = await fill(database_url, keyring_url, bytes(32), people)
    engine = create_async_engine(database_url.replace("postgresql:", "postgresql+asyncpg:"))
    log = EventLog(database_url, engine, EVENTS, announce, name="replay")
    try:
        await project_all(log, engine, PROJECTIONS)
        before = await hashes(engine, PROJECTIONS)
        rates, same = [], True
        for _ in range(rounds):
            await drop(engine, PROJECTIONS)
            began = time.perf_counter()
            facts = await project_all(log, engine, PROJECTIONS)
            rates.append(facts / (time.perf_counter() - began))
            same = same and await hashes(engine, PROJECTIONS) == before and facts == panel.facts
        return Replay(panel, same, sum(rows for rows, _ in before.values()), rates)
    finally:
        await engine.dispose()


async def hashes(engine: AsyncEngine, readers: Sequence[Projection | Hearing]) -> Mapping[str, tuple[int, str]]:
    """Of each table how many rows, and a hash over all of them."""
    found = {}
    async with engine.connect() as connection:
        for table in [table for reader in readers for table in TABLES[reader.name]]:
            count, rows = (await connection.execute(text(ROWS.format(table=table)))).one()
            found[table] = (count, rows)
    return found


async def each_alone(database_url: str) -> Mapping[str, float]:
    """What each projection costs by itself: seconds for the whole log."""
    engine = create_async_engine(database_url.replace("postgresql:", "postgresql+asyncpg:"))
    log = EventLog(database_url, engine, EVENTS, announce, name="replay")
    took = {}
    try:
        for projection in PROJECTIONS:
            await drop(engine, (projection,))
            began = time.perf_counter()
            await project_all(log, engine, (projection,))
            took[projection.name] = time.perf_counter() - began
    finally:
        await engine.dispose()
    return took


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="samrad-replay-") as folder, Stack(Path(folder) / "run") as stack:
        database_url, keyring_url = [await bench_database(stack, name) for name in ("replay", "replay_keyring")]
        await upgrade("membership", database_url)
        found = await replay(database_url, keyring_url, PEOPLE)
        alone = await each_alone(database_url)
    panel = found.panel
    print(f"{panel.facts:,} facts: {panel.members:,} members, {panel.erased:,} erased; {found.rows:,} rows in the read models")
    print(f"all dropped and filled again: {'the same, row for row' if found.same else 'NOT THE SAME'}")
    print("facts a second over all projections together: " + ", ".join(f"{rate:,.0f}" for rate in found.rates))
    print("seconds of each alone: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in alone.items()))
    assert found.same
    assert panel.facts >= FACTS
    assert max(found.rates) >= RATE


if __name__ == "__main__":
    asyncio.run(main())

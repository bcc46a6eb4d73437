"""`make bench`: every promised figure of speed and size, measured in one run beside its limits, on a stack of its own.

Prints one line per figure and writes `.run/bench.json`. The driver shares the machine with what it measures.
"""

import asyncio
import os
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvloop

from local.acting import CONFIRM_LINK, SURVEY_LINK, Mailbox, Office, client, confirm, consent_version, link_in, sign_up
from local.progress import Progress
from local.stack import Stack
from local.story import CAMPAIGNS, person
from tests.load import eventlog_bench, survey
from tests.load.bare import TABLE
from tests.load.figures import Figures
from tests.load.http import Connection
from tests.load.measure import Processes, Run, Series, closed_loop, open_loop
from tests.load.servers import bare_endpoint, bench_database, open_nats

CHECKOUT = Path(__file__).resolve().parents[2]
MEMBERS = int(os.environ.get("BENCH_MEMBERS", "1500"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
ROUNDS = 3
CONCURRENCY = (32, 64)
JOURNEYS_AT_ONCE = 32
INSERT = "insert into bare (id, data) values ($1, $2)"


class Bench:
    def __init__(self, stack: Stack, office: Office, mailbox: Mailbox, figures: Figures) -> None:
        self.stack = stack
        self.office = office
        self.mailbox = mailbox
        self.figures = figures
        self.processes = Processes(stack.endpoints["processes"]["supervisor"]["pid"])
        self.chance = random.Random(2026)
        self.links: list[tuple[UUID, str]] = []
        self.surveys = 0

    async def stock_up(self, wanted: int) -> None:
        """Publish surveys and invite all members until so many unused links are at hand."""
        while len(self.links) < wanted:
            self.surveys += 1
            survey_id = await self.office.publish_survey(survey.definition(self.surveys))
            for _ in range(200):
                if await self.office.reach(survey_id) == MEMBERS:
                    break
                await asyncio.sleep(0.05)
            issued = await self.office.dispatch(survey_id)
            with Progress(f"Inviting to survey {self.surveys}", issued) as progress:
                came = 0
                while came < issued:
                    tokens = [t for mail in await self.mailbox.fresh() if (t := link_in(mail, SURVEY_LINK))]
                    self.links += [(survey_id, token) for token in tokens]
                    came += len(tokens)
                    progress.at(came)
                    await asyncio.sleep(0.2)

    async def answering(self, at_once: int) -> Run:
        """Complete responses over the JSON API, each on a link of its own."""
        connections = [Connection(self.stack.endpoints["public"]) for _ in range(at_once)]

        async def one(connection: Connection) -> None:
            _, token = self.links.pop()
            answer = await connection.request("POST", f"/api/surveys/answer/{token}", survey.submission(self.chance))
            if answer.status != 201:
                raise RuntimeError(f"refused: {answer.status} {answer.body[:300]!r}")

        run = await closed_loop([lambda c=c: one(c) for c in connections], SECONDS)  # type: ignore[misc] # one act per connection
        for connection in connections:
            connection.close()
        return run

    async def journeys(self, at_once: int) -> tuple[Run, float]:
        """Whole journeys as a browser makes them: the link and three posted pages; with server CPU-seconds per journey."""
        connections = [Connection(self.stack.endpoints["public"]) for _ in range(at_once)]

        async def one(connection: Connection) -> None:
            _, token = self.links.pop()
            answers = [await connection.request("GET", f"/s/{token}")]
            for section, form in survey.pages(self.chance):
                path = f"/s/{token}/{section}"
                answers.append(await connection.request("POST", path, form, "application/x-www-form-urlencoded"))
            if [a.status for a in answers] != [200] * 4 or b"Svaret er registrert" not in answers[-1].body:
                raise RuntimeError(f"a journey failed: {[a.status for a in answers]} {answers[-1].body[:600]!r}")

        before = self.processes.cpu_seconds()
        run = await closed_loop([lambda c=c: one(c) for c in connections], SECONDS)  # type: ignore[misc] # one act per connection
        await asyncio.sleep(1.0)  # what follows a response (relay, counting) is part of its cost
        spent = self.processes.cpu_seconds() - before
        for connection in connections:
            connection.close()
        return run, spent / len(run.latencies)

    async def freshness(self, rate: float, seconds: float) -> list[float]:
        """Seconds from an accepted response until analytics shows it, at `rate` responses a second, of one survey."""
        survey_id = self.links[-1][0]
        mine = [token for known, token in self.links if known == survey_id][: int(rate * seconds)]
        gone, wanted = set(mine), len(mine)
        self.links = [(known, token) for known, token in self.links if token not in gone]
        before = (await self.office.counts(survey_id))["completed"]
        accepted: list[float] = []
        shown: list[tuple[float, int]] = []
        pool: list[Connection] = []

        async def one() -> None:
            connection = pool.pop() if pool else Connection(self.stack.endpoints["public"])
            answer = await connection.request("POST", f"/api/surveys/answer/{mine.pop()}", survey.submission(self.chance))
            accepted.append(time.perf_counter())
            pool.append(connection)
            if answer.status != 201:
                raise RuntimeError(f"refused: {answer.status}")

        async def look() -> None:
            while not shown or shown[-1][1] < wanted:
                completed = (await self.office.counts(survey_id))["completed"] - before
                shown.append((time.perf_counter(), completed))
                await asyncio.sleep(0.02)

        looking = asyncio.create_task(look())
        await open_loop(one, rate, wanted / rate)
        await asyncio.wait_for(looking, 30)
        accepted.sort()
        return [max(0.0, next(at for at, n in shown if n > k) - accepted[k]) for k in range(wanted)]


async def bare_inserts(url: str, at_once: int, chance: random.Random) -> Run:
    """The same payload, inserted durably over asyncpg, one connection each."""
    connections = await asyncio.gather(*(asyncpg.connect(url) for _ in range(at_once)))

    async def one(connection: Any) -> None:
        await connection.execute(INSERT, uuid4(), survey.submission(chance).decode())

    try:
        return await closed_loop([lambda c=c: one(c) for c in connections], SECONDS)  # type: ignore[misc] # one act per connection
    finally:
        await asyncio.gather(*(c.close() for c in connections))


async def bare_requests(base_url: str, at_once: int, chance: random.Random) -> Run:
    connections = [Connection(base_url) for _ in range(at_once)]

    async def one(connection: Connection) -> None:
        answer = await connection.request("POST", f"/api/surveys/answer/{uuid4().hex}", survey.submission(chance))
        if answer.status != 201:
            raise RuntimeError(f"the bare endpoint refused: {answer.status} {answer.body[:200]!r}")

    run = await closed_loop([lambda c=c: one(c) for c in connections], SECONDS)  # type: ignore[misc] # one act per connection
    for connection in connections:
        connection.close()
    return run


async def recruit(stack: Stack, office: Office, mailbox: Mailbox) -> None:
    chance = random.Random(1)
    endpoints = stack.endpoints
    async with client(endpoints) as http:
        consent = await consent_version(http)
        gate = asyncio.Semaphore(16)

        async def one(n: int) -> None:
            async with gate:
                await sign_up(http, person(chance, n, CAMPAIGNS[0], consent) | {"campaign": ""})

        with Progress("Recruiting", MEMBERS) as progress:
            joining = asyncio.gather(*(one(n) for n in range(MEMBERS)))
            confirmed = 0
            while confirmed < MEMBERS:
                tokens = [t for mail in await mailbox.fresh() if (t := link_in(mail, CONFIRM_LINK))]
                await asyncio.gather(*(confirm(http, t) for t in tokens))
                confirmed += len(tokens)
                progress.at(confirmed)
                await asyncio.sleep(0.1)
            await joining
    while await office.members() < MEMBERS:
        await asyncio.sleep(0.1)


async def measure_log(stack: Stack, figures: Figures) -> None:
    with TemporaryDirectory(dir=stack.state.folder) as folder, open_nats(Path(folder)) as nats_url:
        log = await eventlog_bench.measure(await bench_database(stack, "bench_log"), nats_url)
    figures.add("log: bulk insert of the same rows, 100 to a transaction", log.bulk, "events/s")
    figures.add("log: appends by 32 writers, announced", log.append, "events/s")
    figures.at_least("log: appends, share of bulk", log.append_ratio, 0.6)
    figures.add("log: facts nobody is told of, bulk", log.bulk_private, "events/s")
    figures.add("log: the same by 32 writers", log.append_private, "events/s", share=log.append_private / log.bulk_private)
    figures.add("log: relay into JetStream, every batch synced", log.relay, "messages/s")
    figures.at_least("log: relay, share of bulk", log.relay_ratio, 0.3)
    figures.at_least("log: positions without a gap (1 = yes)", float(log.gapless), 1)


async def measure_answers(bench: Bench, at_once: int, database: str, base_url: str) -> None:
    """Turn about, so that a noisy neighbour meets all three."""
    inserts, bare, ours = [], [], []
    for _ in range(ROUNDS):
        inserts.append(await bare_inserts(database, at_once, bench.chance))
        bare.append(await bare_requests(base_url, at_once, bench.chance))
        ours.append(await bench.answering(at_once))
    limit, endpoint, answers = Series(inserts), Series(bare), Series(ours)
    figures = bench.figures
    figures.add(f"{at_once} at once: bare durable insert over asyncpg", limit.rate, "/s")
    figures.add(f"{at_once} at once: bare FastAPI endpoint behind the same gateway", endpoint.rate, "/s")
    figures.add(f"{at_once} at once: completed responses through the gateway", answers.rate, "/s")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        figures.add(f"{at_once} at once: {name} of a response", answers.milliseconds(share), "ms")
    figures.add(f"{at_once} at once: share of the bare insert", answers.rate / limit.rate)
    figures.at_least(f"{at_once} at once: share of the bare endpoint", answers.rate / endpoint.rate, 0.5)


async def measure_journeys(bench: Bench) -> None:
    runs, costs = [], []
    await bench.journeys(JOURNEYS_AT_ONCE)  # templates are compiled at their first use
    for _ in range(ROUNDS):
        run, cost = await bench.journeys(JOURNEYS_AT_ONCE)
        runs.append(run)
        costs.append(cost)
    series = Series(runs)
    bench.figures.add(f"journeys of 4 requests, {JOURNEYS_AT_ONCE} at once (LimeSurvey tuned: 8/s)", series.rate, "/s")
    bench.figures.add("journey p99", series.milliseconds(0.99), "ms")
    bench.figures.at_most("server CPU-seconds per journey (LimeSurvey tuned: 0.24)", sorted(costs)[ROUNDS // 2], 0.008, "s")


async def measure_freshness(bench: Bench) -> None:
    rates = [
        line["value"] for line in bench.figures.lines if line["figure"] == "32 at once: completed responses through the gateway"
    ]
    half = rates[0] / 2
    delays = Run(0, await bench.freshness(half, min(4.0, MEMBERS / half)))
    bench.figures.at_most(f"accepted to shown by analytics at {half:.0f}/s, p99", delays.percentile(0.99) * 1000, 250, "ms")
    bench.figures.add("accepted to shown by analytics, p50", delays.percentile(0.5) * 1000, "ms")


def measure_memory(bench: Bench) -> None:
    rss, pss = bench.processes.rss_by_program(), bench.processes.pss_by_program()
    for name in sorted(rss):
        bench.figures.add(f"memory of {name}", rss[name] / 1e6, "MB RSS", pss=pss[name] / 1e6)
    bench.figures.add("memory of the whole stack, shared pages counted once", sum(pss.values()) / 1e6, "MB PSS")
    bench.figures.at_most("memory of the whole stack", sum(rss.values()) / 1e6, 900, "MB RSS")


async def run(stack: Stack, figures: Figures) -> None:
    endpoints = stack.endpoints
    async with client(endpoints) as http:
        mailbox = Mailbox(endpoints, http)
        office = await Office(endpoints, http).sign_in()
        bench = Bench(stack, office, mailbox, figures)
        await recruit(stack, office, mailbox)
        await bench.stock_up(MEMBERS * 2)
        measure_memory(bench)
        await measure_log(stack, figures)
        database = await bench_database(stack, "bench_bare")
        connection = await asyncpg.connect(database)
        await connection.execute(TABLE)
        await connection.close()
        with bare_endpoint(stack, database) as base_url:
            for at_once in CONCURRENCY:
                await bench.stock_up(int(ROUNDS * SECONDS * 1_500))
                await measure_answers(bench, at_once, database, base_url)
        await bench.stock_up(int(ROUNDS * SECONDS * 400))
        await measure_journeys(bench)
        bench.links.clear()
        await bench.stock_up(MEMBERS)
        await measure_freshness(bench)


def main() -> int:
    figures = Figures()
    (CHECKOUT / ".run").mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=CHECKOUT / ".run") as folder, Stack(Path(folder) / "run") as stack:
        uvloop.run(run(stack, figures))
    figures.write(CHECKOUT / ".run" / "bench.json")
    print(f"\n{len(figures.missed)} goals missed{': ' if figures.missed else ''}{'; '.join(figures.missed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

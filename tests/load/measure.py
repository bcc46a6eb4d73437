"""Closed loops, percentiles, and what the stack's processes cost."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

import psutil

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Run:
    """`rate`: acts per second; `latencies` in seconds."""

    rate: float
    latencies: list[float] = field(repr=False)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True)
class Series:
    """Several runs of the same; the rate is their median, the latencies are all of them."""

    runs: Sequence[Run]

    @property
    def rate(self) -> float:
        return median(run.rate for run in self.runs)

    def milliseconds(self, share: float) -> float:
        return Run(0, [latency for run in self.runs for latency in run.latencies]).percentile(share) * 1000


async def closed_loop(acts: Sequence[Act], seconds: float) -> Run:
    """Each act again and again, one after the other, all at once; nobody thinks in between."""
    latencies: list[float] = []
    began = time.perf_counter()
    stop = began + seconds

    async def respondent(act: Act) -> None:
        while (before := time.perf_counter()) < stop:
            await act()
            latencies.append(time.perf_counter() - before)

    await asyncio.gather(*(respondent(act) for act in acts))
    return Run(len(latencies) / (time.perf_counter() - began), latencies)


async def open_loop(act: Act, rate: float, seconds: float) -> None:
    """So many acts a second, whatever they take."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    tasks = []
    for n in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, began + n / rate - loop.time()))
        tasks.append(asyncio.ensure_future(act()))
    await asyncio.gather(*tasks)


class Processes:
    """The whole stack: the supervisor and all below it."""

    def __init__(self, supervisor: int) -> None:
        self._supervisor = psutil.Process(supervisor)

    def _all(self) -> list[psutil.Process]:
        return [self._supervisor, *self._supervisor.children(recursive=True)]

    def cpu_seconds(self) -> float:
        return sum(self.cpu_by_program().values())

    def cpu_by_program(self) -> dict[str, float]:
        """Own time only: a program that ended is in no figure, so nothing may be restarted while this is used."""
        spent: dict[str, float] = {}
        for process in self._all():
            try:
                times = process.cpu_times()
                name = _name(process)
            except psutil.NoSuchProcess:
                continue
            spent[name] = spent.get(name, 0.0) + times.user + times.system
        return spent

    def rss_by_program(self) -> dict[str, int]:
        """Resident bytes, shared pages counted in every process that has them."""
        return self._memory(lambda process: int(process.memory_info().rss))

    def pss_by_program(self) -> dict[str, int]:
        """Proportional bytes: a page shared by n processes counts 1/n in each."""
        return self._memory(lambda process: int(process.memory_full_info().pss))

    def _memory(self, of: Callable[[psutil.Process], int]) -> dict[str, int]:
        used: dict[str, int] = {}
        for process in self._all():
            try:
                name, size = _name(process), of(process)
            except psutil.NoSuchProcess:
                continue
            used[name] = used.get(name, 0) + size
        return used


def _name(process: psutil.Process) -> str:
    """A service by its module, PostgreSQL's backends as one, anything else by its program."""
    line = process.cmdline()
    if "-m" in line[:-1]:
        return line[line.index("-m") + 1]
    return "postgres" if "postgres" in process.name() else process.name()

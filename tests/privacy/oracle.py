"""Whether the panel tells who is in it: the same question about known and unknown addresses, mixed at random.

Same status, headers and body, always; and as long to answer, as far as a rank test over all the times can see.
"""

import math
import random
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

LIKELY = 0.01  # a difference this unlikely by chance alone is a difference


@dataclass(frozen=True)
class Question:
    """One way to ask the panel about an address."""

    name: str
    path: str
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Finding:
    question: Question
    answers: set[tuple[int, bytes, tuple[tuple[str, str], ...]]] = field(default_factory=set)
    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)

    @property
    def chance(self) -> float:
        return by_chance(self.known, self.unknown)

    def line(self) -> str:
        medians = (f"{statistics.median(times) * 1000:.2f} ms" for times in (self.known, self.unknown))
        kinds = f"{len(self.answers)} kind of answer"
        return f"{self.question.name:<12} {kinds}  known/unknown {' / '.join(medians)}  p = {self.chance:.3f}"


async def ask(
    client: httpx.AsyncClient, question: Question, known: Sequence[str], unknown: Sequence[str], chance: random.Random
) -> Finding:
    finding = Finding(question)
    asked = [(address, finding.known) for address in known] + [(address, finding.unknown) for address in unknown]
    chance.shuffle(asked)
    for address, times in asked:
        client.cookies.clear()
        began = time.perf_counter()
        answer = await client.post(question.path, data={**question.form, "email": address})
        times.append(time.perf_counter() - began)
        finding.answers.add((answer.status_code, answer.content, _headers(answer)))
    return finding


def _headers(answer: httpx.Response) -> tuple[tuple[str, str], ...]:
    """As they came; of a cookie, whose value is random, its name, length and attributes."""
    return tuple((name, _shape(value) if name == "set-cookie" else value) for name, value in answer.headers.multi_items())


def _shape(cookie: str) -> str:
    pair, _, attributes = cookie.partition(";")
    name, _, value = pair.partition("=")
    return f"{name}={'x' * len(value)};{attributes}"


def by_chance(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely ranks as different as these are when there is no difference (Mann-Whitney, two-sided, large samples)."""
    ranked = sorted([(time, True) for time in one] + [(time, False) for time in other])
    ranks = sum(place for place, (_, is_one) in enumerate(ranked, start=1) if is_one)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))

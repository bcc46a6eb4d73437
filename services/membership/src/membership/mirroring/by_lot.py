"""How many members of a group would a panel of this size have, had it been drawn by lot?"""

import math
from dataclasses import dataclass
from functools import lru_cache

NEGLIGIBLE = 1e-14
TAIL = 0.025


@dataclass(frozen=True)
class Expected:
    """`low` and `high` hold 95 of 100 such draws."""

    mean: float
    low: int
    high: int


@lru_cache(maxsize=4096)
def expected(size: int, share: float) -> Expected:
    """The binomial distribution's own quantiles: each of `size` members is of the group with chance `share`.

    X ~ Bin(size, share); low is the smallest k with P(X <= k) >= 2.5 %, high the smallest with P(X <= k) >= 97.5 %. The chances
    are built outwards from the most likely k by P(k+1)/P(k) = (size-k)/(k+1) * share/(1-share), until they no longer count
    (Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd ed. 2005, chapter 3). Drawing without putting back from a
    population of many times the panel's size is as good as this.
    """
    if not 0 < share < 1 or size < 1:
        sure = round(size * min(1.0, max(0.0, share)))
        return Expected(size * share, sure, sure)
    first, chances = _chances(size, share)
    total, sum_ = math.fsum(chances), 0.0
    low = high = first
    for k, chance in enumerate(chances, first):
        before, sum_ = sum_, sum_ + chance / total
        low = k if before < TAIL <= sum_ else low
        if sum_ >= 1 - TAIL:
            high = k
            break
    return Expected(size * share, low, high)


def _chances(size: int, share: float) -> tuple[int, list[float]]:
    """Relative to the most likely number: from which number on, and the chance of each."""
    mode, odds = min(size, int((size + 1) * share)), share / (1 - share)
    below, above = [], [1.0]
    k = mode
    while k < size and above[-1] > NEGLIGIBLE:
        above.append(above[-1] * (size - k) / (k + 1) * odds)
        k += 1
    k, chance = mode, 1.0
    while k > 0 and chance > NEGLIGIBLE:
        chance *= k / (size - k + 1) / odds
        below.append(chance)
        k -= 1
    return mode - len(below), [*reversed(below), *above]

"""How well does a panel mirror its population, and whom would it gain most from? Pure reckoning over counts per group."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MORE = 10
EMPTY = 0.5  # an empty group counts as half a member, so that one may begin somewhere
K = TypeVar("K")


@dataclass(frozen=True)
class Mirror:
    """`effective`: the random sample that would be as precise. `overlap`: the share of the panel that is where it should be.

    `overlap_by_lot` is what a panel of the same size drawn by lot could be expected to reach.
    """

    members: float
    effective: float
    overlap: float
    overlap_by_lot: float


@dataclass(frozen=True)
class Gain(Generic[K]):
    """`after`: the effective size with `more` in the group; `by_lot` new members drawn by lot would give the same."""

    group: K
    more: int
    before: float
    after: float
    by_lot: float

    @property
    def gain(self) -> float:
        return self.after - self.before


def mirror(members: Mapping[K, float], shares: Mapping[K, float]) -> Mirror:
    size = sum(members[group] for group in shares)
    return Mirror(size, effective_size(members, shares), 1 - dissimilarity(members, shares), _overlap_by_lot(size, shares))


def effective_size(members: Mapping[K, float], shares: Mapping[K, float]) -> float:
    """1 / sum of P²/n over the groups: P the group's share of the population, n its members.

    It is Kish's (sum w)²/(sum w²) with each member weighted to the population, w = P/n (L. Kish, Survey Sampling, 1965, 11.7;
    and Weighting for unequal Pi, Journal of Official Statistics 8, 1992). It is the panel's size when the panel mirrors the
    population, and less the more unlike they are.
    """
    size = sum(members[group] for group in shares)
    variance = math.fsum(share * share / max(members[group], EMPTY) for group, share in shares.items() if share > 0)
    return min(size, 1 / variance) if variance else 0.0


def dissimilarity(members: Mapping[K, float], shares: Mapping[K, float]) -> float:
    """Half the sum of |p - P|: the part of the panel that would have to change group for the two to be alike.

    O. D. Duncan and B. Duncan, A Methodological Analysis of Segregation Indexes, American Sociological Review 20, 1955.
    """
    size = sum(members[group] for group in shares)
    if not size:
        return 1.0
    return math.fsum(abs(members[group] / size - share) for group, share in shares.items()) / 2


def _overlap_by_lot(size: float, shares: Mapping[K, float]) -> float:
    """Chance alone moves p by sqrt(2 P(1-P) / (pi size)) on average, the mean of the absolute value of a normal deviate."""
    if not size:
        return 0.0
    return max(0.0, 1 - math.fsum(math.sqrt(2 * share * (1 - share) / (math.pi * size)) for share in shares.values()) / 2)


def gains(members: Mapping[K, float], shares: Mapping[K, float], more: int = MORE) -> list[Gain[K]]:
    """Whom the panel gains most from, the best first; only groups that make it more precise than it is."""
    before = effective_size(members, shares)
    found = []
    for group, share in shares.items():
        after = effective_size({**members, group: members[group] + more}, shares)
        if share > 0 and after > before:
            found.append(Gain(group, more, before, after, drawn_for(members, shares, after)))
    return sorted(found, key=lambda gain: -gain.gain)


def drawn_for(members: Mapping[K, float], shares: Mapping[K, float], wanted: float) -> float:
    """How many new members, spread as the population is, bring the effective size to `wanted`."""

    def reached(new: float) -> float:
        return effective_size({group: members[group] + new * share for group, share in shares.items()}, shares)

    low, high = 0.0, 1.0
    while reached(high) < wanted:
        low, high = high, high * 2
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) >= wanted else (middle, high)
    return high


def shares_of(persons: Mapping[K, int], groups: Sequence[K] | None = None) -> dict[K, float]:
    """Each group's share of all of them."""
    groups = list(persons) if groups is None else groups
    total = sum(persons[group] for group in groups)
    return {group: persons[group] / total if total else 0.0 for group in groups}

"""Which groups may be counted out, so that none of one to nine people can be worked out from the others and the total?

Docs/decisions/0082 says why. The hidden groups are reckoned with too, by an estimate anybody could make from what is shown.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST = 10
PLAY = 5  # so many sizes must remain possible for a hidden group

K = TypeVar("K")
INFINITE = 10**9


@dataclass(frozen=True)
class Guarded(Generic[K]):
    """`hidden` groups are not counted out; of those `few` are said to be 1–9, the others only to be hidden."""

    counts: Mapping[K, int]
    hidden: frozenset[K]
    few: frozenset[K]

    def shown(self, key: K) -> int | None:
        return None if key in self.hidden else self.counts[key]

    def reckoned(self) -> dict[K, float]:
        """What is calculated with: the count where it is shown, else an even part of what the hidden ones must be together."""
        rest = sum(self.counts[key] for key in self.hidden)
        other = len(self.hidden) - len(self.few)
        of_few = SMALLEST / 2 if other and self.few else rest / max(1, len(self.few))
        of_other = (rest - of_few * len(self.few)) / max(1, other)
        return {
            key: float(count) if key not in self.hidden else (of_few if key in self.few else of_other)
            for key, count in self.counts.items()
        }


def guard(counts: Mapping[K, int], lines: Sequence[Collection[K]] | None = None) -> Guarded[K]:
    """`lines` are the sets of groups whose total the reader knows; without them there is one, of all groups."""
    lines = [list(counts)] if lines is None else lines
    few = frozenset(key for key, count in counts.items() if 0 < count < SMALLEST)
    hidden = set(few)
    told = few
    while (weak := next((line for line in lines if not _safe(counts, line, hidden, told)), None)) is not None:
        rest = [key for key in weak if key not in hidden and counts[key]]
        if rest:
            hidden.add(min(rest, key=lambda key: counts[key]))
        elif told:
            told = frozenset()  # then not even which of them are few can be told
        else:
            lines = [line for line in lines if line is not weak]  # all of it is hidden: there is no more to do
    return Guarded(counts, frozenset(hidden), told)


def _safe(counts: Mapping[K, int], line: Collection[K], hidden: AbstractSet[K], few: AbstractSet[K]) -> bool:
    """Is each hidden group of the line free to be of many sizes, for one who knows the line's total and what is shown?"""
    inside = [key for key in line if key in hidden]
    total = sum(counts[key] for key in inside)
    lows = {key: SMALLEST if few and key not in few else 1 for key in inside}
    highs = {key: SMALLEST - 1 if key in few else INFINITE for key in inside}
    low, high = sum(lows.values()), sum(highs.values())
    for key in inside:
        least = max(lows[key], total - (high - highs[key]))
        most = min(highs[key], total - (low - lows[key]))
        if most - least + 1 < PLAY:
            return False
    return True

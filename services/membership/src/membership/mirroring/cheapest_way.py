"""Which campaign has brought members of a group at the lowest effort?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from membership.campaigns.recruitment import CampaignYield

FEWEST = 5  # with fewer such members a campaign says too little
TAIL = 0.025


class Effort(StrEnum):
    hours = "hours"
    visits = "visits"
    sign_ups = "sign_ups"


@dataclass(frozen=True)
class Way:
    """`each`: the effort for one such member; between `low` and `high`, since few members could as well have been others."""

    slug: str
    message: str
    effort: Effort
    each: float
    low: float
    high: float


def cheapest(campaigns: Sequence[CampaignYield], group: tuple[str | None, str | None]) -> Way | None:
    """By hours where anybody told of them, else by visits, else by sign-ups. None when no campaign has brought enough."""
    told = [(campaign, n) for campaign in campaigns if (n := _brought(campaign, group)) >= FEWEST]
    for effort in Effort:
        ways = [
            _way(campaign, n, effort, spent) for campaign, n in told if (spent := float(getattr(campaign, effort) or 0)) > 0
        ]
        if ways:
            return min(ways, key=lambda way: way.each)
    return None


def _brought(campaign: CampaignYield, group: tuple[str | None, str | None]) -> int:
    """A dimension of the group that is None holds all."""
    return sum(
        n for of, n in campaign.joined_by_group.items() if all(want in (None, has) for want, has in zip(group, of, strict=True))
    )


def _way(campaign: CampaignYield, brought: int, effort: Effort, spent: float) -> Way:
    fewest, most = counted_by_chance(brought)
    return Way(campaign.slug, campaign.message, effort, spent / brought, spent / most, spent / fewest)


def counted_by_chance(n: int) -> tuple[float, float]:
    """The 95 % interval of what a count of `n` came from: the two Poisson means for which `n` is just as far out.

    F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
    """
    return _mean_where(n - 1, 1 - TAIL) if n else 0.0, _mean_where(n, TAIL)


def _mean_where(n: int, chance: float) -> float:
    """The mean of which n or fewer has this chance."""
    low, high = 0.0, n + 10 * math.sqrt(n + 1) + 10
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(n, middle) > chance else (low, middle)
    return (low + high) / 2


def _at_most(n: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(n + 1))

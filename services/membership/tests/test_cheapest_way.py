from collections.abc import Mapping
from decimal import Decimal

import pytest

from membership.campaigns.campaign_events import Channel
from membership.campaigns.recruitment import CampaignYield
from membership.events import AgeBand, Gender
from membership.mirroring.cheapest_way import Effort, cheapest, counted_by_chance

WOMEN: tuple[AgeBand, Gender] = ("20-29", "woman")


def campaign(slug: str, *, women: int = 6, visits: int = 120, hours: int | None = None) -> CampaignYield:
    groups: Mapping[tuple[AgeBand, Gender], int] = {WOMEN: women, ("20-29", "man"): 4}
    told = None if hours is None else Decimal(hours)
    return CampaignYield(slug, "Bli med", Channel.event, visits, 30, women + 4, told, groups)


def test_the_campaign_of_the_fewest_hours_for_each_is_found() -> None:
    way = cheapest([campaign("byfesten", hours=12), campaign("avisen", hours=3)], WOMEN)
    assert way is not None
    assert (way.slug, way.effort, way.each) == ("avisen", Effort.hours, 0.5)
    assert way.low < way.each < way.high


def test_without_hours_visits_are_compared_and_without_visits_sign_ups() -> None:
    visited = cheapest([campaign("byfesten"), campaign("avisen", visits=60)], WOMEN)
    assert visited is not None
    assert (visited.slug, visited.effort, visited.each) == ("avisen", Effort.visits, 10)
    signed_up = cheapest([campaign("byfesten", visits=0)], WOMEN)
    assert signed_up is not None
    assert (signed_up.effort, signed_up.each) == (Effort.sign_ups, 5)


def test_of_too_few_nothing_is_said() -> None:
    assert cheapest([], WOMEN) is None
    assert cheapest([campaign("byfesten", women=4, hours=1)], WOMEN) is None
    assert cheapest([campaign("byfesten", hours=1)], ("80+", "man")) is None


def test_a_group_of_all_genders_is_the_sum() -> None:
    way = cheapest([campaign("byfesten", hours=20)], ("20-29", None))
    assert way is not None
    assert way.each == 2


@pytest.mark.parametrize(("n", "low", "high"), [(5, 1.623, 11.668), (10, 4.795, 18.390), (100, 81.364, 121.627)])
def test_the_interval_of_a_count_is_garwoods(n: int, low: float, high: float) -> None:
    """From tables of the exact Poisson limits."""
    assert counted_by_chance(n) == pytest.approx((low, high), abs=1e-3)

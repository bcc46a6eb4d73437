from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.refusals import TooManyTries
from identity.tries import ACCOUNT, NETWORK, Pace, Tries, network_of, try_once

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FRESH = Tries(0, NOON)


def test_the_first_five_tries_are_free() -> None:
    tries = FRESH
    for _ in range(5):
        tries = try_once(tries, ACCOUNT, NOON)
    assert tries.count == 5


def test_the_sixth_try_waits_a_second_and_says_until_when() -> None:
    with pytest.raises(TooManyTries) as refused:
        try_once(Tries(5, NOON), ACCOUNT, NOON)
    assert refused.value.until == NOON + timedelta(seconds=1)
    assert try_once(Tries(5, NOON), ACCOUNT, NOON + timedelta(seconds=1)).count == 6


def test_the_delay_doubles_and_ends_at_five_minutes() -> None:
    waits = [waited(Tries(count, NOON)) for count in range(5, 20)]
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[9:]) == {300}


def waited(tries: Tries) -> float:
    with pytest.raises(TooManyTries) as refused:
        try_once(tries, ACCOUNT, tries.last)
    return (refused.value.until - tries.last).total_seconds()


def test_a_refused_try_is_not_counted_so_waiting_always_helps() -> None:
    with pytest.raises(TooManyTries):
        try_once(Tries(50, NOON), ACCOUNT, NOON + timedelta(minutes=4))
    assert try_once(Tries(50, NOON), ACCOUNT, NOON + timedelta(minutes=5)).count == 51


def test_a_calm_day_forgets() -> None:
    assert try_once(Tries(99, NOON), ACCOUNT, NOON + DAY) == Tries(1, NOON + DAY)


@given(st.lists(st.floats(min_value=0, max_value=600), min_size=1, max_size=400))
def test_however_an_attacker_times_it_a_day_has_at_most_301_tries(pauses: list[float]) -> None:
    assert tries_in_a_day(ACCOUNT, pauses) <= 301


def test_an_attacker_who_never_rests_gets_about_300_tries_a_day_not_ten_thousand() -> None:
    assert tries_in_a_day(ACCOUNT, [0]) in range(290, 302)
    assert tries_in_a_day(NETWORK, [0]) < 3_000


def tries_in_a_day(pace: Pace, pauses: list[float]) -> int:
    """As fast as the pace allows, with extra pauses where the attacker likes."""
    tries, now, made = FRESH, NOON, 0
    while now < NOON + DAY:
        try:
            tries = try_once(tries, pace, now)
            made += 1
            now += timedelta(seconds=pauses[made % len(pauses)])
        except TooManyTries as refused:
            now = refused.until
    return made


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("not an address", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_host_cannot_hide_in_its_own_network(address: str, network: str) -> None:
    assert network_of(address) == network

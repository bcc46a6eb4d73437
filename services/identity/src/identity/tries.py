"""How often somebody may try: free tries, then a delay that doubles. Per account and per network; nobody is shut out for ever.

A try is counted before it is checked, in one short transaction with the rows locked: a thousand tries at once are a thousand
tries. An account that does not exist is counted like one that does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from identity.refusals import TooManyTries


@dataclass(frozen=True)
class Pace:
    """`free` tries without delay; then 1, 2, 4 … seconds up to `longest`; all forgotten after `calm` without a try."""

    free: int
    longest: timedelta
    calm: timedelta


# At most 5 + 8 + 24 × 12 = 301 tries a day for one account; of 10^6 codes, that is one chance in a thousand after the password.
ACCOUNT = Pace(free=5, longest=timedelta(minutes=5), calm=timedelta(days=1))
# A town hall is one network: only failures stay counted here, and the delay is short.
NETWORK = Pace(free=30, longest=timedelta(seconds=30), calm=timedelta(hours=1))


@dataclass(frozen=True)
class Tries:
    count: int
    last: datetime


def next_try(tries: Tries, pace: Pace) -> datetime:
    over = tries.count - pace.free
    if over < 0:
        return tries.last
    return tries.last + min(pace.longest, timedelta(seconds=2 ** min(over, 20)))


def try_once(tries: Tries, pace: Pace, now: datetime) -> Tries:
    """Count one more, or raise TooManyTries."""
    if now - tries.last >= pace.calm:
        return Tries(1, now)
    until = next_try(tries, pace)
    if now < until:
        raise TooManyTries(until)
    return Tries(tries.count + 1, now)


def network_of(address: str) -> str:
    """Who tries, as a network: an IPv4 address, or the /64 an IPv6 host chooses its own addresses in."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{parsed}/{32 if parsed.version == 4 else 64}", strict=False))  # noqa: PLR2004 – IPv4


# The rows: keyed hashes of names and networks, no names and no addresses.
SEED = text("insert into tries (key, count, last) values (:key, 0, :now) on conflict do nothing")
LOCK = text("select count, last from tries where key = :key for update")
SAVE = text("update tries set count = :count, last = :last where key = :key")
FORGIVE = text("update tries set count = greatest(0, count - 1) where key = :key")
CLEAR = text("delete from tries where key = :key")
PRUNE = text("delete from tries where last < :before")


async def count_try(engine: AsyncEngine, keys: Mapping[bytes, Pace], now: datetime) -> None:
    """Count a try under every key, or under none of them and raise TooManyTries."""
    async with engine.begin() as connection:
        counted = {key: await _tried(connection, key, keys[key], now) for key in sorted(keys)}
        for key, tries in counted.items():
            await connection.execute(SAVE, {"key": key, "count": tries.count, "last": tries.last})


async def _tried(connection: AsyncConnection, key: bytes, pace: Pace, now: datetime) -> Tries:
    await connection.execute(SEED, {"key": key, "now": now})
    row = (await connection.execute(LOCK, {"key": key})).one()
    return try_once(Tries(row[0], row[1]), pace, now)


async def forgive(engine: AsyncEngine, *, clear: bytes | None = None, one_less: bytes | None = None) -> None:
    async with engine.begin() as connection:
        if clear is not None:
            await connection.execute(CLEAR, {"key": clear})
        if one_less is not None:
            await connection.execute(FORGIVE, {"key": one_less})


async def prune(engine: AsyncEngine, now: datetime) -> None:
    async with engine.begin() as connection:
        await connection.execute(PRUNE, {"before": now - ACCOUNT.calm})

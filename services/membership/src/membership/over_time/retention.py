"""What is kept for how long: each rule stands here once, and is both what is done and what staff are shown."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from membership.importing import inviting
from membership.over_time import sleeping
from membership.own_page import member_sessions, sign_in_limits
from membership.parts import Parts, parts_in
from membership.signing_up import addresses, expiry
from membership.stewarding import staff_views
from runtime.house import House
from ui import mark
from ui.formats import HERE

EVERY = 60.0
SHOWN = timedelta(days=30)
RECORD = text("""
insert into retention_runs as run (rule, day, ran_at, erased) values (:rule, :day, :now, :erased)
on conflict (rule, day) do update set ran_at = greatest(run.ran_at, :now), erased = run.erased + :erased
""")
DROP = text("delete from retention_runs where day < :since")
RUNS = text("select rule, max(ran_at) as ran_at, sum(erased) as erased from retention_runs where day >= :since group by rule")


@dataclass(frozen=True)
class Rule:
    """`erase` erases what is over, in bounded steps, and returns how many; it is called until there are none."""

    name: str
    what: str
    kept: str
    then: str
    erase: Callable[[Parts, datetime], Awaitable[int]]


@dataclass(frozen=True)
class Kept:
    """A rule, and how it was kept in the last 30 days; `ran_at` is None when it has not run."""

    rule: Rule
    ran_at: datetime | None
    erased: int


async def _staff_views(parts: Parts, now: datetime) -> int:
    async with parts.engine.begin() as connection:
        return await staff_views.erase_old(connection, now, expiry.AT_ONCE)


async def _mail_limits(parts: Parts, now: datetime) -> int:
    async with parts.engine.begin() as connection:
        return await addresses.forget_old(connection, now)


async def _sign_in_limits(parts: Parts, now: datetime) -> int:
    async with parts.engine.begin() as connection:
        return await sign_in_limits.forget_old(connection, now)


async def _sessions(parts: Parts, now: datetime) -> int:
    async with parts.engine.begin() as connection:
        return await member_sessions.erase_old(connection, now, expiry.AT_ONCE)


RULES = (
    Rule(
        "unconfirmed",
        mark("Påmeldinger som ikke er bekreftet"),
        mark("48 timer, eller 30 dager for dem som er invitert fra et tidligere panel"),
        mark("Nøkkelen ødelegges, og det som ble skrevet, kan ikke leses igjen."),
        expiry.expire_unconfirmed,
    ),
    Rule(
        "asleep",
        mark("Medlemmer vi ikke hører fra"),
        mark("25 måneder"),
        mark("Etter 24 måneder spør vi om de vil bli, og minner om det to ganger. Så slettes de."),
        sleeping.look_after_the_silent,
    ),
    Rule(
        "staff_views",
        mark("Hvem av de ansatte som har sett på et medlem"),
        mark("12 måneder"),
        mark("Linjen slettes fra oversikten."),
        _staff_views,
    ),
    Rule(
        "mail_limits",
        mark("Når en adresse sist fikk e-post om påmelding"),
        mark("Ett døgn"),
        mark("Linjen slettes. Adressen sto der bare som et avtrykk."),
        _mail_limits,
    ),
    Rule(
        "imports",
        mark("Filer med medlemmer fra et tidligere panel"),
        mark("Til de er hentet inn, og høyst ett døgn"),
        mark("Nøkkelen ødelegges, og radene slettes."),
        inviting.erase_old,
    ),
    Rule(
        "sign_in_limits",
        mark("Når en adresse sist fikk e-post om å logge inn"),
        mark("Ett døgn"),
        mark("Linjen slettes. Adressen sto der bare som et avtrykk."),
        _sign_in_limits,
    ),
    Rule(
        "sessions",
        mark("At et medlem er logget inn"),
        mark("30 minutter uten å gjøre noe, og høyst ti timer"),
        mark("Linjen slettes, og medlemmet må logge inn igjen."),
        _sessions,
    ),
)


def keeping(rule: Rule) -> Callable[[House], Awaitable[None]]:
    """Keep the rule for ever. Each is kept by itself, so that one that fails holds up no other."""

    async def keep_for_ever(house: House) -> None:
        while True:
            await keep(parts_in(house), rule, house.clock())
            await asyncio.sleep(EVERY)

    keep_for_ever.__name__ = f"keep_{rule.name}"
    return keep_for_ever


async def keep(parts: Parts, rule: Rule, now: datetime) -> int:
    """All that is over at this time; noted after each step, so that nothing is lost of what was done before a stop."""
    total = 0
    while True:
        erased = await rule.erase(parts, now)
        async with parts.engine.begin() as connection:
            day = now.astimezone(HERE).date()
            await connection.execute(RECORD, {"rule": rule.name, "day": day, "now": now, "erased": erased})
            await connection.execute(DROP, {"since": _since(now)})
        total += erased
        if not erased:
            break
    if total:
        structlog.get_logger("membership").info("erased_by_rule", rule=rule.name, count=total)
    return total


async def kept(connection: AsyncConnection, now: datetime) -> Sequence[Kept]:
    found = await connection.execute(RUNS, {"since": _since(now)})
    runs = {rule: (ran_at, int(erased)) for rule, ran_at, erased in found}
    return [Kept(rule, *runs.get(rule.name, (None, 0))) for rule in RULES]


def _since(now: datetime) -> date:
    return (now - SHOWN).astimezone(HERE).date()

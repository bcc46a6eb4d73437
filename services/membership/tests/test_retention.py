"""Each rule of retention is kept in fake time, and shown as it was kept."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from membership.over_time import retention
from membership.over_time.retention import RULES, keep, kept
from membership.own_page.member_sessions import open_session

from .conftest import Running, staff_headers, words

DAY = timedelta(days=1)
KARI = "kari@nordmann.test"


async def rows(running: Running, table: str) -> int:
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        return (await connection.exec_driver_sql(f"select count(*) from {table}")).scalar() or 0


async def signed_up(running: Running) -> None:
    await running.sign_up()


async def joined(running: Running) -> None:
    await running.join()


async def asked_three_times(running: Running) -> None:
    await running.join()
    await running.surveys_says(datetime.now(UTC) + 762 * DAY)
    for days in (731, 745, 752):
        assert await keep(running.parts, rule("asleep"), datetime.now(UTC) + days * DAY) == 0


async def looked_at(running: Running) -> None:
    kari = await running.join()
    await running.client.post(f"/staff/panel/members/{kari}", data={"reason": "mail"}, headers=staff_headers("members:read"))


async def uploaded(running: Running) -> None:
    file = ("panel.csv", b"E-post;Alder\nkari@nordmann.test;42\n")
    assert (await running.client.post("/staff/panel/import", files={"file": file}, headers=staff_headers())).status_code == 303


async def asked_to_sign_in(running: Running) -> None:
    await running.client.post("/min-side/logg-inn", data={"email": "kari@nordmann.test"})


async def signed_in(running: Running) -> None:
    await open_session(running.parts.engine, await running.join(), datetime.now(UTC), None)


Arrange = Callable[[Running], Awaitable[None]]
CASES: dict[str, tuple[Arrange, str, timedelta, timedelta]] = {
    "unconfirmed": (signed_up, "waiting", timedelta(hours=47), timedelta(hours=49)),
    "asleep": (asked_three_times, "panel", 758 * DAY, 762 * DAY),
    "staff_views": (looked_at, "staff_views", 364 * DAY, 367 * DAY),
    "imports": (uploaded, "import_rows where chunk = 1", timedelta(hours=23), timedelta(hours=25)),
    "sign_in_limits": (asked_to_sign_in, "sign_in_limits", timedelta(hours=23), timedelta(hours=25)),
    "sessions": (signed_in, "member_sessions", timedelta(minutes=29), timedelta(minutes=31)),
    "mail_limits": (signed_up, "mail_limits", timedelta(hours=23), timedelta(hours=25)),
}
"""What there is, in which table it stands, a time at which it is kept and one at which it is erased."""


def rule(name: str) -> retention.Rule:
    return next(rule for rule in RULES if rule.name == name)


def test_every_rule_is_tried() -> None:
    assert {rule.name for rule in RULES} == CASES.keys()


@pytest.mark.parametrize("name", CASES)
async def test_a_rule_erases_what_is_over_and_nothing_before(running: Running, name: str) -> None:
    arrange, table, still, over = CASES[name]
    now = datetime.now(UTC)
    await arrange(running)
    assert await rows(running, table) == 1
    assert await keep(running.parts, rule(name), now + still) == 0
    assert await rows(running, table) == 1
    assert await keep(running.parts, rule(name), now + over) == 1
    assert await rows(running, table) == 0
    assert await keep(running.parts, rule(name), now + over) == 0


async def test_the_page_shows_each_rule_when_it_ran_and_what_it_erased(running: Running) -> None:
    await running.sign_up()
    await running.everything_projected()
    now = datetime.now(UTC)
    await keep(running.parts, rule("unconfirmed"), now + timedelta(hours=49))
    async with running.parts.engine.connect() as connection:
        shown = {run.rule.name: run for run in await kept(connection, now)}
        later = {run.rule.name: run for run in await kept(connection, now + 40 * DAY)}
    assert (shown["unconfirmed"].erased, shown["unconfirmed"].ran_at) == (1, now + timedelta(hours=49))
    assert (later["unconfirmed"].erased, later["unconfirmed"].ran_at) == (0, None)
    page = words((await running.client.get("/staff/panel/retention", headers=staff_headers("panel:read"))).text)
    for each in RULES:
        assert each.what in page
        assert each.then in page


async def test_the_rules_are_kept_while_the_house_runs(running: Running) -> None:
    """They were kept once at the start, which is when this test begins."""
    for _ in range(100):
        async with running.parts.engine.connect() as connection:
            if all(run.ran_at for run in await kept(connection, datetime.now(UTC))):
                return
    pytest.fail("a rule was not kept")

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from eventlog import Heard
from surveys.events import Audience, Background
from surveys.heard import on_membership
from surveys.inviting import panel

from .conftest import NOW

SURVEY = UUID(int=1)
USUAL = Background("30-39", "woman", "sandvika", ("klima", "skole"), "nb")


@pytest.fixture
async def connection(postgres: Callable[[str], Any]) -> AsyncIterator[AsyncConnection]:
    url = await postgres("surveys")
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


def joined(member_id: UUID, background: Background, position: int = 1) -> Heard:
    message = {"member_id": member_id, "background": background, "campaign": None, "joined_on": "2019-06-01"}
    return Heard(position, uuid4(), "membership.v1.member_joined", msgspec.json.encode(message))


@pytest.mark.parametrize(
    ("audience", "matching"),
    [
        (Audience(), 3),
        (Audience(age_bands=("30-39",)), 2),
        (Audience(age_bands=("30-39", "15-19")), 3),
        (Audience(genders=("man",)), 1),
        (Audience(areas=("sandvika",), genders=("woman",)), 2),
        (Audience(interests=("klima",)), 2),
        (Audience(interests=("idrett", "skole")), 3),
        (Audience(age_bands=("80+",)), 0),
    ],
)
async def test_an_audience_holds_those_who_fit_every_attribute(
    connection: AsyncConnection, audience: Audience, matching: int
) -> None:
    others = [
        msgspec.structs.replace(USUAL, age_band="15-19", interests=("idrett",)),
        msgspec.structs.replace(USUAL, gender="man"),
    ]
    await on_membership(connection, [joined(uuid4(), background) for background in (USUAL, *others)])
    assert await panel.reach(connection, SURVEY, audience, NOW) == panel.Reach(matching, matching)


async def test_hearing_of_a_member_again_changes_nothing(connection: AsyncConnection) -> None:
    heard = joined(uuid4(), USUAL)
    await on_membership(connection, [heard, heard])
    await on_membership(connection, [heard])
    assert (await panel.reach(connection, SURVEY, Audience(), NOW)).matching == 1


async def test_other_messages_of_membership_are_passed_over(connection: AsyncConnection) -> None:
    await on_membership(connection, [Heard(1, uuid4(), "membership.v1.confirmation_requested", b"{}")])
    assert (await panel.reach(connection, SURVEY, Audience(), NOW)).matching == 0


async def test_an_audience_is_walked_in_pages_without_meeting_anyone_twice(connection: AsyncConnection) -> None:
    members = {uuid4() for _ in range(25)}
    await panel.take_in(connection, ((member, USUAL) for member in members))
    met: list[UUID] = []
    after = UUID(int=0)
    while page := await panel.not_yet_invited(connection, SURVEY, Audience(), after, 10, NOW):
        met += [candidate.member_id for candidate in page]
        after = met[-1]
    assert len(met) == 25
    assert set(met) == members
    assert page == []


async def test_a_member_who_is_forgotten_is_in_no_audience(connection: AsyncConnection) -> None:
    leaves, stays = uuid4(), uuid4()
    forgotten = Heard(3, uuid4(), "membership.v1.member_forgotten", msgspec.json.encode({"member_id": leaves}))
    await on_membership(connection, [joined(leaves, USUAL, 1), joined(stays, USUAL, 2), forgotten])
    assert (await panel.reach(connection, SURVEY, Audience(), NOW)).matching == 1


def told(event: str, member_id: UUID, **data: object) -> Heard:
    return Heard(9, uuid4(), f"membership.v1.{event}", msgspec.json.encode({"member_id": member_id, **data}))


async def reached(connection: AsyncConnection) -> panel.Reach:
    return await panel.reach(connection, SURVEY, Audience(), NOW)


async def test_a_background_that_changes_is_the_one_that_is_asked_for(connection: AsyncConnection) -> None:
    member = uuid4()
    older = msgspec.structs.replace(USUAL, age_band="40-49")
    changed = told("member_background_changed", member, background=older)
    await on_membership(connection, [joined(member, USUAL), changed])
    assert (await panel.reach(connection, SURVEY, Audience(age_bands=("40-49",)), NOW)).matching == 1
    assert (await panel.reach(connection, SURVEY, Audience(age_bands=("30-39",)), NOW)).matching == 0


@pytest.mark.parametrize(("until", "paused"), [(None, 1), ("2019-10-02", 1), ("2019-10-01", 0), ("2019-09-30", 0)], ids=str)
async def test_a_pause_holds_until_its_day(connection: AsyncConnection, until: str | None, paused: int) -> None:
    member = uuid4()
    await on_membership(connection, [joined(member, USUAL), joined(uuid4(), USUAL)])
    await on_membership(connection, [told("member_paused", member, until=until)])
    assert await reached(connection) == panel.Reach(2, 2 - paused, paused=paused)
    met = await panel.not_yet_invited(connection, SURVEY, Audience(), UUID(int=0), 10, NOW)
    assert len(met) == 2 - paused


async def test_of_a_pause_and_its_end_told_at_once_the_later_holds(connection: AsyncConnection) -> None:
    member = uuid4()
    pause, end = told("member_paused", member, until=None), told("member_resumed", member)
    await on_membership(connection, [joined(member, USUAL), pause, end])
    assert (await reached(connection)).paused == 0
    await on_membership(connection, [end, pause])
    assert (await reached(connection)).paused == 1
    await on_membership(connection, [joined(member, USUAL)])  # heard again from the first message
    assert (await reached(connection)).paused == 1


async def invite(connection: AsyncConnection, member: UUID, *days_ago: int) -> None:
    for days in days_ago:
        row = {"survey": uuid4(), "member": member, "at": NOW - timedelta(days=days)}
        await connection.execute(text("insert into invited values (:survey, :member, :at)"), row)


@pytest.mark.parametrize(
    ("most", "days_ago", "at_limit"),
    [(None, (1, 2, 3), 0), (2, (1, 29), 1), (2, (1, 31), 0), (1, (29,), 1), (1, (), 0), (0, (), 1)],
    ids=str,
)
async def test_nobody_is_invited_more_often_in_thirty_days_than_they_want(
    connection: AsyncConnection, most: int | None, days_ago: tuple[int, ...], at_limit: int
) -> None:
    member = uuid4()
    await on_membership(connection, [joined(member, USUAL), told("contact_budget_chosen", member, most_a_month=most)])
    await invite(connection, member, *days_ago)
    assert await reached(connection) == panel.Reach(1, 1 - at_limit, at_limit=at_limit)
    met = await panel.not_yet_invited(connection, SURVEY, Audience(), UUID(int=0), 10, NOW)
    assert len(met) == 1 - at_limit


async def test_who_is_left_out_is_counted_for_one_reason_only(connection: AsyncConnection) -> None:
    member = uuid4()
    both = [told("member_paused", member, until=None), told("contact_budget_chosen", member, most_a_month=0)]
    await on_membership(connection, [joined(member, USUAL), *both])
    assert await reached(connection) == panel.Reach(1, 0, paused=1)

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from eventlog import Heard
from surveys import panel
from surveys.events import Audience, Background
from surveys.heard import on_membership

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
    assert await panel.reach(connection, SURVEY, audience) == panel.Reach(matching, matching)


async def test_hearing_of_a_member_again_changes_nothing(connection: AsyncConnection) -> None:
    heard = joined(uuid4(), USUAL)
    await on_membership(connection, [heard, heard])
    await on_membership(connection, [heard])
    assert (await panel.reach(connection, SURVEY, Audience())).matching == 1


async def test_other_messages_of_membership_are_passed_over(connection: AsyncConnection) -> None:
    await on_membership(connection, [Heard(1, uuid4(), "membership.v1.confirmation_requested", b"{}")])
    assert (await panel.reach(connection, SURVEY, Audience())).matching == 0


async def test_an_audience_is_walked_in_pages_without_meeting_anyone_twice(connection: AsyncConnection) -> None:
    members = {uuid4() for _ in range(25)}
    await panel.take_in(connection, ((member, USUAL) for member in members))
    met: list[UUID] = []
    after = UUID(int=0)
    while page := await panel.not_yet_invited(connection, SURVEY, Audience(), after, 10):
        met += [candidate.member_id for candidate in page]
        after = met[-1]
    assert len(met) == 25
    assert set(met) == members
    assert page == []


async def test_a_member_who_is_forgotten_is_in_no_audience(connection: AsyncConnection) -> None:
    leaves, stays = uuid4(), uuid4()
    forgotten = Heard(3, uuid4(), "membership.v1.member_forgotten", msgspec.json.encode({"member_id": leaves}))
    await on_membership(connection, [joined(leaves, USUAL, 1), joined(stays, USUAL, 2), forgotten])
    assert (await panel.reach(connection, SURVEY, Audience())).matching == 1

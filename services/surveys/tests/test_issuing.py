import asyncio
from uuid import UUID, uuid4

import pytest

from surveys.events import Audience, DispatchCompleted, InvitationIssued
from surveys.inviting import panel
from surveys.inviting.dispatch import OrderDispatch, dispatch_decider
from surveys.inviting.dispatches import Sending
from surveys.inviting.issuing import Issuing

from .conftest import NOW, Running, of_type, staff_headers


async def ordered(running: Running, survey_id: UUID) -> Sending:
    """A dispatch that is ordered, as the walker finds it."""
    dispatch_id = uuid4()
    order = OrderDispatch(survey_id, Audience(), survey_open=True, expected=1, reached=1, by=UUID(int=7))
    await running.parts.log.execute(dispatch_decider, dispatch_id, order, NOW)
    return Sending(dispatch_id, survey_id, Audience(), NOW, None, cut_short=False, issued=0)


def issuing(running: Running) -> Issuing:
    return Issuing(running.parts.log, running.parts.engine, running.parts.surveys, running.parts.invitation_secret)


async def invited(running: Running) -> list[UUID]:
    recorded = of_type(await running.events(), InvitationIssued)
    return [r.event.member_id for r in recorded if isinstance(r.event, InvitationIssued)]


async def test_every_member_is_invited_once_however_often_and_by_however_many_a_dispatch_is_carried_out(
    running: Running,
) -> None:
    members = await running.with_members(450)
    sending = await ordered(running, await running.published())
    await asyncio.gather(*(issuing(running).carry_out(sending) for _ in range(3)))
    await issuing(running).carry_out(sending)
    assert sorted(await invited(running)) == sorted(members)
    assert len(of_type(await running.events(), DispatchCompleted)) == 1


@pytest.mark.parametrize("pages", [1, 2])
async def test_a_dispatch_that_was_killed_is_carried_to_its_end(running: Running, pages: int) -> None:
    members = await running.with_members(450)
    sending = await ordered(running, await running.published())
    killed = issuing(running)
    after = UUID(int=0)
    for _ in range(pages):
        after = await killed._issue_page(sending, after) or after
    await issuing(running).carry_out(sending)
    assert sorted(await invited(running)) == sorted(members)


async def test_a_second_dispatch_reaches_only_those_who_joined_since(running: Running) -> None:
    await running.with_members(20)
    survey_id = await running.published()
    await running.dispatched(survey_id)
    await running.everything_projected()
    await running.with_members(5)
    await running.dispatched(survey_id)
    path = f"/api/surveys/staff/surveys/{survey_id}/dispatches"
    sent = (await running.client.get(path, headers=staff_headers())).json()
    assert [sending["issued"] for sending in sent] == [5, 20]
    assert len(await invited(running)) == 25


async def test_a_dispatch_of_a_closed_survey_is_cut_short(running: Running) -> None:
    await running.with_members(5)
    survey_id = await running.published()
    await running.client.post(f"/api/surveys/staff/surveys/{survey_id}/close", headers=staff_headers())
    await issuing(running).carry_out(await ordered(running, survey_id))
    assert await invited(running) == []
    (completed,) = of_type(await running.events(), DispatchCompleted)
    assert isinstance(completed.event, DispatchCompleted)
    assert completed.event.cut_short


async def test_two_dispatches_at_once_keep_to_what_a_member_wants_a_month(running: Running) -> None:
    members = await running.with_members(60)
    async with running.parts.engine.begin() as connection:
        await panel.limit(connection, dict.fromkeys(members, 1))
    surveys = [await running.published(), await running.published()]
    for survey_id in surveys:
        await running.client.post(f"/api/surveys/staff/surveys/{survey_id}/dispatches", headers=staff_headers())
    for survey_id in surveys:
        await running.dispatch_done(survey_id)
    assert sorted(await invited(running)) == sorted(members)

"""A member is forgotten: their invitations end, and nothing leads from them to what they were asked."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from surveys.events import InvitationWithdrawn, ResponseSubmitted
from surveys.heard import withdraw_all

from .conftest import ANSWERS, Running, of_type


async def rows(running: Running, table: str) -> int:
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        return await connection.scalar(text(f"select count(*) from {table}")) or 0


async def invited(running: Running) -> tuple[UUID, UUID, str]:
    leaves, _stays = await running.with_members(2)
    survey_id = await running.published()
    token, _ = await running.dispatched(survey_id)
    return leaves, survey_id, token


async def test_the_invitation_of_one_who_is_forgotten_can_no_longer_be_used(running: Running) -> None:
    leaves, _, token = await invited(running)
    await running.client.post(f"/s/{token}/travel", data={"q-cycles": "no", "go": "next"})
    assert await rows(running, "drafts") == 1
    await withdraw_all(running.parts, [leaves])
    for path in (f"/s/{token}", f"/s/{token}/travel", f"/s/{token}/check"):
        page = await running.client.get(path)
        assert page.status_code == 410
        assert "gjelder ikke lenger" in page.text
    assert (await running.client.get(f"/api/surveys/answer/{token}")).status_code == 410
    sent = await running.client.post(f"/api/surveys/answer/{token}", json={"submission_id": str(uuid4()), "answers": ANSWERS})
    assert (sent.status_code, sent.json()["type"]) == (410, "urn:samrad:problem:invitation_ended")
    assert await rows(running, "drafts") == 0
    assert await rows(running, "invited") == 1


async def test_what_was_answered_stays_answered_and_counted(running: Running) -> None:
    leaves, _, token = await invited(running)
    sent = {"submission_id": str(uuid4()), "answers": ANSWERS}
    assert (await running.client.post(f"/api/surveys/answer/{token}", json=sent)).status_code == 201
    await withdraw_all(running.parts, [leaves])
    assert (await running.client.post(f"/api/surveys/answer/{token}", json=sent)).status_code == 200
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1
    assert await rows(running, "invited") == 1


@pytest.mark.parametrize("times", [1, 3])
async def test_forgetting_is_recorded_once_however_often_it_is_heard(running: Running, times: int) -> None:
    leaves, _, _ = await invited(running)
    for _ in range(times):
        await withdraw_all(running.parts, [leaves, uuid4()])
    assert len(of_type(await running.events(), InvitationWithdrawn)) == 1

"""What surveys tells of a member: all they were asked and answered, as they entered it; and of many, a month."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from surveys import about_member as module
from surveys.about_member import AboutMember, AllAsked, TookPart, about_member, took_part
from surveys.heard import withdraw_all

from .conftest import ANSWERS, Running

FIRST = UUID(int=0)


async def asked(running: Running, member_id: UUID, after: UUID = FIRST) -> AllAsked:
    await running.everything_projected()
    return await about_member(running.parts, AboutMember(member_id, after))


async def answer(running: Running, token: str) -> None:
    sent = {"submission_id": str(uuid4()), "answers": ANSWERS}
    assert (await running.client.post(f"/api/surveys/answer/{token}", json=sent)).status_code == 201


async def test_all_that_was_answered_comes_back_as_it_was_entered_with_its_question(running: Running) -> None:
    answers, silent = await running.with_members(2)
    survey_id = await running.published()
    token, _ = await running.dispatched(survey_id)
    await answer(running, token)
    (told,) = (await asked(running, answers)).invitations
    assert (told.survey_id, told.title) == (survey_id, "Om klima")
    assert told.started_at is not None
    assert told.answered_at is not None
    assert told.invited_at <= told.started_at <= told.answered_at
    assert {said.question_id: said.answer for said in told.answers} == ANSWERS
    assert [said.question for said in told.answers][:2] == ["Sykler du?", "Hvor mange dager i uka?"]
    (quiet,) = (await asked(running, silent)).invitations
    assert (quiet.started_at, quiet.answered_at, quiet.answers) == (None, None, [])


async def test_what_was_only_begun_is_told_as_well(running: Running) -> None:
    (member,) = await running.with_members(1)
    (token,) = await running.dispatched(await running.published())
    await running.client.post(f"/s/{token}/travel", data={"q-cycles": "no", "go": "next"})
    (told,) = (await asked(running, member)).invitations
    assert told.answered_at is None
    assert [(said.question_id, said.answer) for said in told.answers] == [("cycles", "no")]


async def test_much_is_told_in_pages_none_twice(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    (member,) = await running.with_members(1)
    surveys = [await running.published() for _ in range(3)]
    for survey_id in surveys:
        await running.dispatched(survey_id)
    monkeypatch.setattr(module, "LARGE_ENOUGH", 1)
    met: list[UUID] = []
    after: UUID | None = FIRST
    while after is not None:
        page = await asked(running, member, after)
        met += [told.survey_id for told in page.invitations]
        after = page.next
    assert sorted(met) == sorted(surveys)
    assert len(met) == 3


async def test_of_who_took_part_only_the_month_is_told(running: Running) -> None:
    answers, silent = await running.with_members(2)
    token, _ = await running.dispatched(await running.published())
    await answer(running, token)
    await running.everything_projected()
    told = await took_part(running.parts, TookPart([answers, silent, uuid4()]), datetime.now(UTC))
    assert told.months == {answers: f"{datetime.now(UTC):%Y-%m}"}


async def test_of_who_is_forgotten_nothing_is_told(running: Running) -> None:
    (member,) = await running.with_members(1)
    (token,) = await running.dispatched(await running.published())
    await answer(running, token)
    await running.everything_projected()
    await withdraw_all(running.parts, [member])
    assert (await asked(running, member)).invitations == []
    assert (await took_part(running.parts, TookPart([member]), datetime.now(UTC))).months == {}

"""Ordered on a page, carried out in a process of its own, shown without a script."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from surveys import desk
from surveys.drafting import editing
from surveys.drafting.editing import Reword
from surveys.events import Audience
from surveys.rehearsal import kept
from surveys.rehearsal.kept import Rehearsal
from surveys.rehearsal.program import Task

from .conftest import NOW, Running, definition, staff_headers, until
from .test_check_step import drafted

DAY = date(2026, 11, 25)
FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal that is over in a moment."""
    monkeypatch.setattr("surveys.pages.rehearsal.PEOPLE", 300)


async def rehearsed(running: Running, document: dict[str, Any]) -> UUID:
    survey_id = await drafted(running, document)
    ordered = await running.client.post(f"/staff/surveys/{survey_id}/rehearsal", headers=staff_headers() | FORM)
    assert ordered.status_code == 303

    async def over() -> bool:
        found = await of(running, survey_id)
        return found is not None and (found.outcome is not None or found.failed)

    await until(over, patience=30)
    return survey_id


async def of(running: Running, survey_id: UUID) -> Rehearsal | None:
    async with running.parts.engine.connect() as connection:
        return await kept.one(connection, survey_id)


async def shown(running: Running, survey_id: UUID, language: str = "nb") -> str:
    page = await running.client.get(f"/staff/surveys/{survey_id}/rehearsal?lang={language}", headers=staff_headers())
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_a_rehearsal_is_ordered_carried_out_and_shown(running: Running, language: str) -> None:
    await running.with_members(40)
    survey_id = await drafted(running, definition())
    assert "/rehearsal" in await shown(running, survey_id, language)
    survey_id = await rehearsed(running, definition())
    page = await shown(running, survey_id, language)
    assert 'class="figures"' in page
    found = await of(running, survey_id)
    assert found is not None
    assert found.outcome is not None
    assert found.outcome.people == 300
    assert str(found.seed) in page


async def test_what_nobody_met_is_told_on_the_page_and_in_the_check(running: Running) -> None:
    document = definition()
    document["sections"][1]["questions"][0]["show_if"] = {"question": "cycles", "is": "yes"}
    document["sections"][1]["show_if"] = {"question": "cycles", "is": "no"}
    survey_id = await rehearsed(running, document)
    assert 'questions?open=worry"' in await shown(running, survey_id)
    checked = await running.client.get(f"/staff/surveys/{survey_id}/check", headers=staff_headers())
    assert "Ingen svar fører til dette spørsmålet." in checked.text, "proven, and so not told as something nobody met"


async def test_a_survey_with_faults_is_not_rehearsed(running: Running) -> None:
    survey_id = await drafted(running, definition())
    lacking = Reword("question/why", "text", "en", seen="Why?", text="")
    await editing.edit(running.parts, survey_id, lacking, by=UUID(int=7), now=NOW)
    path = f"/staff/surveys/{survey_id}/rehearsal"
    await running.client.post(path, headers=staff_headers() | FORM)
    assert await of(running, survey_id) is None
    assert "Undersøkelsen mangler noe" in await shown(running, survey_id)
    check = await running.client.get(f"/staff/surveys/{survey_id}/check", headers=staff_headers())
    assert "Teksten mangler på engelsk." in check.text


async def test_a_rehearsal_that_could_not_be_carried_out_says_so(running: Running) -> None:
    survey_id = await drafted(running, definition())
    async with running.parts.engine.begin() as connection:
        made = kept.made_of((await desk.survey_of(running.parts, survey_id)).definition, Audience())
        await kept.order(connection, survey_id, Task({"format": "x"}, (), 1, 10, DAY), made, 0.4, 0, datetime.now(UTC))

    async def failed() -> bool:
        found = await of(running, survey_id)
        return found is not None and found.failed

    await until(failed, patience=30)
    assert "ble ikke ferdig" in await shown(running, survey_id)


async def test_what_is_under_way_is_not_ordered_twice(running: Running) -> None:
    survey_id, now = UUID(int=1), datetime.now(UTC) + timedelta(days=1)
    task = Task(definition(), (), 1, 10, DAY)
    async with running.parts.engine.connect() as connection, connection.begin() as transaction:
        await kept.order(connection, survey_id, task, "made", 0.4, 0, now)
        await kept.order(connection, survey_id, Task(definition(), (), 2, 10, DAY), "made", 0.4, 0, now)
        found = await kept.one(connection, survey_id)
        assert found is not None
        assert found.seed == 1
        await kept.order(connection, survey_id, Task(definition(), (), 3, 10, DAY), "changed", 0.4, 0, now)
        found = await kept.one(connection, survey_id)
        assert found is not None
        assert found.seed == 3
        await transaction.rollback()


async def test_one_that_nobody_has_heard_of_for_long_is_taken_up_again(running: Running) -> None:
    now = datetime.now(UTC)
    async with running.parts.engine.connect() as connection, connection.begin() as transaction:
        await kept.order(connection, UUID(int=1), Task(definition(), (), 1, 10, DAY), "made", 0.4, 0, now)
        first = await kept.take(connection, now)
        assert first is not None
        assert await kept.take(connection, now + timedelta(seconds=10)) is None
        again = await kept.take(connection, now + kept.LOST + timedelta(seconds=1))
        assert again is not None
        assert again.task == first.task
        await transaction.rollback()


async def test_a_rehearsal_leaves_no_facts(running: Running) -> None:
    await rehearsed(running, definition())
    assert {type(recorded.event).__name__ for recorded in await running.events()} == {"SurveyDrafted"}


async def test_only_who_may_write_orders_one(running: Running) -> None:
    survey_id = await drafted(running, definition())
    path = f"/staff/surveys/{survey_id}/rehearsal"
    assert (await running.client.post(path, headers=staff_headers("surveys:read") | FORM)).status_code == 403
    assert (await running.client.get(path, headers=staff_headers("surveys:read"))).status_code == 200
    assert await of(running, survey_id) is None

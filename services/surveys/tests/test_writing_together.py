"""Editing against a real log: what is kept, what is read anew, and what two see of each other."""

import asyncio
from uuid import UUID, uuid4

import pytest

from surveys import desk, register
from surveys.drafting import editing
from surveys.drafting.changes import Reworded
from surveys.drafting.manuscript import EditSurvey
from surveys.drafting.memory import Surveys
from surveys.drafting.refusals import EditConflict
from surveys.survey import NoSuchSurvey

from .conftest import NOW, Running, definition

KARI, OLA = UUID(int=11), UUID(int=12)


async def drafted(running: Running) -> UUID:
    return await desk.draft_survey(running.parts, definition(), (), KARI, NOW)


def reword(text: str, seen: str = "Sykler du?") -> editing.Reword:
    return editing.Reword("question/cycles", "text", "nb", seen, text)


async def test_an_edit_is_there_for_whoever_asks_next(running: Running) -> None:
    survey_id = await drafted(running)
    edited = await editing.edit(running.parts, survey_id, reword("Sykler du ofte?"), KARI, NOW)
    assert (edited.version, edited.document["sections"][0]["questions"][0]["text"]["nb"]) == (2, "Sykler du ofte?")
    elsewhere = Surveys(running.parts.log, running.parts.engine)
    assert (await elsewhere.load(survey_id)).state.definition == edited.document


async def test_what_another_process_wrote_is_seen_and_not_overwritten(running: Running) -> None:
    survey_id = await drafted(running)
    await editing.edit(running.parts, survey_id, reword("Sykler du ofte?"), KARI, NOW)
    elsewhere = Surveys(running.parts.log, running.parts.engine)
    await elsewhere.execute(survey_id, EditSurvey(reword("Sykler du?", "Sykler du ofte?"), OLA), NOW)
    with pytest.raises(EditConflict):
        await editing.edit(running.parts, survey_id, reword("Sykler du av og til?", "Sykler du ofte?"), KARI, NOW)


async def test_ten_who_add_at_once_all_get_their_question(running: Running) -> None:
    survey_id = await drafted(running)
    add = editing.Add("section/travel", {"kind": "yes_no"})
    made = await asyncio.gather(*(editing.edit(running.parts, survey_id, add, uuid4(), NOW) for _ in range(4)))
    assert {piece for edited in made for piece in edited.pieces} == {f"question/q{n}" for n in range(1, 5)}


async def test_undo_and_redo_are_facts_that_name_the_step(running: Running) -> None:
    survey_id = await drafted(running)
    parts = running.parts
    await editing.edit(parts, survey_id, reword("Sykler du ofte?"), KARI, NOW)
    await editing.undo(parts, survey_id, KARI, NOW)
    survey = (await parts.surveys.load(survey_id)).state
    assert (editing.undoable(survey, KARI), editing.redoable(survey, KARI)) == (None, 2)
    await editing.redo(parts, survey_id, KARI, NOW)
    steps = await editing.history(parts, survey_id)
    assert [(step.version, step.undoes, step.redoes, step.began) for step in steps] == [
        (4, None, 2, False),
        (3, 2, None, False),
        (2, None, None, False),
        (1, None, None, True),
    ]
    assert [step.version for step in await editing.history(parts, survey_id, before=3, limit=1)] == [2]


async def test_who_comes_back_hears_what_others_have_done_since(running: Running) -> None:
    survey_id = await drafted(running)
    await editing.edit(running.parts, survey_id, reword("Sykler du ofte?"), OLA, NOW)
    (since,) = await editing.changes_since(running.parts, survey_id, 1)
    assert (since.by, since.changes) == (OLA, (Reworded("question/cycles", "text", "nb", "Sykler du?", "Sykler du ofte?"),))


async def test_the_register_follows_the_title_and_the_languages(running: Running) -> None:
    survey_id = await drafted(running)
    parts = running.parts
    await editing.edit(parts, survey_id, editing.Reword("survey", "title", "nb", "Om klima", "Om været"), KARI, NOW)
    await editing.edit(parts, survey_id, editing.ChooseLanguages(("nb", "en"), ("nb",)), KARI, NOW)
    await running.everything_projected()
    async with parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
    assert listed is not None
    assert (listed.title, listed.languages) == ({"nb": "Om været"}, ["nb"])
    await editing.undo(parts, survey_id, KARI, NOW)
    await running.everything_projected()
    async with parts.engine.connect() as connection:
        listed = await register.one(connection, survey_id)
    assert listed is not None
    assert (listed.title, listed.languages) == ({"nb": "Om været", "en": "On climate"}, ["nb", "en"])


async def test_nothing_is_written_in_a_survey_that_is_not_there(running: Running) -> None:
    with pytest.raises(NoSuchSurvey):
        await editing.edit(running.parts, uuid4(), reword("x"), KARI, NOW)

"""A file's questions added to a draft that is there already: looked at first, then one step that can be undone."""

import html
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from surveys.desk import survey_of
from surveys.drafting import editing
from surveys.importing import fitted_into, import_file
from surveys.importing.adding import NOT_THERE, OTHER_LANGUAGE, OWN_HEAD

from .conftest import STAFF, Running, definition, staff_headers
from .test_uploads import FORM, hidden

FILES = Path(__file__).parent / "importing/files"
GROUP = (FILES / "lekeplasser.lss").read_bytes().replace(b">Survey<", b">Group<")


def surveyjs(*elements: dict[str, Any], **survey: Any) -> bytes:
    return msgspec.json.encode({"elements": elements, "locale": "nb", **survey})


async def drafted(running: Running) -> str:
    content = json.dumps(definition())
    sent = await running.client.post("/staff/surveys", files={"file": ("x", content)}, headers=staff_headers() | FORM)
    return sent.headers["location"].rpartition("/")[0]


async def test_what_a_file_holds_is_looked_at_and_then_added_as_one_step(running: Running) -> None:
    staff, survey = staff_headers() | FORM, await drafted(running)
    shown = await running.client.post(f"{survey}/add", files={"added": ("g.lsg", GROUP)}, headers=staff)
    assert shown.status_code == 200, shown.text
    assert "Opplasting av filer finnes ikke her" in shown.text
    facts = len(await running.events())
    added = await running.client.post(f"{survey}/add/sections", data=hidden(shown.text), headers=staff)
    assert added.status_code == 303, added.text
    assert len(await running.events()) == facts + 1
    survey_id = UUID(survey.rpartition("/")[2])
    sections = (await survey_of(running.parts, survey_id)).definition["sections"]
    assert [section["id"] for section in sections] == ["travel", "views", "part-1", "part-2"]
    assert set(sections[2]["title"]) <= {"nb", "en"}
    await editing.undo(running.parts, survey_id, STAFF, datetime.now(UTC))
    assert len((await survey_of(running.parts, survey_id)).definition["sections"]) == 2


async def test_a_file_that_cannot_be_used_is_told_so_beside_the_form(running: Running) -> None:
    survey = await drafted(running)
    facts = len(await running.events())
    sent = await running.client.post(f"{survey}/add", files={"added": ("x", b"<a>")}, headers=staff_headers() | FORM)
    assert sent.status_code == 422
    assert "Filen er ikke gyldig XML" in html.unescape(sent.text)
    assert len(await running.events()) == facts


@pytest.mark.parametrize("sections", ["", "[", "{}", '[{"id":"travel"}]', '[{"id":"x","title":7}]', '[{"id":"!"}]', "[[]]"])
async def test_what_is_posted_as_sections_and_is_none_is_refused(running: Running, sections: str) -> None:
    survey = await drafted(running)
    facts = len(await running.events())
    sent = await running.client.post(f"{survey}/add/sections", data={"sections": sections}, headers=staff_headers() | FORM)
    assert sent.status_code in {409, 422}
    assert len(await running.events()) == facts


def fitted(content: bytes, **draft: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    used = frozenset({"section/part-1", "question/age", "question/age_2"})
    (section,), losses = fitted_into({"languages": ["nb"], **draft}, used, import_file(content))
    return section, [(loss.what, loss.reason) for loss in losses]


def test_names_that_are_taken_are_new_and_rules_and_texts_follow() -> None:
    section, _ = fitted(
        surveyjs(
            {"type": "radiogroup", "name": "age", "title": "Alder", "choices": ["ung"], "showOtherItem": True},
            {"type": "comment", "name": "why", "title": "Hvorfor {age}?", "visibleIf": "{age} = 'ung'"},
            {"type": "comment", "name": "more", "title": "Mer", "visibleIf": "{age-Comment} notempty"},
        )
    )
    age, why, more = section["questions"]
    assert (section["id"], age["id"], why["id"]) == ("part-1_2", "age_3", "why")
    assert why["show_if"] == ["=", ["answer", "age_3"], "ung"]
    assert why["text"] == {"nb": "Hvorfor {age_3}?"}
    assert more["show_if"] == ["answered", ["answer", "age_3.other"]]


def test_texts_in_languages_the_draft_has_not_are_lost_aloud() -> None:
    both = {"type": "comment", "name": "why", "title": {"nb": "Hvorfor?", "de": "Warum?"}}
    section, losses = fitted(surveyjs(both, description="Velkommen"))
    assert section["questions"][0]["text"] == {"nb": "Hvorfor?"}
    assert ("de", NOT_THERE) in losses
    assert ("Velkommen", OWN_HEAD) in losses


def test_a_file_in_another_language_alone_stands_in_the_main_one_until_it_is_translated() -> None:
    section, losses = fitted(surveyjs({"type": "comment", "name": "why", "title": "Warum?"}, locale="de"))
    assert section["questions"][0]["text"] == {"nb": "Warum?"}
    assert ("de", OTHER_LANGUAGE) in losses


async def test_nothing_is_added_to_a_published_survey(running: Running) -> None:
    survey = await running.published()
    staff = staff_headers() | FORM
    sent = await running.client.post(f"/staff/surveys/{survey}/add", files={"added": ("g", GROUP)}, headers=staff)
    assert sent.status_code == 409

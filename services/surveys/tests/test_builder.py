"""Writing a questionnaire in the builder by its forms alone, as a browser without a script does."""

import io
import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from PIL import Image

from surveys.desk import survey_of
from surveys.drafting.pieces import find

from .conftest import Running, definition, staff_headers

FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
STAFF = staff_headers() | FORM
COLLEAGUE = UUID(int=8)


class Writer:
    """Somebody with the builder open."""

    def __init__(self, running: Running, survey_id: UUID, headers: dict[str, str] = STAFF) -> None:
        self.running = running
        self.survey_id = survey_id
        self.base = f"/staff/surveys/{survey_id}/questions"
        self.headers = headers
        self.page = ""

    async def look(self, query: str = "") -> str:
        answer = await self.running.client.get(f"{self.base}{query}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    async def post(self, way: str, /, **fields: str) -> httpx.Response:
        return await self.running.client.post(f"{self.base}/{way}", data=fields, headers=self.headers)

    async def send(self, way: str, /, **fields: str) -> str:
        """Post, and see the page one is sent to."""
        answer = await self.post(way, **fields)
        assert answer.status_code == 303, answer.text
        return await self.look(answer.headers["location"].removeprefix(self.base).partition("#")[0])

    async def save(self, act: str = "save", /, **fields: str) -> str:
        return await self.send("save", **{**self.written(), **fields, "act": act})

    def written(self) -> dict[str, str]:
        """The fields of the open piece as they stand on the page."""
        form = self.page.partition('id="piece-form"')[2].partition("</form>")[0]
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            told = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            if told.get("type") not in ("checkbox", "radio") or " checked" in tag:
                fields[told["name"]] = told.get("value", "")
        for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
            fields[name] = unescape(text)
        for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            fields[name] = chosen[1] if chosen else ""
        return fields

    async def document(self) -> dict[str, Any]:
        return (await survey_of(self.running.parts, self.survey_id)).definition

    async def question(self, name: str) -> dict[str, Any]:
        found = find(await self.document(), f"question/{name}")
        assert found is not None
        return found

    async def order(self) -> list[str]:
        return [question["id"] for section in (await self.document())["sections"] for question in section["questions"]]


@pytest.fixture
async def writer(running: Running) -> Writer:
    made = await running.client.post("/api/surveys/staff/surveys", json=definition(), headers=staff_headers())
    return Writer(running, UUID(made.json()["survey_id"]))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("query", ["", "open=question/cycles", "open=section/views", "add=section/travel:cycles"])
async def test_every_view_of_the_builder_is_shown_in_every_language(writer: Writer, language: str, query: str) -> None:
    assert f'<html lang="{language}"' in await writer.look(f"?{query}&lang={language}")


async def test_a_text_is_saved_and_undone_and_done_again(writer: Writer) -> None:
    await writer.look("?open=question/cycles")
    assert "Gjort: endret teksten i spørsmål 1." in await writer.save(text="Sykler du ofte?")
    assert (await writer.question("cycles"))["text"]["nb"] == "Sykler du ofte?"
    assert "Angre: endret teksten i spørsmål 1" in writer.page
    assert "Angret: endret teksten i spørsmål 1." in await writer.send("step", act="undo", open="question/cycles")
    assert (await writer.question("cycles"))["text"]["nb"] == "Sykler du?"
    assert "Gjort om igjen" in await writer.send("step", act="redo", open="question/cycles")
    assert (await writer.question("cycles"))["text"]["nb"] == "Sykler du ofte?"


async def test_a_page_saved_as_it_stands_changes_nothing(writer: Writer) -> None:
    before = await writer.document()
    for piece in ("survey", "section/travel", "question/cycles", "question/days", "question/worry", "question/why"):
        await writer.look(f"?open={piece}")
        await writer.save()
    assert await writer.document() == before
    assert (await survey_of(writer.running.parts, writer.survey_id)).version == 1


async def test_another_language_is_written_beside_the_first(writer: Writer) -> None:
    await writer.look("?open=question/why&writing=en")
    await writer.save(text="Why so?")
    assert (await writer.question("why"))["text"] == {"nb": "Hvorfor?", "en": "Why so?"}


async def test_answers_are_pasted_moved_reworded_and_removed(writer: Writer) -> None:
    await writer.look("?open=question/cycles")
    await writer.save("paste:options", **{"options/new": "Kanskje\n- Vet ikke\n\n"})
    assert [option["text"]["nb"] for option in (await writer.question("cycles"))["options"]] == [
        "Ja",
        "Nei",
        "Kanskje",
        "Vet ikke",
    ]
    await writer.save("up:options/o1", **{"options/o1": "Av og til", "options/o2/outside": "1"})
    options = (await writer.question("cycles"))["options"]
    assert [option["text"]["nb"] for option in options] == ["Ja", "Av og til", "Nei", "Vet ikke"]
    assert options[3]["outside"] is True
    await writer.save("remove:options/o1")
    assert len((await writer.question("cycles"))["options"]) == 3


async def test_a_condition_is_put_together_as_a_sentence(writer: Writer) -> None:
    await writer.look("?open=question/worry")
    page = await writer.save("pick:show_if", **{"show_if.pick": "cycles"})
    assert "«1. Sykler du?»" in page
    await writer.save(**{"show_if.0.value": "no"})
    assert (await writer.question("worry"))["show_if"] == ["=", ["answer", "cycles"], "no"]
    await writer.save("pick:show_if", **{"show_if.pick": "days"})
    await writer.save(**{"show_if.1.operator": "at_least", "show_if.1.value": "3"})
    wanted = ["and", ["=", ["answer", "cycles"], "no"], [">=", ["answer", "days"], 3]]
    assert (await writer.question("worry"))["show_if"] == wanted
    await writer.save("drop:show_if.0")
    assert (await writer.question("worry"))["show_if"] == [">=", ["answer", "days"], 3]


async def test_a_condition_that_is_more_than_a_sentence_is_written_as_text(writer: Writer) -> None:
    await writer.look("?open=question/worry")
    await writer.save(**{"show_if.text": "{days} + 1 > 3"})
    assert (await writer.question("worry"))["show_if"] == [">", ["+", ["answer", "days"], 1], 3]
    assert "mer enn en setning kan si" in writer.page
    refused = await writer.post("save", **{**writer.written(), "show_if.text": "{days} +", "text": "Ny tekst"})
    assert refused.status_code == 422
    assert "{days} +</textarea>" in refused.text
    assert (await writer.question("worry"))["text"]["nb"] == "Ny tekst"


@pytest.mark.parametrize(
    ("pick", "kind"),
    [
        ("single_choice", "single_choice"),
        ("stars", "scale"),
        ("agreement", "single_choice"),
        ("area", "area"),
        ("slider", "number"),
    ],
)
async def test_a_question_of_a_picked_type_comes_where_it_was_asked_for(writer: Writer, pick: str, kind: str) -> None:
    await writer.look("?add=section/travel:cycles")
    await writer.send("add", within="section/travel", after="cycles", text="Nytt?", pick=pick)
    assert (await writer.order())[:3] == ["cycles", "q1", "days"]
    assert (await writer.question("q1"))["kind"] == kind


async def test_a_question_that_is_typed_may_say_its_type_in_brackets(writer: Writer) -> None:
    await writer.look("?open=question/why")
    await writer.send("add", act="question", within="section/views", after="why", text="Har du hund? (ja/nei)")
    question = await writer.question("q1")
    assert (question["kind"], question["text"]) == ("yes_no", {"nb": "Har du hund?"})


async def test_many_questions_are_pasted_at_once_and_are_one_step(writer: Writer) -> None:
    many = "1. Hvor ofte?\n- Hver uke\n- Aldri\n\nHar du hund? (ja/nei)\n# Til slutt\nHva savner du?"
    page = await writer.send("add", act="many", within="section/views", after="word", many=many)
    document = await writer.document()
    assert [question["kind"] for question in document["sections"][1]["questions"][-2:]] == ["single_choice", "yes_no"]
    assert [question["id"] for question in document["sections"][1]["questions"][-2:]] == ["q1", "q2"]
    assert document["sections"][2]["title"] == {"nb": "Til slutt"}
    assert "Angre: la til" in page
    await writer.send("step", act="undo")
    assert await writer.document() == definition()


async def test_a_question_is_moved_copied_and_removed(writer: Writer) -> None:
    await writer.look("?open=question/worry")
    await writer.send("move", open="question/worry", act="up")
    assert await writer.order() == ["cycles", "days", "worry", "why", "word"]
    assert (await writer.document())["sections"][0]["questions"][-1]["id"] == "worry"
    await writer.send("move", open="question/worry", act="move", to="section/views:why")
    assert await writer.order() == ["cycles", "days", "why", "worry", "word"]
    await writer.send("move", open="question/why", act="duplicate")
    assert await writer.order() == ["cycles", "days", "why", "q1", "worry", "word"]
    assert "slettet «Hvorfor?»" in await writer.send("move", open="question/q1", act="remove")


async def test_what_rules_hang_on_is_removed_only_when_that_was_said(writer: Writer) -> None:
    await writer.look("?open=question/cycles")
    refused = await writer.post("move", open="question/cycles", act="remove")
    assert refused.status_code == 409
    assert "spørsmål 2" in refused.text
    await writer.send("move", open="question/cycles", act="remove", together="1")
    assert "show_if" not in await writer.question("days")


async def test_a_type_is_changed_and_what_both_have_is_kept(writer: Writer) -> None:
    await writer.look("?open=question/cycles")
    await writer.save("kind", kind="multiple_choice")
    question = await writer.question("cycles")
    assert (question["kind"], len(question["options"]), question["required"]) == ("multiple_choice", 2, True)
    await writer.look("?open=question/cycles")
    await writer.save("kind", kind="long_text")
    assert "options" not in await writer.question("cycles")


async def test_a_number_that_is_none_stays_in_its_field_and_all_else_is_saved(writer: Writer) -> None:
    await writer.look("?open=question/days")
    refused = await writer.post("save", **{**writer.written(), "min": "abc", "text": "Hvor mange?"})
    assert refused.status_code == 422
    assert 'value="abc"' in refused.text
    assert (await writer.question("days"))["text"]["nb"] == "Hvor mange?"


async def test_two_who_write_different_fields_both_win(writer: Writer) -> None:
    other = Writer(writer.running, writer.survey_id)
    for one in (writer, other):
        await one.look("?open=question/days")
    await writer.save(text="Hvor mange dager?")
    await other.save(max="5")
    question = await writer.question("days")
    assert (question["text"]["nb"], question["max"]) == ("Hvor mange dager?", 5)


async def test_two_who_write_the_same_text_lose_no_word(writer: Writer) -> None:
    other = Writer(writer.running, writer.survey_id)
    for one in (writer, other):
        await one.look("?open=question/why")
    await writer.save(text="Hvorfor akkurat det?")
    clash = await other.post("save", **{**other.written(), "text": "Hvorfor, tror du?", "required": "1"})
    assert clash.status_code == 409
    for text in ("Hvorfor akkurat det?", "Hvorfor, tror du?"):
        assert text in clash.text
    assert (await writer.question("why"))["required"] is True
    command = unescape(re.search(r'name="clash" value="([^"]*)"', clash.text)[1])  # type: ignore[index] # it is there
    await other.send("settle", clash=command, open="question/why", act="merged", merged="Hvorfor akkurat det, tror du?")
    assert (await writer.question("why"))["text"]["nb"] == "Hvorfor akkurat det, tror du?"


async def test_words_for_a_question_that_is_gone_are_shown_and_not_lost(writer: Writer) -> None:
    other = Writer(writer.running, writer.survey_id)
    for one in (writer, other):
        await one.look("?open=question/why")
    await writer.send("move", open="question/why", act="remove")
    refused = await other.post("save", **{**other.written(), "text": "Hvorfor akkurat det?"})
    assert refused.status_code == 409
    assert "En kollega har slettet dette" in refused.text
    assert "Hvorfor akkurat det?" in refused.text


@pytest.mark.parametrize("act", ["up", "down", "move", "duplicate", "remove"])
@pytest.mark.parametrize("piece", ["question/gone", "section/gone", "question/cycles/options/gone", "question", "survey", ""])
async def test_what_a_colleague_has_removed_is_not_moved(writer: Writer, act: str, piece: str) -> None:
    assert (await writer.post("move", open=piece, act=act, to="section/views:")).status_code in (404, 422)


async def test_a_section_may_end_the_survey_for_some(writer: Writer) -> None:
    await writer.look("?open=section/travel")
    await writer.save("pick:end_if", **{"end_if.pick": "cycles"})
    await writer.save(**{"end_if.0.value": "no", "end_text": "Takk for at du ville være med."})
    section = (await writer.document())["sections"][0]
    assert section["end_if"] == ["=", ["answer", "cycles"], "no"]
    assert section["end_text"] == {"nb": "Takk for at du ville være med."}


async def test_an_answer_is_shown_to_some_only(writer: Writer) -> None:
    await writer.look("?add=section/views:why")
    await writer.send("add", within="section/views", after="why", text="Hvordan?", options="Buss\nTog", pick="single_choice")
    await writer.save(**{"options/o1/show_if": "{cycles} = 'no'"})
    options = (await writer.question("q1"))["options"]
    assert options[0]["show_if"] == ["=", ["answer", "cycles"], "no"]
    refused = await writer.post("save", **{**writer.written(), "options/o2/show_if": "{cycles"})
    assert refused.status_code == 422
    assert 'value="{cycles"' in refused.text
    await writer.save(**{"options/o1/show_if": ""})
    assert "show_if" not in (await writer.question("q1"))["options"][0]


async def test_a_check_has_a_rule_and_words_of_its_own(writer: Writer) -> None:
    await writer.look("?open=question/days")
    await writer.save(**{"checks.new.text": "{days} < 6", "checks.new.message": "Ta deg en hviledag."})
    assert (await writer.question("days"))["checks"] == [
        {"must": ["<", ["answer", "days"], 6], "message": {"nb": "Ta deg en hviledag."}}
    ]
    await writer.save(**{"checks.0.text": ""})
    assert "checks" not in await writer.question("days")


@pytest.mark.parametrize("act", ["save", "settle"])
@pytest.mark.parametrize(
    "seen", ["{", "{}", "[]", '{"id": "x", "kind": "single_choice", "options": 7}', '{"id": "x", "kind": "no"}']
)
async def test_a_form_nobody_made_is_refused(writer: Writer, act: str, seen: str) -> None:
    assert (await writer.post(act, seen=seen, clash=seen, open="question/cycles", act="drop:show_if.x")).status_code == 422


@pytest.mark.parametrize("act", ["save", "settle"])
async def test_a_form_nested_without_end_is_refused(writer: Writer, act: str) -> None:
    endless = '{"type":"several","commands":[' * 2_000
    assert (await writer.post(act, seen=endless, clash=endless, open="question/cycles")).status_code == 422


async def test_only_those_who_may_write_meet_the_builder(writer: Writer) -> None:
    reader = Writer(writer.running, writer.survey_id, staff_headers("surveys:read") | FORM)
    assert 'class="builder"' not in await reader.look()
    assert (await reader.post("add", act="section")).status_code == 403
    assert msgspec.to_builtins(await writer.document()) == definition()


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "PNG")
    return drawn.getvalue()


async def test_an_answer_is_given_a_picture_and_what_it_shows_in_words(writer: Writer) -> None:
    path, fields = f"{writer.base}/picture", {"open": "question/cycles", "option": "yes", "writing": "nb", "alt": "En sykkel"}
    await writer.look("?open=question/cycles")
    await writer.save(look="pictures")
    assert "Gi et svar et bilde" in writer.page
    for wrong, content, said in (({}, b"no picture", "ikke et bilde"), ({"alt": " "}, a_picture(), "Skriv hva bildet viser")):
        files = {"file": ("sykkel.png", content, "image/png")}
        refused = await writer.running.client.post(path, data=fields | wrong, files=files, headers=STAFF)
        assert (refused.status_code, said in refused.text) == (422, True)
    files = {"file": ("sykkel.png", a_picture(), "image/png")}
    given = await writer.running.client.post(path, data=fields, files=files, headers=STAFF)
    assert given.status_code == 303
    picture = (await writer.question("cycles"))["options"][0]["picture"]
    assert picture["alt"] == {"nb": "En sykkel"}
    assert f'src="/s/pictures/{picture["file"]}"' in await writer.look("?open=question/cycles")
    await writer.save(**{"options/yes/alt": "En rød sykkel"})
    assert (await writer.question("cycles"))["options"][0]["picture"]["alt"] == {"nb": "En rød sykkel"}

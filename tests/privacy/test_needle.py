"""Names, addresses, answers in own words and personal links are planted through the front door of a whole private stack, and
then looked for in every byte it keeps: database files with their log, the broker's files, logs, configuration, tables, streams,
dumps.

The mail catcher's store is the one place where they belong: it is the person's own mailbox.
"""

import asyncio
import html
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import nats
import pytest

from local.acting import Mailbox, Office, client
from local.stack import Stack
from tests.privacy.haystack import Find, Needles, checkpoint, dump, search_files, search_streams, search_tables
from tests.privacy.life import DEFINITION, PAGE, Canary, Story, municipality_with_own_fields, play, until
from tests.privacy.opening import readable


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="samrad-needle-") as folder:
        municipality = municipality_with_own_fields(Path(folder))
        with Stack(Path(folder) / "run", env={"MUNICIPALITY": str(municipality)}) as stack:
            yield stack


@pytest.fixture(scope="module")
async def story(stack: Stack) -> AsyncIterator[Story]:
    async with client(stack.endpoints) as http:
        story = Story(stack.endpoints, http, Mailbox(stack.endpoints, http))
        await play(story)
        yield story


async def search(stack: Stack, needles: Needles) -> set[Find]:
    await checkpoint(stack.endpoints)
    await dump(stack.endpoints, stack.state.folder / "dumps")
    in_files = await asyncio.to_thread(search_files, stack.state.folder, needles)
    return in_files | await search_tables(stack.endpoints, needles) | await search_streams(stack.endpoints, needles)


async def test_nothing_personal_is_at_rest_anywhere(stack: Stack, story: Story) -> None:
    print(f"\nlooked for {len(story.texts)} texts, each as it may be written anywhere")
    assert await search(stack, Needles(story.texts)) == set()


async def test_with_the_master_key_a_living_members_words_can_be_read(stack: Stack, story: Story) -> None:
    """Else the test of the erased says nothing."""
    opened = " ".join(await readable(stack))
    member = story.member
    for text in (member.name, member.new_name, member.email, member.new_email, story.texts["the reason to look at the member"]):
        assert text in opened
    assert member.heard_of_us in opened.replace('\\"', '"')
    assert story.uploaded.email in opened


async def test_everything_of_a_living_member_comes_back_exactly_as_it_was_entered(story: Story) -> None:
    """From the file that they take along."""
    member, told = story.member, (await story.http.get("/min-side/alt-om-meg.json")).json()
    assert (told["complete"], told["missing"]) == (True, [])
    profile = told["profile"]
    assert (profile["name"], profile["email"], profile["birth_year"]) == (member.new_name, member.new_email, 1984)
    assert (profile["gender"], profile["area"], profile["interests"]) == ("woman", "sandvika", ["climate"])
    assert profile["extra"] == {"dwelling": "owned", "heard_of_us": member.heard_of_us}
    first, *later = [fact["profile"] for fact in told["facts"] if "profile" in fact]
    assert (first["name"], first["email"], first["extra"]["dwelling"]) == (member.name, member.email, "rented")
    assert [profile["name"] for profile in later] == [member.new_name]
    reasons = [fact["seen"]["reason"] for fact in told["facts"] if "seen" in fact]
    assert reasons == [f"Annet: {story.texts['the reason to look at the member']}"]
    assert told["consents"]
    assert all(consent["text"] for consent in told["consents"])
    assert answers_in(told) == {"likes": 7, "why": member.why, "word": member.word, "barn": "other"} | member.beside
    assert {mail["kind"] for mail in told["mails"]} >= {"confirmation", "invitation", "sign_in", "email_change"}


def answers_in(told: dict[str, Any]) -> dict[str, Any]:
    (asked,) = told["asked"]
    return {said["question_id"]: said["answer"] for said in asked["answers"]}


async def test_the_same_stands_on_a_page_to_read(story: Story) -> None:
    """Line by line; a page has its own spaces."""
    member, shown = story.member, words(await story.http.get("/min-side/alt-om-meg", headers=PAGE))
    for text in (
        member.new_name,
        member.new_email,
        member.heard_of_us,
        "I bolig jeg eier",
        member.why,
        member.word,
        *member.beside.values(),
    ):
        assert " ".join(text.split()) in shown
    own = words(await story.http.get("/min-side", headers=PAGE))
    assert story.texts["the reason to look at the member"] in own
    told = (await story.http.get("/min-side/alt-om-meg.json")).json()
    for consent in told["consents"]:
        assert consent["text"] in own
        assert consent["version"] in own


def words(page: httpx.Response) -> str:
    return " ".join(html.unescape(page.text.replace("<br>", " ")).split())


async def test_a_member_who_leaves_is_dropped_by_the_whole_house(story: Story) -> None:
    office = Office(story.endpoints, story.http)  # signed in already
    await story.leave()
    await until(office.members, 0)
    await until(lambda: _in_surveys(story), 0)


async def test_of_the_forgotten_nothing_can_be_read_with_all_stores_and_the_master_key(stack: Stack, story: Story) -> None:
    opened = await readable(stack)
    assert not {text for text in opened if story.member.mark in text}
    assert any(story.uploaded.mark in text for text in opened)
    assert await search(stack, Needles(story.texts)) == set()


async def _in_surveys(story: Story) -> int:
    """How many surveys could invite to a new survey."""
    office = Office(story.endpoints, story.http)
    drafted = await story.http.post("/api/surveys/staff/surveys", json=DEFINITION)
    return await office.reach(drafted.json()["survey_id"])


async def test_what_is_planted_in_the_clear_is_found_everywhere(stack: Stack, story: Story) -> None:
    """Else the test above says nothing."""
    planted = Canary()
    needles = Needles({"planted": planted.email})
    await plant(stack, planted.email)
    places = " ".join(find.where for find in await search(stack, needles))
    for place in (
        "postgres/base",
        "postgres/pg_wal",
        "jetstream",
        "logs/membership.log",
        "membership: public.planted",
        "dumps/membership.sql",
        "MEMBERSHIP",
    ):
        assert place in places, f"{place} was not searched: {places}"


async def test_nothing_personal_is_left_when_the_stack_has_stopped(stack: Stack, story: Story) -> None:
    stack.down()
    assert await asyncio.to_thread(search_files, stack.state.folder, Needles(story.texts)) == set()


async def plant(stack: Stack, text: str) -> None:
    """As somebody would who made the mistake: a column, a message, a line in a log."""
    environment = dict(
        line.split("=", 1) for line in (stack.state.folder / "env" / "membership.env").read_text().splitlines() if "=" in line
    )
    connection = await asyncpg.connect(environment["DATABASE_URL"].strip('"'))
    await connection.execute("create table planted (email text)")
    await connection.execute("insert into planted values ($1)", text)
    await connection.close()
    stack.stop("membership")  # its relay would rightly stop at a message that is not its own
    nc = await nats.connect(environment["NATS_URL"].strip('"'), inbox_prefix=b"_INBOX_membership")
    await nc.request("membership.v1.planted", text.encode(), timeout=5)
    await nc.close()
    with (stack.state.logs / "membership.log").open("a") as log:
        log.write(f"mail sent to {text}\n")

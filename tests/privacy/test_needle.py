"""Names, addresses, answers in own words and personal links are planted through the front door of a whole private stack, and
then looked for in every byte it keeps: database files with their log, the broker's files, logs, configuration, tables, streams.

The mail catcher's store is the one place where they belong: it is the person's own mailbox.
"""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import nats
import pytest

from eventlog import EventLog
from local.acting import CONFIRM_LINK, SURVEY_LINK, Mailbox, Office, client, link_in
from local.stack import Stack
from runtime.house import House, make_engine
from runtime.serve import nothing_announced
from tests.privacy.haystack import Find, Needles, checkpoint, search_files, search_streams, search_tables
from tests.privacy.opening import readable

PAGE = {"accept": "text/html"}
DEFINITION: dict[str, Any] = {
    "format": "samrad.survey/1",
    "languages": ["nb"],
    "title": {"nb": "Om høystakken"},
    "sections": [
        {
            "id": "one",
            "title": {"nb": "Først"},
            "questions": [{"id": "likes", "kind": "scale", "text": {"nb": "Hvor godt liker du høy?"}, "required": True}],
        },
        {
            "id": "two",
            "title": {"nb": "Så"},
            "questions": [
                {"id": "why", "kind": "long_text", "text": {"nb": "Hvorfor?"}, "max_length": 1000},
                {"id": "word", "kind": "short_text", "text": {"nb": "Ett ord?"}},
            ],
        },
    ],
}


@dataclass
class Canary:
    """One invented person whose every word can be told from all others."""

    mark: str = field(default_factory=lambda: secrets.token_hex(5))

    @property
    def name(self) -> str:
        return f"Nåle Øyesen-{self.mark}"

    @property
    def email(self) -> str:
        return f"naal.{self.mark}@hoystakk-{self.mark}.test"

    @property
    def why(self) -> str:
        return f"Fordi kua på tunet heter Dagros-{self.mark} og bor i Åsveien"

    @property
    def word(self) -> str:
        return f"høystakk{self.mark}"


@dataclass
class Story:
    """What happened to the people of the test, and what of theirs must not be found."""

    endpoints: dict[str, Any]
    http: httpx.AsyncClient
    mailbox: Mailbox
    texts: dict[str, str] = field(default_factory=dict)
    member: Canary = field(default_factory=Canary)
    survey_id: Any = None

    async def sign_up(self, canary: Canary, name: str) -> None:
        self.texts |= {f"{name}'s name": canary.name, f"{name}'s address": canary.email, f"{name}'s mark": canary.mark}
        form = {
            "name": canary.name,
            "email": canary.email,
            "gender": "woman",
            "birth_year": "1984",
            "area": "sandvika",
            "interests": ["climate"],
            "consent": (await self.http.get("/api/membership/form")).json()["consent_version"],
        }
        answer = await self.http.post("/bli-med", data=form)
        assert answer.status_code == 303, answer.text

    async def bring_along(self, canary: Canary, name: str, *, order: bool) -> None:
        self.texts |= {f"{name}'s name": canary.name, f"{name}'s address": canary.email, f"{name}'s mark": canary.mark}
        rows = f"E-post;Fødselsår;Navn\r\n{canary.email};1984;{canary.name}\r\nikke {canary.mark};x;\r\n"
        rows += f"fyll {canary.mark} {'x' * 60};;\r\n" * (
            0 if order else 15_000
        )  # so many that a reader would like to put them on a disk
        file = ("panel.csv", rows.encode())
        answer = await self.http.post("/staff/panel/import", files={"file": file}, headers=PAGE)
        path = answer.headers["location"]
        assert canary.email in (await self.http.get(path, headers=PAGE)).text
        if not order:
            return
        columns = {"email": "0", "birth": "1", "name": "2"}
        assert (await self.http.post(f"{path}/order", data=columns, headers=PAGE)).status_code == 303
        for _ in range(300):
            if "Panelet er hentet inn" in (await self.http.get(path, headers=PAGE)).text:
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the import was not completed")

    async def mail_to(self, canary: Canary, kind: Any = None) -> str:
        """The token in the next mail to this person ("" where the mail has no such link)."""
        for _ in range(300):
            for mail in await self.mailbox.fresh():
                if canary.email in mail["to"]:
                    return (link_in(mail, kind) or "") if kind else ""
            await asyncio.sleep(0.1)
        raise AssertionError("no mail came")

    async def confirm(self, canary: Canary, name: str) -> None:
        token = await self.mail_to(canary, CONFIRM_LINK)
        self.texts[f"{name}'s confirm link"] = token
        assert (await self.http.get(f"/bekreft/{token}", headers=PAGE)).status_code == 200
        assert (await self.http.post(f"/bekreft/{token}")).status_code == 303

    async def answer(self, canary: Canary, token: str) -> None:
        self.texts |= {"the survey link": token, "the long answer": canary.why, "the short answer": canary.word}
        link = f"/s/{token}"
        assert (await self.http.get(link, headers=PAGE)).status_code == 200
        for section, fields in (
            ("one", {"q-likes": "7", "go": "next"}),
            ("two", {"q-why": canary.why, "q-word": canary.word, "go": "next"}),
        ):
            saved = await self.http.post(f"{link}/{section}", data=fields)
            assert saved.status_code == 200, saved.text
            assert "Feil:" not in saved.text
        sent = await self.http.post(f"{link}/submit")
        assert "Svaret er registrert" in sent.text

    async def look_at(self, canary: Canary, name: str) -> None:
        """A member of staff opens this one person, and says why in their own words."""
        self.texts[f"the reason to look at {name}"] = reason = f"Ringte om kua Dagros-{canary.mark}"
        found = await self.http.post("/staff/panel/members/find", data={"email": canary.email})
        assert found.status_code == 303, found.text
        shown = await self.http.post(found.headers["location"], data={"reason": "other", "note": reason})
        assert canary.name in shown.text


async def play(story: Story) -> None:
    """One becomes a member and answers, one signs up again, one never confirms, one is turned away as too young.

    Two are brought along from an earlier panel: one is asked, one stands in a file that nobody goes on with.
    """
    member, waiting = story.member, Canary()
    await story.sign_up(member, "the member")
    await story.confirm(member, "the member")
    await story.sign_up(member, "the member")
    await story.sign_up(waiting, "the waiting")
    office = await Office(story.endpoints, story.http).sign_in()
    await story.bring_along(Canary(), "the invited", order=True)
    await story.bring_along(Canary(), "the uploaded", order=False)
    await until(office.members, 1)
    await story.look_at(member, "the member")
    survey_id = story.survey_id = await office.publish_survey(DEFINITION)
    await until(lambda: office.reach(survey_id), 1)
    await office.dispatch(survey_id)
    await story.answer(member, await story.mail_to(member, SURVEY_LINK))
    await until(lambda: _completed(office, survey_id), 1)
    for path in (
        "/staff/",
        "/staff/panel",
        "/staff/panel/members",
        "/staff/panel/views",
        "/staff/panel/retention",
        "/staff/outbox",
        f"/staff/surveys/{survey_id}",
        f"/staff/surveys/{survey_id}/texts",
    ):
        assert (await story.http.get(path, headers=PAGE)).status_code == 200, path
    await provoke(story, member)


async def provoke(story: Story, canary: Canary) -> None:
    """What goes wrong must not be written down either."""
    await story.http.post("/bli-med", data={"name": canary.name, "email": canary.email, "birth_year": "x"})
    await story.http.post("/api/membership/sign-ups", json={"name": canary.name, "email": [canary.email]})
    await story.http.post(
        "/api/membership/sign-ups", content=canary.name.encode(), headers={"content-type": "application/json"}
    )
    await story.http.get("/bli-med", params={"email": canary.email, "name": canary.name})
    await story.http.get(
        f"/finnes-ikke/{canary.mark}", headers={"user-agent": canary.name.encode().hex(), "referer": canary.mark}
    )


async def _completed(office: Office, survey_id: Any) -> int:
    return int((await office.counts(survey_id))["completed"])


async def until(count: Any, wanted: int) -> None:
    for _ in range(300):
        if await count() == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never {wanted}")


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="samrad-needle-") as folder, Stack(Path(folder) / "run") as stack:
        yield stack


@pytest.fixture(scope="module")
async def story(stack: Stack) -> AsyncIterator[Story]:
    async with client(stack.endpoints) as http:
        story = Story(stack.endpoints, http, Mailbox(stack.endpoints, http))
        await play(story)
        yield story


async def search(stack: Stack, needles: Needles) -> set[Find]:
    await checkpoint(stack.endpoints)
    in_files = await asyncio.to_thread(search_files, stack.state.folder, needles)
    return in_files | await search_tables(stack.endpoints, needles) | await search_streams(stack.endpoints, needles)


async def test_nothing_personal_is_at_rest_anywhere(stack: Stack, story: Story) -> None:
    assert await search(stack, Needles(story.texts)) == set()


async def test_with_the_master_key_a_living_members_words_can_be_read(stack: Stack, story: Story) -> None:
    """Else the test of the erased says nothing."""
    opened = " ".join(await readable(stack))
    for text in (story.member.name, story.member.email, story.texts["the reason to look at the member"]):
        assert text in opened


async def test_everything_of_a_living_member_comes_back_exactly_as_it_was_entered(stack: Stack, story: Story) -> None:
    """Asked as membership asks, with its own credentials, of the services as they run."""
    told = await everything_about(stack, story.member)
    assert (told["complete"], told["missing"]) == (True, [])
    profile = told["profile"]
    assert (profile["name"], profile["email"], profile["birth_year"]) == (story.member.name, story.member.email, 1984)
    assert (profile["gender"], profile["area"], list(profile["interests"])) == ("woman", "sandvika", ["climate"])
    assert [consent["text"] for consent in told["consents"]] != [None]
    (asked,) = told["asked"]
    answers = {said["question_id"]: said["answer"] for said in asked["answers"]}
    assert answers == {"likes": 7, "why": story.member.why, "word": story.member.word}
    assert {"confirmation", "sign_up_repeated", "invitation"} >= {mail["kind"] for mail in told["mails"]} >= {"invitation"}


async def test_a_member_who_is_forgotten_is_dropped_by_the_whole_house(story: Story) -> None:
    office = Office(story.endpoints, story.http)  # signed in already
    forgotten = await story.http.post("/staff/panel/forget", data={"email": story.member.email})
    assert forgotten.status_code == 303, forgotten.text
    await until(office.members, 0)
    await until(lambda: _in_surveys(story), 0)


async def test_of_the_forgotten_nothing_can_be_read_with_all_stores_and_the_master_key(stack: Stack, story: Story) -> None:
    assert not {text for text in await readable(stack) if story.member.mark in text}
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
        "MEMBERSHIP",
    ):
        assert place in places, f"{place} was not searched: {places}"


async def test_nothing_personal_is_left_when_the_stack_has_stopped(stack: Stack, story: Story) -> None:
    stack.down()
    assert await asyncio.to_thread(search_files, stack.state.folder, Needles(story.texts)) == set()


async def everything_about(stack: Stack, canary: Canary) -> dict[str, Any]:
    from membership.about_me import about_me  # noqa: PLC0415
    from membership.events import EVENTS  # noqa: PLC0415
    from membership.parts import close, parts_in, prepare  # noqa: PLC0415
    from membership.settings import Settings  # noqa: PLC0415

    lines = (stack.state.folder / "env" / "membership.env").read_text().splitlines()
    environment = {name.lower(): value.strip('"') for name, value in (line.split("=", 1) for line in lines if "=" in line)}
    settings = Settings.model_validate({name: environment[name] for name in Settings.model_fields if name in environment})
    engine = make_engine(settings)
    log = EventLog(settings.database_url, engine, EVENTS, nothing_announced, name="membership")
    house = House("membership", settings, engine, log)
    await log.open()
    await prepare(house)
    parts = parts_in(house)
    member_id = await parts.addresses.member_with(parts.address_hash(canary.email))
    assert member_id is not None
    told = await about_me(parts, member_id, datetime.now(UTC))
    await close(house)
    await log.close()
    await engine.dispose()
    return told


async def plant(stack: Stack, text: str) -> None:
    """As somebody would who made the mistake: a column, a message, a line in a log."""
    import asyncpg  # noqa: PLC0415

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

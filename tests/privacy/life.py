"""A panel's life with people whose every word can be told from all others, through the front door of a whole stack.

What must not be found afterwards is noted as it comes up: names, addresses, answers in own words, personal links, a code,
cookies.
"""

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from local.acting import CONFIRM_LINK, SURVEY_LINK, Mailbox, Office, link_in
from local.places import DEPLOY

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
                {
                    "id": "barn",
                    "kind": "single_choice",
                    "text": {"nb": "Hvor står låven?"},
                    "comment": {"nb": "Si gjerne mer"},
                    "options": [
                        {"id": "hill", "text": {"nb": "På bakken"}},
                        {"id": "other", "text": {"nb": "Annet"}, "write_in": True},
                    ],
                },
                {
                    "id": "cows",
                    "kind": "multiple_text",
                    "text": {"nb": "To kyr?"},
                    "rows": [{"id": "a", "text": {"nb": "Den ene"}}],
                },
                {"id": "mail", "kind": "short_text", "format": "email", "text": {"nb": "E-post til budeia, sa du {word}?"}},
            ],
        },
    ],
}
SIGN_IN_LINK = re.compile(r"/min-side/inn/([A-Za-z0-9_-]+)")
NEW_ADDRESS_LINK = re.compile(r"/min-side/ny-adresse/([A-Za-z0-9_-]+)")
STOP_LINK = re.compile(r"/avmeld/([A-Za-z0-9_-]+)")
CODE = re.compile(r"^([0-9]{8})\r?$", re.MULTILINE)
CAMPAIGN = "hoystakken"


def municipality_with_own_fields(folder: Path) -> Path:
    """The usual one, which asks what the example asks of its own too."""
    files, path = DEPLOY / "municipality", folder / "baerum.toml"
    _, mark, own = (files / "example.toml").read_text(encoding="utf-8").partition("[[form.own]]")
    path.write_text((files / "baerum.toml").read_text(encoding="utf-8") + mark + own, encoding="utf-8")
    return path


@dataclass
class Canary:
    """One invented person whose every word can be told from all others."""

    mark: str = field(default_factory=lambda: secrets.token_hex(5))

    @property
    def name(self) -> str:
        return f"Nåle Øyesen-{self.mark} 🪡"

    @property
    def new_name(self) -> str:
        return f"Nåle «Ny» O'Tråd-{self.mark} <3"

    @property
    def email(self) -> str:
        return f"naal.{self.mark}@hoystakk-{self.mark}.test"

    @property
    def new_email(self) -> str:
        return f"traad.{self.mark}@symaskin-{self.mark}.test"

    @property
    def heard_of_us(self) -> str:
        return f"Ved brønnen på Dagros-{self.mark}, av «ei» & <b>to</b> 🐄"

    @property
    def why(self) -> str:
        return f'Fordi kua på tunet heter Dagros-{self.mark} 🐄\n\tog bor i <Åsveien> & "omegn"'

    @property
    def word(self) -> str:
        return f"høystakk{self.mark}"

    @property
    def beside(self) -> dict[str, str]:
        """Own words beside an answer, by their names."""
        return {
            "barn.other": f"Bak smia hos Sidsel-{self.mark}",
            "barn.comment": f"Den lener seg mot Rosa-{self.mark} 🐂",
            "cows.a": f"Litago-{self.mark}",
            "mail": f"budeie.{self.mark}@seter-{self.mark}.test",
        }


@dataclass
class Story:
    """What happened to the people of the test, and what of theirs must not be found."""

    endpoints: dict[str, Any]
    http: httpx.AsyncClient
    mailbox: Mailbox
    texts: dict[str, str] = field(default_factory=dict)
    member: Canary = field(default_factory=Canary)
    uploaded: Canary = field(default_factory=Canary)
    survey_id: Any = None
    unread: list[dict[str, Any]] = field(default_factory=list)

    def note(self, canary: Canary, name: str) -> None:
        self.texts |= {f"{name}'s name": canary.name, f"{name}'s address": canary.email, f"{name}'s mark": canary.mark}

    async def sign_up(self, canary: Canary, name: str, path: str = "/bli-med") -> None:
        self.note(canary, name)
        self.texts[f"{name}'s own field"] = canary.heard_of_us
        form = {
            "name": f"  {canary.name} ",
            "email": canary.email,
            "gender": "woman",
            "birth_year": "1984",
            "area": "sandvika",
            "interests": ["climate"],
            "extra.dwelling": "rented",
            "extra.heard_of_us": canary.heard_of_us,
            "consent": (await self.http.get("/api/membership/form")).json()["consent_version"],
        }
        answer = await self.http.post(path, data=form)
        assert answer.status_code == 303, answer.text

    async def bring_along(self, canary: Canary, name: str, *, order: bool) -> None:
        self.note(canary, name)
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

    async def mail_with(self, address: str, kind: re.Pattern[str]) -> dict[str, Any]:
        """The next mail to this address that has such a link."""
        for _ in range(300):
            self.unread += await self.mailbox.fresh()
            for mail in self.unread:
                if address in mail["to"] and link_in(mail, kind):
                    self.unread.remove(mail)
                    return mail
            await asyncio.sleep(0.1)
        raise AssertionError("no mail came")

    async def token_to(self, address: str, kind: re.Pattern[str]) -> str:
        return link_in(await self.mail_with(address, kind), kind) or ""

    async def confirm(self, canary: Canary, name: str) -> None:
        token = self.texts[f"{name}'s confirm link"] = await self.token_to(canary.email, CONFIRM_LINK)
        assert (await self.http.get(f"/bekreft/{token}", headers=PAGE)).status_code == 200
        assert (await self.http.post(f"/bekreft/{token}")).status_code == 303

    async def sign_in(self, canary: Canary) -> None:
        """With the code; the link of the same mail is looked at."""
        await self.send("/min-side/logg-inn", {"email": canary.email})
        mail = await self.mail_with(canary.email, SIGN_IN_LINK)
        link, found = link_in(mail, SIGN_IN_LINK) or "", CODE.search(mail["text"])
        assert found is not None
        assert (await self.http.get(f"/min-side/inn/{link}", headers=PAGE)).status_code == 200
        asked = self.http.cookies["samrad-sign-in"]
        await self.send("/min-side/logg-inn/kode", {"code": found[1]})
        self.texts |= {"the sign-in link": link, "the cookie of who asked to sign in": asked}
        self.texts["the session"] = self.http.cookies["samrad-member"]
        self.texts |= {f"the code {way}": way.format(found[1]) for way in ('"{}"', "code={}", " {}\n", "'{}'")}

    async def change_everything(self, canary: Canary) -> None:
        """Another name, and then another address."""
        changed = {"name": canary.new_name, "language": "nb", "birth_year": "1984", "gender": "woman", "area": "sandvika"}
        own = {"extra.dwelling": "owned", "extra.heard_of_us": canary.heard_of_us}
        await self.send("/min-side/profil", changed | own | {"interests": "climate"})
        await self.send("/min-side/e-post", {"email": canary.new_email})
        token = await self.token_to(canary.new_email, NEW_ADDRESS_LINK)
        assert (await self.http.get(f"/min-side/ny-adresse/{token}", headers=PAGE)).status_code == 200
        await self.send(f"/min-side/ny-adresse/{token}", {})
        self.texts |= {"the new name": canary.new_name, "the new address": canary.new_email, "the link to it": token}

    async def stop_and_go_on(self, token: str) -> None:
        self.texts["the link that stops invitations"] = token
        await self.send(f"/avmeld/{token}", {})
        await self.send(f"/avmeld/{token}/angre", {})

    async def leave(self) -> None:
        left = await self.http.post("/min-side/slett")
        token = self.texts["the certificate's link"] = left.headers["location"].removeprefix("/slettet/")
        assert (await self.http.get(f"/slettet/{token}", headers=PAGE)).status_code == 200
        assert (await self.http.get(f"/slettet/{token}/bevis.json")).json()["signature"]

    async def send(self, path: str, form: dict[str, str]) -> None:
        answer = await self.http.post(path, data=form)
        assert answer.status_code == 303, f"{path}: {answer.text}"

    async def answer(self, canary: Canary, token: str) -> None:
        self.texts |= {"the survey link": token, "the long answer": canary.why, "the short answer": canary.word}
        self.texts |= {f"the words of {name}": text for name, text in canary.beside.items()}
        link = f"/s/{token}"
        beside = {"q-barn": "other"} | {f"q-{name}": text for name, text in canary.beside.items()}
        assert (await self.http.get(link, headers=PAGE)).status_code == 200
        for section, fields in (
            ("one", {"q-likes": "7", "go": "next"}),
            ("two", {"q-why": f"  {canary.why} \n", "q-word": canary.word, "go": "stay"}),
            ("two", {"q-why": canary.why, "q-word": canary.word, "go": "next"} | beside),
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
    """One becomes a member, answers, and changes everything; one signs up again, two at a stand and elsewhere never confirm.

    Two are brought along from an earlier panel: one is asked, one stands in a file that nobody goes on with.
    """
    member, waiting, standing, invited = story.member, Canary(), Canary(), Canary()
    await story.sign_up(member, "the member")
    await story.confirm(member, "the member")
    await story.sign_up(member, "the member")
    await story.sign_up(waiting, "the waiting")
    office = await Office(story.endpoints, story.http).sign_in()
    await office.create_campaign(CAMPAIGN, "event", "Møt oss", "2026-06-10")
    await story.sign_up(standing, "the one at the stand", f"/stand/{CAMPAIGN}")
    await story.bring_along(invited, "the invited", order=True)
    await story.bring_along(story.uploaded, "the uploaded", order=False)
    for canary, name in ((waiting, "the waiting"), (standing, "the one at the stand"), (invited, "the invited")):
        story.texts[f"{name}'s confirm link"] = await story.token_to(canary.email, CONFIRM_LINK)
    await until(office.members, 1)
    await story.look_at(member, "the member")
    await ask(story, office)
    await story.sign_in(member)
    await story.change_everything(member)
    await look_around(story)
    await provoke(story, member)


async def ask(story: Story, office: Office) -> None:
    survey_id = story.survey_id = await office.publish_survey(DEFINITION)
    await until(lambda: office.reach(survey_id), 1)
    await office.dispatch(survey_id)
    invitation = await story.mail_with(story.member.email, SURVEY_LINK)
    await story.answer(story.member, link_in(invitation, SURVEY_LINK) or "")
    await until(lambda: _completed(office, survey_id), 1)
    await story.stop_and_go_on(link_in(invitation, STOP_LINK) or "")


async def look_around(story: Story) -> None:
    """At every page that shows something of somebody."""
    for path in (
        "/min-side",
        "/min-side/profil",
        "/min-side/e-post",
        "/min-side/alt-om-meg",
        "/min-side/alt-om-meg.json",
        "/min-side/slett",
        "/staff/",
        "/staff/panel",
        "/staff/panel/campaigns",
        "/staff/panel/members",
        "/staff/panel/views",
        "/staff/panel/retention",
        "/staff/outbox",
        f"/staff/surveys/{story.survey_id}",
        f"/staff/surveys/{story.survey_id}/texts",
    ):
        assert (await story.http.get(path, headers=PAGE)).status_code == 200, path


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

"""What people do in a browser, step by step, as they see it: staff at their desk, residents with a phone and a mailbox."""

import asyncio
import json
import random
import re
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from playwright.async_api import Page, StorageState

from local.acting import CONFIRM_LINK, SURVEY_LINK, Office, client, confirm, consent_version, link_in, sign_up, totp
from local.answers import answers_to
from local.stack import Stack
from local.story import CAMPAIGNS, person

SURVEYS = Path(__file__).parents[2] / "deploy/local/src/local/surveys"
PATIENCE = 30.0
SIGN_IN_CODE = re.compile(r"^[0-9]{8}(?=\r?$)", re.MULTILINE)
T = TypeVar("T")
Answers = Mapping[str, str | int | Sequence[str] | Mapping[str, str]]


def definition(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SURVEYS / f"{name}.json").read_text(encoding="utf-8"))
    return read


@dataclass
class Town:
    """A running panel, the staff's way in, and programs that act as all the others."""

    stack: Stack
    http: httpx.AsyncClient
    office: Office
    signed_in: StorageState
    chance: random.Random
    people: int = 0
    answered: set[str] = field(default_factory=set)

    def at(self, path: str) -> str:
        return str(self.stack.endpoints["public"]).rstrip("/") + path

    async def mails(self, address: str) -> list[dict[str, Any]]:
        """Newest first."""
        found: list[dict[str, Any]] = (await self.http.get(self.stack.endpoints["inbox_json"], params={"to": address})).json()
        return found

    async def link(self, address: str, kind: re.Pattern[str], but: Collection[str] = ()) -> str:
        """The token of the newest link of this kind that was sent to this address, when it has come."""

        async def come() -> str | None:
            tokens = (link_in(mail, kind) for mail in await self.mails(address))
            return next((token for token in tokens if token and token not in but), None)

        return await eventually(come)

    async def code(self, address: str) -> str:
        """The code of the newest mail by which one signs in, when it has come."""

        async def come() -> str | None:
            codes = (SIGN_IN_CODE.search(mail["text"]) for mail in await self.mails(address))
            return next((code[0] for code in codes if code), None)

        return await eventually(come)

    async def move_in(self, count: int) -> list[str]:
        """So many become members, by program; returns their addresses."""
        consent = await consent_version(self.http)
        addresses = []
        for _ in range(count):
            self.people += 1
            somebody = person(self.chance, self.people, CAMPAIGNS[0], consent) | {"campaign": "", "language": "nb"}
            await sign_up(self.http, somebody)
            addresses.append(str(somebody["email"]))
        for address in addresses:
            await confirm(self.http, await self.link(address, CONFIRM_LINK))
        return addresses

    async def reaches(self, survey_id: UUID, members: int) -> None:
        """Surveys has heard of so many members."""

        async def heard() -> bool:
            return await self.office.reach(survey_id) >= members

        await eventually(heard)

    async def invite(self, name: str) -> tuple[UUID, int]:
        """A survey of the story's, published and sent to all members."""
        survey_id = await self.office.publish_survey(definition(name))
        await self.reaches(survey_id, await self.office.members())
        return survey_id, await self.office.dispatch(survey_id)

    async def answer(self, address: str, name: str) -> None:
        """One member answers the newest invitation by a respondent's program."""
        token = await self.link(address, SURVEY_LINK, but=self.answered)
        body = {"submission_id": str(uuid4()), "language": "nb", "answers": answers_to(definition(name), self.chance)}
        (await self.http.post(f"/api/surveys/answer/{token}", json=body)).raise_for_status()
        self.answered.add(token)

    async def counted(self, survey_id: UUID, completed: int) -> None:
        async def shown() -> bool:
            return bool((await self.office.counts(survey_id))["completed"] >= completed)

        await eventually(shown)


async def eventually(ask: Callable[[], Awaitable[T | None]], patience: float = PATIENCE) -> T:
    """The first answer that is not empty."""
    give_up = time.monotonic() + patience
    while not (answer := await ask()):
        if time.monotonic() > give_up:
            raise AssertionError(f"nothing came within {patience:.0f} seconds")
        await asyncio.sleep(0.05)
    return answer


async def settle_in(stack: Stack, page: Page) -> Town:
    """The staff account signs in with both factors, in the browser; programs use the cookie it got."""
    await sign_in(page, stack)
    state = await page.context.storage_state()
    http = client(stack.endpoints)
    for cookie in state["cookies"]:
        http.cookies.set(cookie["name"], cookie["value"], domain="127.0.0.1", path="/")
    return Town(stack, http, Office(stack.endpoints, http), state, random.Random(2019))


async def sign_in(page: Page, stack: Stack) -> None:
    account = stack.endpoints["staff_account"]
    await page.goto(stack.endpoints["staff"])
    await page.locator("#name").fill(account["name"])
    await page.locator("#password").fill(account["password"])
    await page.locator("main button[type=submit]").click()
    await page.locator("#code").fill(totp(account["totp_secret"], time.time()))
    await page.locator("main button[type=submit]").click()
    await page.wait_for_url("**/staff/")


async def write_sign_up(page: Page, address: str, *, name: str = "Kari Prøve") -> None:
    """Fill in the whole form, without sending it."""
    await page.locator("#name").fill(name)
    await page.locator("#email").fill(address)
    await page.locator("#birth_year").fill("1984")
    await page.locator("input[name=gender][value=woman]").check()
    await page.locator("#area").select_option("sandvika")
    await page.locator("input[name=interests][value=climate]").check()
    await page.locator("input[name=consent]").check()


async def write(page: Page, answers: Answers) -> None:
    """Answer the questions that stand on the page; those on other pages are left."""
    for question, answer in answers.items():
        name = f"q-{question}"
        if await page.locator(f'main [name="{name}"], main [name^="{name}."]').count() == 0:
            continue
        if isinstance(answer, Mapping):
            for row, option in answer.items():
                await choose(page, f"{name}.{row}", option)
        elif isinstance(answer, str | int):
            await _one(page, name, str(answer))
        else:
            for option in answer:
                await choose(page, name, option)


async def _one(page: Page, name: str, value: str) -> None:
    if await page.locator(f'main [name="{name}"][type=radio]').count():
        await choose(page, name, value)
    else:
        await page.locator(f'main [name="{name}"]').fill(value)


async def choose(page: Page, name: str, value: str) -> None:
    """Press the words beside the button, as a thumb does."""
    control = page.locator(f'main [name="{name}"][value="{value}"]')
    if not await control.is_checked():
        await page.locator(f'main label[for="{await control.get_attribute("id")}"]').click()
    assert await control.is_checked()


async def go_on(page: Page, go: str = "next") -> None:
    await page.locator(f"main button[name=go][value={go}]").click()


KLIMA: Answers = {
    "bekymret": 7,
    "storste-kilde": "veitrafikk",
    "ansvar": {"staten": "stort", "kommunen": "stort", "bedriftene": "noe", "den-enkelte": "lite"},
    "reisemaate": "bil",
    "hindrer": ["tid", "avganger"],
    "mil": "120,5",
    "gjort": ["reparert", "brukt"],
    "tiltak": ["sykkel", "buss"],
    "villig": 8,
    "ett-ord": "framtid",
    "raad": "Begynn med bussen.",
}

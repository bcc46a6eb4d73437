"""Respondents under a storm of kills: every process of the stack is killed with -9 at random while people answer."""

import asyncio
import base64
import contextlib
import random
import re
import time
import urllib.request
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx

from eventlog.sessions import LOST
from local.acting import CONFIRM_LINK, SURVEY_LINK, Mailbox, Office, confirm, consent_version, link_in, sign_up
from local.stack import Stack
from local.story import CAMPAIGNS, person
from tests.faults.ledger import Ledger, settle, submitted
from tests.load import survey
from tests.load.http import Connection

RETRY_FOR = 10.0
TARGETS = ("surveys", "analytics", "membership", "notifications", "identity", "nats", "postgres", "gateway")
AT_ONCE = 16


class Town:
    """A stack with members, and links to answer."""

    def __init__(self, stack: Stack, http: httpx.AsyncClient, seed: int = 1) -> None:
        self.stack = stack
        self.http = http
        self.office = Office(stack.endpoints, http)
        self.mailbox = Mailbox(stack.endpoints, http)
        self.chance = random.Random(seed)
        self.links: list[str] = []
        self.surveys: list[UUID] = []
        self.people = 0

    async def recruit(self, members: int) -> None:
        await self.sign_up(members)
        await self.confirm_all(members)

    async def sign_up(self, count: int) -> None:
        consent = await consent_version(self.http)
        for _ in range(count):
            self.people += 1
            await sign_up(self.http, person(self.chance, self.people, CAMPAIGNS[0], consent) | {"campaign": ""})

    async def confirm_all(self, wanted: int) -> None:
        async def act(token: str) -> None:
            await confirm(self.http, token)

        await self._mails(CONFIRM_LINK, wanted, act)
        await until(self.office.members, self.people)

    async def publish(self) -> UUID:
        survey_id = await self.office.publish_survey(survey.definition(len(self.surveys) + 1))
        self.surveys.append(survey_id)
        await until(lambda: self.office.reach(survey_id), self.people)
        return survey_id

    async def invite(self) -> UUID:
        """A new survey to all members; their links come by mail."""
        survey_id = await self.publish()
        issued = await self.office.dispatch(survey_id)
        await self.collect(issued)
        return survey_id

    async def collect(self, wanted: int) -> None:
        async def keep(token: str) -> None:
            self.links.append(token)

        await self._mails(SURVEY_LINK, wanted, keep)

    async def _mails(self, kind: re.Pattern[str], wanted: int, act: Callable[[str], Awaitable[None]]) -> None:
        came, give_up = 0, time.monotonic() + 120
        while came < wanted:
            for mail in await self.mailbox.fresh():
                if token := link_in(mail, kind):
                    await act(token)
                    came += 1
            if time.monotonic() > give_up:
                raise AssertionError(f"{came} of {wanted} mails came")
            await asyncio.sleep(0.1)

    async def completed(self) -> int:
        """What analytics shows, over all surveys."""
        return sum([(await self.office.counts(survey_id))["completed"] for survey_id in self.surveys])


def invitation_of(token: str) -> UUID:
    return UUID(bytes=base64.urlsafe_b64decode(token + "=")[:16])


async def respond(town: Town, token: str, ledger: Ledger, connection: Connection) -> None:
    """One respondent, whose program tries again for ten seconds with the same submission."""
    body = survey.submission(town.chance)
    began = time.monotonic()
    while time.monotonic() - began < RETRY_FOR:
        try:
            answer = await asyncio.wait_for(connection.request("POST", f"/api/surveys/answer/{token}", body), RETRY_FOR)
        except (OSError, EOFError, ValueError, TimeoutError):
            await asyncio.sleep(0.1)
            continue
        if answer.status in {200, 201}:
            ledger.acknowledged.add(invitation_of(token))
            ledger.waits.append(time.monotonic() - began)
            return
        if answer.status < 500:
            raise AssertionError(f"refused with {answer.status}: {answer.body[:200]!r}")
        await asyncio.sleep(0.1)
    ledger.gave_up.add(invitation_of(token))


async def answer_all(town: Town, ledger: Ledger, rate: float, until_over: Callable[[], bool]) -> None:
    """People answer at about `rate` a second until the links are used up or it is over."""
    base_url = town.stack.endpoints["public"]

    async def desk() -> None:
        connection = Connection(base_url)
        while town.links and not until_over():
            began = time.monotonic()
            await respond(town, town.links.pop(), ledger, connection)
            await asyncio.sleep(max(0.0, AT_ONCE / rate - (time.monotonic() - began)))
        connection.close()

    await asyncio.gather(*(desk() for _ in range(AT_ONCE)))


async def kill_at_random(town: Town, ledger: Ledger, every: tuple[float, float], over: asyncio.Event) -> None:
    """Kill until it is over; one that is still coming back is left alone until it answers."""
    bag: list[str] = []
    while not over.is_set():
        await asyncio.sleep(town.chance.uniform(*every))
        bag = bag or town.chance.sample(TARGETS, len(TARGETS))  # in no order, but each as often as any other
        target = bag.pop()
        if await asyncio.to_thread(_answers, town.stack, target):
            town.stack.kill(target)
            ledger.kills[target] += 1


def _answers(stack: Stack, name: str) -> bool:
    """Whether the process is up again after its last kill."""
    try:
        endpoints = stack.endpoints
        if endpoints["processes"][name]["pid"] is None:
            return False
        if name not in endpoints["services"]:
            return True
        with contextlib.closing(urllib.request.urlopen(f"{endpoints['services'][name]}/health/live", timeout=1)):
            return True
    except (OSError, KeyError, ValueError):
        return False


async def drain(town: Town, ledger: Ledger, patience: float) -> None:
    """Wait until analytics shows what the surveys' log holds; then settle the account."""
    give_up = time.monotonic() + patience
    while True:
        with contextlib.suppress(httpx.HTTPError, RuntimeError, *LOST):
            held = await submitted(town.stack)
            counted = await town.completed()
            if counted >= len(held) or time.monotonic() > give_up:
                settle(ledger, held, counted)
                return
        if time.monotonic() > give_up + 30:
            raise AssertionError("the house does not answer any more")
        await asyncio.sleep(0.2)


async def until(count: Callable[[], Awaitable[int]], wanted: int, patience: float = 60) -> None:
    give_up = time.monotonic() + patience
    while (seen := await count()) < wanted:
        if time.monotonic() > give_up:
            raise AssertionError(f"{seen} were counted, {wanted} expected")
        await asyncio.sleep(0.1)


async def storm(town: Town, *, kills: int, answers: int, every: tuple[float, float], rate: float) -> Ledger:
    """Until at least so many were killed while at least so many answers were acknowledged."""
    ledger, over = Ledger(), asyncio.Event()

    def enough() -> bool:
        return ledger.kills.total() >= kills and len(ledger.acknowledged) >= answers

    killing = asyncio.create_task(kill_at_random(town, ledger, every, over))
    await answer_all(town, ledger, rate, enough)
    over.set()
    await killing
    await drain(town, ledger, 60)
    return ledger

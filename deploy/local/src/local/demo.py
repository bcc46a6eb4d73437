"""`make demo`: the story of the panel's first year, played through the real services of a running stack.

Nothing is inserted into a read model: people sign up and confirm, staff publish and invite, members answer, and the pages show
the figures because they were counted. Played again, it goes on where it was.
"""

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx

from local.acting import (
    CONFIRM_LINK,
    SURVEY_LINK,
    Mailbox,
    Office,
    client,
    confirm,
    consent_version,
    link_in,
    sign_up,
    visit,
)
from local.answers import answers_to
from local.choosing import choose
from local.places import CHECKOUT, State
from local.progress import Progress
from local.story import CAMPAIGNS, STORY, Campaign, Wave, person

SURVEYS = Path(__file__).parent / "surveys"
AT_ONCE = 8
T = TypeVar("T")
PATIENCE = 180
LOOKS = {campaign.slug: campaign.looks for campaign in CAMPAIGNS}


@dataclass
class Panel:
    """What the story has at hand."""

    http: httpx.AsyncClient
    office: Office
    mailbox: Mailbox
    chance: random.Random
    consent: str


async def play(endpoints: Mapping[str, Any]) -> None:
    async with client(endpoints) as http:
        office = await Office(endpoints, http).sign_in()
        panel = Panel(
            http,
            office,
            Mailbox(endpoints, http),
            random.Random(2019),  # noqa: S311 – a story, the same each time
            await consent_version(http),
        )
        if await office.members():
            raise SystemExit("The demo wants an empty panel. Delete .run (or choose another) and start anew.")
        await panel.mailbox.fresh()
        for campaign in CAMPAIGNS:
            await office.create_campaign(campaign.slug, campaign.channel, campaign.message, campaign.starts_on)
            await office.record_effort(campaign.slug, campaign.hours, campaign.kroner)
        members = 0
        for wave in STORY:
            await recruit(panel, members, wave.members)
            members = wave.members
            if wave.survey:
                await ask(panel, wave)
        await choose(endpoints, panel.mailbox, datetime.now(UTC).date())
        print(f"\nThe panel has {await office.members()} members. See {endpoints['public']} and {endpoints['staff']}")


async def recruit(panel: Panel, already: int, wanted: int) -> None:
    """People open a campaign's page, sign up, and confirm by the link in their mail."""
    with Progress(f"Recruiting to {wanted} members", wanted - already) as progress:
        people = [person(panel.chance, n, _campaign(panel.chance), panel.consent) for n in range(already + 1, wanted + 1)]
        await _each(people, lambda p: _join(panel.http, p))
        confirmed = 0
        for _ in range(PATIENCE * 10):
            tokens = [token for mail in await panel.mailbox.fresh() if (token := link_in(mail, CONFIRM_LINK))]
            await _each(tokens, lambda t: confirm(panel.http, t))
            confirmed += len(tokens)
            progress.at(confirmed)
            if confirmed == len(people):
                break
            await asyncio.sleep(0.1)
        else:
            raise RuntimeError(f"only {confirmed} of {len(people)} confirmation mails came")
    await _until(panel.office.members, wanted)


async def _join(http: httpx.AsyncClient, somebody: Mapping[str, Any]) -> None:
    """For each who signs up, some looked and went away."""
    for _ in range(LOOKS[somebody["campaign"]]):
        await visit(http, somebody["campaign"])
    await sign_up(http, somebody)


async def ask(panel: Panel, wave: Wave) -> None:
    """Publish, invite everybody, let as many answer as did, close and publish the result."""
    definition = json.loads((SURVEYS / f"{wave.survey}.json").read_text())
    survey_id = await panel.office.publish_survey(definition)
    await _until(lambda: panel.office.reach(survey_id), wave.members)
    invited = await panel.office.dispatch(survey_id)
    with Progress(f"{definition['title']['nb']}: {invited} invited, {wave.answers} answer", wave.answers) as progress:
        links = await _invitations(panel, invited)
        chosen = panel.chance.sample(sorted(links), wave.answers)
        done = 0

        async def one(token: str) -> None:
            nonlocal done
            await answer(panel, definition, token)
            done += 1
            progress.at(done)

        await _each(chosen, one)
    await _until(lambda: _completed(panel, survey_id), wave.answers)
    await panel.office.close(survey_id)
    await panel.office.publish_result(survey_id, wave.findings)


async def answer(panel: Panel, definition: Mapping[str, Any], token: str) -> None:
    body = {
        "submission_id": str(uuid5(NAMESPACE_URL, token)),
        "language": panel.chance.choices(["nb", "nn", "en"], [90, 5, 5])[0],
        "answers": answers_to(definition, panel.chance),
    }
    response = await panel.http.post(f"/api/surveys/answer/{token}", json=body)
    if not response.is_success:
        raise RuntimeError(f"an answer was refused: {response.status_code} {response.text[:400]}")


async def _invitations(panel: Panel, wanted: int) -> list[str]:
    links: list[str] = []
    for _ in range(PATIENCE * 5):
        links += [token for mail in await panel.mailbox.fresh() if (token := link_in(mail, SURVEY_LINK))]
        if len(links) >= wanted:
            return links
        await asyncio.sleep(0.2)
    raise RuntimeError(f"only {len(links)} of {wanted} invitations came")


async def _completed(panel: Panel, survey_id: UUID) -> int:
    return int((await panel.office.counts(survey_id))["completed"])


async def _until(count: Callable[[], Awaitable[int]], wanted: int) -> None:
    seen = -1
    for _ in range(300):
        seen = await count()
        if seen == wanted:
            return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"{seen} were counted, {wanted} expected")


async def _each(things: Sequence[T], act: Callable[[T], Awaitable[None]]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: T) -> None:
        async with gate:
            await act(thing)

    await asyncio.gather(*(one(thing) for thing in things))


def _campaign(chance: random.Random) -> Campaign:
    return chance.choices(CAMPAIGNS, [campaign.share for campaign in CAMPAIGNS])[0]


def main() -> None:
    state = State(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else CHECKOUT / ".run")
    try:
        endpoints = json.loads(state.endpoints.read_text())
    except OSError:
        raise SystemExit("No panel is running here. Start it with `make up` first.") from None
    asyncio.run(play(endpoints))


if __name__ == "__main__":
    main()

"""`make oracle` asks a thousand times of each kind and looks at the time as well; `make test` asks a few times.

Nothing is measured in `make test`: other tests run beside it.
"""

import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from membership.campaigns.campaign import CreateCampaign, campaign_id, campaigns
from membership.campaigns.campaign_events import Channel
from membership.events import SignedUp
from membership.main import service
from membership.settings import Settings
from runtime.serve import create_app
from services.membership.tests.conftest import FORM, PUBLIC_URL, Running, settings_of
from tests.privacy.oracle import LIKELY, Finding, Question, ask, by_chance

TRIES = int(os.environ.get("TRIES", "0"))
FEW = 12
QUESTIONS = (
    Question("sign-up", "/bli-med", FORM),
    Question("stand", "/stand/byfesten", FORM),
    Question("sign-in", "/min-side/logg-inn"),
    Question("unsubscribe", "/avmeld"),
)


@pytest.fixture
async def settings(postgres: Callable[..., Awaitable[str]], tmp_path: Path) -> Settings:
    return settings_of(await postgres("membership"), await postgres(), tmp_path, log_level="ERROR")


async def members(running: Running, count: int) -> list[str]:
    """So many members, who joined long enough ago that nothing else is known of their addresses."""
    addresses = [new() for _ in range(count)]
    for address in addresses:
        await running.sign_up(email=address)
    for recorded in await running.events(SignedUp):
        assert (await running.client.post(running.parts.confirm_path(recorded.stream_id))).status_code == 303
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql("delete from mail_limits")
    return addresses


def new() -> str:
    return f"{uuid4().hex}@nordmann.test"


@pytest.fixture
async def running(settings: Settings) -> AsyncIterator[Running]:
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers={"accept": "text/html"}) as client:
            yield Running(client, app.state.house.own)


def test_the_measure_sees_a_difference_where_there_is_one_and_none_where_there_is_none() -> None:
    chance = random.Random(5)
    one, other = ([chance.gauss(5, 1) for _ in range(1000)] for _ in range(2))
    assert by_chance(one, other) > LIKELY
    assert by_chance(one, [time + 0.3 for time in other]) < LIKELY


async def test_nobody_can_tell_by_the_answer_who_is_in_the_panel(running: Running) -> None:
    tries = TRIES or FEW
    known, chance = await members(running, tries), random.Random(tries)
    for question in await there_is(running):
        found = await looked_into(running, question, known, chance)
        print(f"\n{found.line()}", end="")
        assert len(found.answers) == 1, found.answers
        assert not TRIES or found.chance > LIKELY, found.line()


async def there_is(running: Running) -> list[Question]:
    date = datetime.now(UTC).date()
    made = CreateCampaign("byfesten", Channel.event, "Møt oss", date, None, uuid4())
    outcome = await running.parts.log.execute(campaigns, campaign_id("byfesten"), made, datetime.now(UTC))
    assert await running.parts.log.caught_up("campaigns", outcome.position)
    return list(QUESTIONS)


async def looked_into(running: Running, question: Question, known: list[str], chance: random.Random) -> Finding:
    """A second time where the first saw a difference: of a hundred looks at none, one sees one."""
    for _ in range(2):
        async with running.parts.engine.begin() as connection:
            await connection.exec_driver_sql("delete from mail_limits")
            await connection.exec_driver_sql("delete from sign_in_limits")
        found = await ask(running.client, question, known, [new() for _ in known], chance)
        if not TRIES or found.chance > LIKELY:
            break
        print(f"\n{found.line()} (once more)", end="")
    return found

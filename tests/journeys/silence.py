"""A member of whom nothing has been heard for years, without waiting for them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from eventlog import EventLog
from local.stack import Stack
from membership.events import EVENTS
from membership.over_time.staying import AskToStay, staying
from membership.parts import Parts, close, parts_in, prepare
from membership.published import announce
from membership.settings import Settings
from runtime.house import House, make_engine
from tests.journeys.people import Town

STAY_LINK = re.compile(r"/min-side/bli/([A-Za-z0-9_-]+)")


async def ask_to_stay(town: Town, address: str) -> None:
    """As the house does when two years have gone by: it is told that nothing was heard for longer."""
    async with membership_of(town.stack) as parts:
        member_id = await parts.addresses.member_with(parts.address_hash(address))
        assert member_id is not None
        now = datetime.now(UTC)
        await parts.log.execute(staying, member_id, AskToStay(now.date() - timedelta(days=800)), now)
    await town.link(address, STAY_LINK)


@asynccontextmanager
async def membership_of(stack: Stack) -> AsyncIterator[Parts]:
    """Membership's own parts, beside the service as it runs and with its credentials."""
    lines = (stack.state.folder / "env" / "membership.env").read_text().splitlines()
    environment = {name.lower(): value.strip('"') for name, value in (line.split("=", 1) for line in lines if "=" in line)}
    settings = Settings.model_validate({name: environment[name] for name in Settings.model_fields if name in environment})
    engine = make_engine(settings)
    log = EventLog(settings.database_url, engine, EVENTS, announce, name="membership")
    house = House("membership", settings, engine, log)
    await log.open()
    await prepare(house)
    yield parts_in(house)
    await close(house)
    await log.close()
    await engine.dispose()

"""Where identity is wired."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog
from identity import api
from identity.all_accounts import ALL_ACCOUNTS
from identity.desk import NOBODY, Desk, LookupKeys
from identity.events import EVENTS
from identity.pages import accounts, own_account, sign_in
from identity.passes import PassOffice, load_private_key
from identity.published import announce
from identity.sessions import prune_sessions
from identity.settings import Settings
from identity.tries import prune
from runtime.house import House, make_engine
from runtime.serve import Service
from sealing import Keyring, read_key

NAME = "identity"
SWEEP_EVERY = 300


def service(settings: Settings) -> Service:
    return Service(
        name=NAME,
        settings=settings,
        events=EVENTS,
        announce=announce,
        routers=[api.router, sign_in.router, own_account.router, accounts.router],
        projections=[ALL_ACCOUNTS],
        background=[sweep],
        on_start=open_desk,
        on_stop=close_desk,
    )


async def open_desk(house: House) -> None:
    house.own = await _desk(house.settings, house.log, house.engine)


async def close_desk(house: House) -> None:
    await house.own.keyring.close()


@contextlib.asynccontextmanager
async def desk_alone(settings: Settings) -> AsyncIterator[Desk]:
    """The desk without the service around it, for the command line."""
    engine = make_engine(settings)
    log = EventLog(settings.database_url, engine, EVENTS, announce, name=NAME)
    await log.open()
    desk = await _desk(settings, log, engine)
    try:
        yield desk
    finally:
        await desk.keyring.close()
        await log.close()
        await engine.dispose()


async def _desk(settings: object, log: EventLog, engine: AsyncEngine) -> Desk:
    assert isinstance(settings, Settings)
    master_key = read_key(settings.master_key.get_secret_value())
    keyring = Keyring(settings.database_url, master_key)
    await keyring.prepare()
    await keyring.create(NOBODY)
    passes = PassOffice(load_private_key(settings.staff_token_private_key.get_secret_value()))
    return Desk(log, engine, keyring, LookupKeys.derived_from(master_key), passes)


async def sweep(house: House) -> None:
    """Forget sessions that are over and tries that no longer count."""
    while True:
        now = datetime.now(UTC)
        await prune_sessions(house.engine, now)
        await prune(house.engine, now)
        await asyncio.sleep(SWEEP_EVERY)

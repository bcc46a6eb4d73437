"""A flood of sign-ups: what gets in, what is mailed, and what is left of it after 48 hours.

The service runs in this process on a real database and keyring, as somebody who sends many forms from many networks meets it.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import httpx
from fastapi import FastAPI

from eventlog import Recorded
from membership.events import Notice, SignedUp
from membership.main import service
from membership.member import TIME_TO_CONFIRM
from membership.over_time.retention import RULES, keep
from membership.parts import Parts
from membership.settings import Settings
from membership.signing_up import consent, floods, sealed_profile
from membership.signing_up.expiry import SLACK
from runtime.serve import create_app

AT_ONCE = 64
VICTIMS = 50
FORM = {"name": "Kari Prøve", "gender": "woman", "birth_year": "1984", "area": "sandvika", "consent": consent.VERSION}


@dataclass
class Flood:
    """What came of one. `mails`: the most that any one address would get."""

    name: str
    sent: int
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    mails: int = 0
    left: int = -1
    expiry_seconds: float = 0.0

    def line(self) -> str:
        said = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.name:<44} {self.sent:>7} {self.sent / self.seconds:>7.0f}/s  {said:<26} most mails {self.mails}  "
            f"left after 48 h {self.left} (erased in {self.expiry_seconds:.1f} s)"
        )


class Town:
    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.parts: Parts = app.state.house.own
        self._clock = datetime.now(UTC)
        app.state.house.clock = lambda: self._clock
        self._position = 0

    def pass_time(self, time: timedelta) -> None:
        self._clock += time

    async def flood(self, name: str, sent: int, networks: int, over: timedelta) -> Flood:
        """Half of it at a few victims' addresses, the rest at as many others."""
        flood, began = Flood(name, sent), time.perf_counter()
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(self._from(f"10.{n // 250}.{n % 250}.9")) for n in range(networks)]

            async def send(n: int) -> None:
                who = f"victim-{n % VICTIMS}" if n % 2 else f"{name.split(maxsplit=1)[0]}-{n}"
                answer = await clients[n % networks].post("/bli-med", data=FORM | {"email": f"{who}@example.test"})
                flood.statuses[answer.status_code] += 1

            for first in range(0, sent, AT_ONCE):
                await asyncio.gather(*(send(n) for n in range(first, min(first + AT_ONCE, sent))))
                self.pass_time(over * AT_ONCE / sent)
        flood.seconds = time.perf_counter() - began
        await self._after(flood)
        return flood

    def _from(self, address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://panel.test", headers={"accept": "text/html"})

    async def _after(self, flood: Flood) -> None:
        mailed = await self._mailed()
        flood.mails = max(mailed.values(), default=0)
        began = time.perf_counter()
        unconfirmed = next(rule for rule in RULES if rule.name == "unconfirmed")
        await keep(self.parts, unconfirmed, self._clock + TIME_TO_CONFIRM + SLACK + timedelta(minutes=1))
        flood.expiry_seconds = time.perf_counter() - began
        async with self.parts.engine.connect() as connection:
            flood.left = (await connection.exec_driver_sql("select count(*) from waiting")).scalar() or 0

    async def _mailed(self) -> Counter[str]:
        """Mails by address, opened while that can still be done."""
        mailed: Counter[str] = Counter()
        while events := await self._next_events():
            ups = {
                r.stream_id: r.event for r in events if isinstance(r.event, SignedUp) and r.event.notice is not Notice.nothing
            }
            for member_id, key in (await self.parts.keyring.get(ups)).items():
                mailed[sealed_profile.name_and_email(ups[member_id].profile, key, member_id)[1]] += 1
        assert await self.parts.log.caught_up("waiting", self._position, patience=120)
        return mailed

    async def _next_events(self) -> list[Recorded]:
        async with self.parts.engine.connect() as connection:
            events = await self.parts.log.read(connection, self._position, 1_000)
        self._position = events[-1].position if events else self._position
        return events


@asynccontextmanager
async def town(settings: Settings) -> AsyncIterator[Town]:
    app = create_app(service(settings))
    async with app.router.lifespan_context(app):
        yield Town(app)


async def floods_of(settings: Settings, sent: int) -> list[Flood]:
    """A school; one network; 500 networks; and the same as if each had solved the puzzle, which costs them a second each."""
    async with town(settings) as here:
        found = [await here.flood("school of 200 behind one address", 200, 1, timedelta(minutes=10))]
        here.pass_time(timedelta(hours=30))
        found.append(await here.flood("1 network", sent, 1, timedelta(minutes=30)))
        here.pass_time(timedelta(hours=30))
        found.append(await here.flood("500 networks", sent, 500, timedelta(minutes=30)))
        here.pass_time(timedelta(hours=30))
        with patch.multiple(floods, SIGN_UPS_OF_A_NETWORK=sent, SIGN_UPS_OF_ALL=sent):
            found.append(await here.flood("puzzles solved, 500 networks, over 20 hours", sent, 500, timedelta(hours=20)))
    return found


def fit(found: list[Flood]) -> bool:
    school = found[0]
    return school.statuses == Counter({303: 200}) and all(flood.mails <= 3 and flood.left == 0 for flood in found)


def shown(found: list[Flood]) -> Any:
    return "\n".join(flood.line() for flood in found)

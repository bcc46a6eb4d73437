"""What staff wait for in a panel of 100,000: the composition, the directory by every filter; and a new year.

make panel-bench
"""

import asyncio
import base64
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from local.places import MUNICIPALITY
from local.stack import Stack
from membership import panel
from membership.main import service
from membership.over_time.birthdays import grow_older
from membership.rebuild import project_all
from membership.settings import Settings
from runtime.migrate import upgrade
from runtime.rights import RIGHTS
from runtime.serve import create_app
from tests.load.panel_life import fill
from tests.load.servers import bench_database

PEOPLE = 100_000
TIMES = 7
DIRECTORY_WITHIN = 0.2
COMPOSITION_WITHIN = 0.2
YEAR_WITHIN = 60.0
NEW_YEAR = datetime(2027, 1, 1, 12, tzinfo=UTC)
STAFF_KEY = Ed25519PrivateKey.generate()
DIRECTORY = "/staff/panel/members"
FILTERS = (
    "",
    "?age_band=30-39",
    "?age_band=80%2B",
    "?gender=other",
    "?area=stabekk",
    "?area=finnes-ikke",
    "?interest=climate",
    "?campaign=byfesten",
    "?campaign=finnes-ikke",
    "?activity=quarter",
    "?activity=year",
    "?activity=asleep",
    "?activity=paused",
    "?joined_since=2026-01-01",
    "?age_band=80%2B&gender=other&area=fornebu&interest=sports&activity=asleep&campaign=avisen",
)
COMPOSITION = ("/staff/panel", "/api/membership/staff/composition", "/staff/")
PAGES: Sequence[tuple[str, float]] = (
    *((path, COMPOSITION_WITHIN) for path in COMPOSITION),
    *((DIRECTORY + query, DIRECTORY_WITHIN) for query in FILTERS),
)
"""Each page, and how long it may take (the median of seven)."""


@dataclass(frozen=True)
class Timed:
    path: str
    seconds: float
    within: float


def staff_pass() -> str:
    claims = {"sub": str(UUID(int=7)), "name": "Ansatt", "rights": sorted(RIGHTS), "aud": "samrad"}
    return jwt.encode({**claims, "exp": datetime.now(UTC) + timedelta(hours=1)}, STAFF_KEY, "EdDSA")


def settings_for(database_url: str, keyring_url: str, folder: Path) -> Settings:
    public = STAFF_KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = base64.b64encode(bytes(32)).decode()
    return Settings(
        database_url=database_url,
        keyring_database_url=keyring_url,
        nats_url="nats://127.0.0.1:9",
        port=8102,
        public_url="http://panel.test",
        roles="api",
        log_level="ERROR",
        staff_token_public_key=public.decode(),
        municipality=MUNICIPALITY,
        master_key=key,
        lookup_key=key,
        link_key=key,
        erasures=folder / "erasures",
    )


async def timed(app: FastAPI, path: str, within: float) -> Timed:
    transport = httpx.ASGITransport(app)
    headers = {"X-Samrad-Staff": staff_pass(), "accept": "text/html"}
    took = []
    async with httpx.AsyncClient(transport=transport, base_url="http://panel.test", headers=headers) as client:
        for _ in range(TIMES):
            began = time.perf_counter()
            answer = await client.get(path)
            took.append(time.perf_counter() - began)
            assert answer.status_code == httpx.codes.OK, answer.text
    return Timed(path, median(took), within)


async def measure(database_url: str, keyring_url: str, folder: Path) -> Sequence[Timed]:
    made = await fill(database_url, keyring_url, bytes(32), PEOPLE, lively=False)
    app = create_app(service(settings_for(database_url, keyring_url, folder)))
    async with app.router.lifespan_context(app):
        house = app.state.house
        await project_all(house.log, house.engine, (panel.projection,))
        async with house.engine.begin() as connection:
            await connection.exec_driver_sql("analyze")
        print(f"{made.members:,} members")
        found = [await timed(app, path, within) for path, within in PAGES]
        began = time.perf_counter()
        grown = await grow_older(house.own, NEW_YEAR)
        took = time.perf_counter() - began
    return [*found, Timed(f"a new year for all of them: {grown:,} change their age band", took, YEAR_WITHIN)]


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="samrad-panel-") as folder, Stack(Path(folder) / "run") as stack:
        urls = [await bench_database(stack, name) for name in ("panel_bench", "panel_bench_keyring")]
        await upgrade("membership", urls[0])
        found = await measure(urls[0], urls[1], Path(folder))
    for one in found:
        print(f"{one.seconds * 1000:8,.0f} ms (of {one.within * 1000:,.0f})  {one.path}")
    assert all(one.seconds <= one.within for one in found)


if __name__ == "__main__":
    asyncio.run(main())

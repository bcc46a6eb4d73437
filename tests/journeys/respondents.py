"""The surveys service alone, as a browser meets it: respondents with links, and nothing else of the house."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from starlette.staticfiles import StaticFiles

from runtime.serve import create_app
from services.surveys.tests.conftest import Running
from surveys.main import service
from surveys.settings import Settings
from ui.static_files import FOLDER


@dataclass
class Desk:
    """Where links are handed out. Each is of a person of their own."""

    running: Running
    address: str

    async def links(self, survey_id: UUID, count: int) -> list[str]:
        self.running.members = []
        await self.running.with_members(count)
        return [f"{self.address}/s/{token}" for token in await self.running.dispatched(survey_id)]

    async def published(self, document: dict[str, Any]) -> UUID:
        return await self.running.published(document)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Desk]:
    app = create_app(service(settings))
    app.mount("/static", StaticFiles(directory=FOLDER))  # the gateway's part
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    async with httpx.AsyncClient(base_url=address) as client:
        yield Desk(Running(client, app.state.house.own), address)
    server.should_exit = True
    await serving

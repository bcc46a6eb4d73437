"""Alive: the process answers. Ready: it can keep its promises: the database answers, and the worker leads or stands by."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from runtime.rights import open_to_all

PATIENCE = 0.8  # seconds: whoever asks is told within one
router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", dependencies=[open_to_all])
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/ready", dependencies=[open_to_all])
async def ready(request: Request) -> JSONResponse:
    """503 names what is missing. The broker's absence is told but does not make a service unready: commands are accepted."""
    house = request.app.state.house
    state = {"database": await _database_answers(request), "broker": bool(house.nats and house.nats.is_connected)}
    return JSONResponse({"status": "ready" if state["database"] else "not ready", **state}, 200 if state["database"] else 503)


async def _database_answers(request: Request) -> bool:
    asking = asyncio.create_task(_ask(request.app.state.house.engine))
    answered, _ = await asyncio.wait({asking}, timeout=PATIENCE)
    if not answered:
        asking.cancel()  # to let go of a connection that hangs takes seconds of its own: nobody waits for that
        return False
    return asking.result()


async def _ask(engine: AsyncEngine) -> bool:
    try:
        async with engine.connect() as connection:
            await connection.execute(text("select 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True
